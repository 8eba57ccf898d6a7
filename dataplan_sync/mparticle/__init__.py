"""The Data Planning API of mParticle: a typed client and its access token."""
