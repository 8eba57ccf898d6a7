"""Whose reading of a definition counts: the vendor's server, or the vendor's SDK for Node."""

from __future__ import annotations

from enum import StrEnum


class Semantics(StrEnum):
    """Who validates. `docs/events.md` has a table of the differences."""

    SERVER = "server"
    """The API's `/validate`, and what happens to live data: text that spells a number is one."""

    NODE_SDK = "node-sdk"
    """`@mparticle/data-planning-node` in its local mode, which the vendor's CLI uses: ajv 6, no coercion."""
