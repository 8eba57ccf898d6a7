"""Keep mParticle data plans in git: diff, apply, drift, pull."""

__version__ = "0.1.0"
