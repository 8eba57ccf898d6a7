"""The two ways in which a value is read before it is judged."""

from __future__ import annotations

from enum import StrEnum


class Reading(StrEnum):
    """How strings are read."""

    STRICT = "strict"
    """As JSON Schema draft-07 says, and the vendor's SDK and linters do: a string is a string."""
    SERVER = "server"
    """As mParticle's server: where a string is not allowed, it counts as the number or boolean that it spells."""
