"""What makes a change set unsafe: a hazard, and what would allow it.

Hazards are values; `guards` finds them, and whether they stop a run is decided where the run is composed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue, ObjectKey


@dataclass(frozen=True, slots=True)
class Permit:
    """What `dataplan-sync.yaml` would have to say to allow a hazard."""

    keys: tuple[str, ...]
    """Where it stands: `("policy", "allow_production_edit")`, or `("accepted",)` for a new entry of that list."""
    value: JSONValue


@dataclass(frozen=True, slots=True)
class Hazard:
    """One reason not to apply a change set."""

    rule: str
    """A stable id in kebab case."""
    key: ObjectKey
    message: str
    """What would happen, and in its last sentence what would allow it, or what to do instead."""
    permit: Permit | None = None
    """None where nothing allows it, because the API would refuse it all the same."""
