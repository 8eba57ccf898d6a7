"""Which errors of an event are a change's own: several changes can show in one event, and each answers for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.schema_change import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.model import JSONValue

_OF_MEMBERS: Final = frozenset(("required", "additionalProperties", "dependencies"))
"""Keywords whose errors point at an object and are about one of its members."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a change answers for: by default, everything at a place and below it."""

    place: Place = field(default_factory=Place)
    missing: str | None = None
    """Only that this attribute of the object at the place is not there."""
    limits: bool = False
    """Only what the value at the place itself is, whatever is in it."""

    def covers(self, error: Mapping[str, JSONValue]) -> bool:
        """Tell whether an error, in the vendor's shape, is the change's own."""
        pointer = error.get("error_pointer")
        if not isinstance(pointer, str):
            return False
        data = self.place.data
        steps = ["#", *(str(step).replace("~", "~0").replace("/", "~1") for step in data)]
        at = pointer.rstrip("/").split("/")
        keyword = error.get("schema_keyword")
        if self.missing is not None:
            return at == steps and keyword == "required" and error.get("key") == self.missing
        if self.limits:
            return at == steps and keyword not in _OF_MEMBERS
        if at[: len(steps)] == steps:
            return True
        names = {error.get("key"), error.get("actual"), error.get("expected")}
        return at == steps[:-1] and bool(data) and str(data[-1]) in names
