"""Proving a loss: an event that one side accepts and the other does not, shown only after both were asked.

A search in two schemas finds a value; here it becomes an event, and `events` judges that event on both sides as the
server would. What the search finds and no event can show stays unproven: a null, say, which is left out before
validation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from dataplan_sync import codec, field_paths
from dataplan_sync.events import DocumentValidator
from dataplan_sync.impact import formats, sample_event
from dataplan_sync.impact.counterexample import (
    Counterexample,
    Undecided,
    counterexample,
    counterexample_in_event,
)
from dataplan_sync.impact.event_schema import event_schema, with_schema_at
from dataplan_sync.impact.schema_change import Place, keywords
from dataplan_sync.impact.verdict import Producer, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.impact.schema_change import Exchange
    from dataplan_sync.model import DataPoint, DataPointMatch, JSONObject, JSONValue


@dataclass(frozen=True, slots=True)
class Proven:
    """A witness, and what the refusing side does to data like it."""

    witness: Witness
    producer: Producer


@dataclass(frozen=True, slots=True)
class Unproven:
    """The schemas differ, and no event can show it."""


Proof: TypeAlias = Proven | Unproven | Undecided | None
"""None: the narrow side accepts all that the wide side does."""


@dataclass(frozen=True, slots=True)
class Scales:
    """Two sides of one match: a data point each, or None where a side has none."""

    match: DataPointMatch
    wide: DataPoint | None
    narrow: DataPoint | None
    before_is_wide: bool = True
    _validators: dict[bool, DocumentValidator] = field(default_factory=dict)

    def turned(self) -> Scales:
        """Give the same with the sides' roles exchanged."""
        validators = {not wide: validator for wide, validator in self._validators.items()}
        return Scales(self.match, self.narrow, self.wide, not self.before_is_wide, validators)

    def prove(self, exchange: Exchange, place: Place) -> Proof:
        """Look for an event that shows that the narrow schema of an exchange refuses what the wide one accepts."""
        found = counterexample(exchange.wide, exchange.narrow)
        if isinstance(found, Undecided):
            return self._guess(exchange, place) or found
        if found is None:
            return None
        if self.wide is None:
            return self._weigh(found.value, place) or Unproven()
        event = sample_event.embedded(self.wide, place.data, found.value)
        if event is not None:
            proven = self._weigh(event, place)
            if proven:
                return proven
        return self._prove_whole(self.wide, exchange, place) or Unproven()

    def prove_any(self) -> Proof:
        """Look for any event that the wide side accepts and the narrow one does not."""
        if self.wide is None or self.narrow is None:
            return None
        found = counterexample_in_event(
            event_schema(self.match, self.wide.validator.definition),
            event_schema(self.match, self.narrow.validator.definition),
        )
        if not isinstance(found, Counterexample):
            return found
        return self._weigh(_object(found.value), Place()) or Unproven()

    def prove_sample(self) -> Proven | None:
        """Take the plainest event of the wide side and see whether the narrow side refuses it."""
        event = sample_event.sample(self.wide) if self.wide else None
        return self._weigh(event, Place()) if event is not None else None

    def _guess(self, exchange: Exchange, place: Place) -> Proven | None:
        """Try what surely follows the format on the wide side; the search does not compare formats."""
        for value in formats.following(keywords(exchange.wide).get("format")):
            event = sample_event.embedded(self.wide, place.data, value) if self.wide else None
            proven = self._weigh(event, place)
            if proven:
                return proven
        return None

    def _prove_whole(self, wide: DataPoint, exchange: Exchange, place: Place) -> Proof:
        """Search once more in the whole definition: what surrounds a place may forbid a value there."""
        definition = wide.validator.definition
        found = counterexample_in_event(
            event_schema(self.match, definition),
            event_schema(self.match, with_schema_at(definition, place.at, exchange.narrow)),
        )
        if not isinstance(found, Counterexample):
            return found
        return self._weigh(_object(found.value), place) or Unproven()

    def _weigh(self, event: JSONValue, place: Place) -> Proven | None:
        """Ask both sides about an event; None if it does not show what it should."""
        if not isinstance(event, dict) or self._errors(event, wide=True):
            return None
        errors = self._errors(event, wide=False)
        telling = tuple(error for error in errors if _is_about(error, place))
        if not telling:
            return None
        unplanned = any(error.get("validation_error_type") == "unplanned" for error in telling)
        others = tuple(error for error in errors if error not in telling)
        witness = Witness(
            self._as_sent(event),
            _excerpt(event, self.match, place),
            self.before_is_wide,
            (*telling, *others),
        )
        return Proven(witness, Producer.DROP if unplanned else Producer.FLAG)

    def _errors(self, event: JSONObject, *, wide: bool) -> list[JSONObject]:
        validator = self._validators.get(wide)
        if validator is None:
            point = self.wide if wide else self.narrow
            points = [codec.encode_data_point(point)] if point else []
            validator = self._validators[wide] = DocumentValidator({"data_points": points})
        results = validator.validate(sample_event.batch(self.match, event))
        return [error for result in results for error in result["data"]["validation_errors"]]

    def _as_sent(self, event: JSONObject) -> JSONObject:
        return {self.match.type: event} if self.match.type in field_paths.ATTRIBUTE_MAPS else event


def _is_about(error: Mapping[str, JSONValue], place: Place) -> bool:
    """Tell whether an error is about a place: at it, below it, or about that name in the object around it."""
    pointer = error.get("error_pointer")
    if not isinstance(pointer, str):
        return False
    steps = ["#", *(str(step).replace("~", "~0").replace("/", "~1") for step in place.data)]
    at = pointer.rstrip("/").split("/")
    if at[: len(steps)] == steps:
        return True
    names = {error.get("key"), error.get("actual"), error.get("expected")}
    return at == steps[:-1] and bool(place.data) and str(place.data[-1]) in names


def _excerpt(event: JSONObject, match: DataPointMatch, place: Place) -> JSONObject:
    """Give the part of an event that matters: the innermost attribute at a place, with its value."""
    name: str | None = None
    inner: JSONValue = event
    value: JSONValue = event
    for step, inner in _steps(event, place):
        if isinstance(step, str):
            name, value = step, inner
    if name is None or name == "data":
        if match.type in field_paths.ATTRIBUTE_MAPS:
            return event
        return dict(match.criteria) or {"type": match.type}
    return {name: value}


def _steps(event: JSONObject, place: Place) -> Iterator[tuple[str | int, JSONValue]]:
    value: JSONValue = event
    for step in place.data:
        match value, step:
            case dict(), str() if step in value:
                value = value[step]
            case list(), int() if step < len(value):
                value = value[step]
            case _:
                return
        yield step, value


def _object(value: JSONValue) -> JSONObject:
    return value if isinstance(value, dict) else {}
