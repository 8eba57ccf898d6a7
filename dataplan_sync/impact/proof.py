"""Proving a loss: an event that one side accepts and the other does not, shown only after both were asked.

A search in two schemas finds a value; here it becomes an event, and `events` judges that event on both sides as the
server would. What the search finds and no event can show stays unproven: a null, say, which is left out before
validation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from dataplan_sync import codec, field_paths
from dataplan_sync.events import DocumentValidator, definitions
from dataplan_sync.events.semantics import Semantics
from dataplan_sync.impact import formats, sample_event
from dataplan_sync.impact.claim import Claim
from dataplan_sync.impact.counterexample import (
    Counterexample,
    Undecided,
    counterexample,
    counterexample_in_event,
    unplanned_counterexample,
)
from dataplan_sync.impact.event_schema import event_schema, with_schema_at
from dataplan_sync.impact.schema_change import keywords
from dataplan_sync.impact.verdict import Producer, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dataplan_sync.impact.schema_change import Exchange, Schema
    from dataplan_sync.model import DataPoint, DataPointMatch, JSONObject, JSONValue


@dataclass(frozen=True, slots=True)
class Proven:
    """A witness, and what the refusing side does to data like it."""

    witness: Witness
    producer: Producer


@dataclass(frozen=True, slots=True)
class Unproven:
    """The schemas differ, and no event can show it."""


_Search: TypeAlias = "Callable[[Schema, Schema], Counterexample | Undecided | None]"
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

    def prove(self, exchange: Exchange, claim: Claim) -> Proof:
        """Look for an event that shows that the narrow schema of an exchange refuses what the wide one accepts.

        One that the narrow side calls unplanned comes first: it is worse than any that is invalid.
        """
        lost = self._prove_with(unplanned_counterexample, exchange, claim)
        if isinstance(lost, Proven) and lost.producer is Producer.DROP:
            return lost
        return self._prove_with(counterexample, exchange, claim)

    def prove_any(self) -> Proof:
        """Look for any event that the wide side accepts and the narrow one does not."""
        proof = self._prove_whole(counterexample_in_event, self._narrow_definition, Claim())
        if isinstance(proof, Proven):
            return proof
        flawed = definitions.flaw(self._narrow_definition, Semantics.SERVER) is not None
        # No search says what a definition does that is invalid as a whole: nothing passes it.
        return (self.prove_sample() if proof or flawed else None) or proof

    def prove_unplanned(self) -> Proven | None:
        """Look for any event that the wide side accepts and the narrow one calls unplanned."""
        proof = self._prove_whole(unplanned_counterexample, self._narrow_definition, Claim())
        if not isinstance(proof, Proven) or proof.producer is not Producer.DROP:
            return None
        witness = proof.witness
        at = unplanned_at(witness, self.match)
        excerpt = _excerpt(_inner(witness.event, self.match), self.match, at)
        return replace(proof, witness=replace(witness, excerpt=excerpt))

    def prove_sample(self) -> Proven | None:
        """Take the plainest event of the wide side and see whether the narrow side refuses it."""
        event = sample_event.sample(self.wide) if self.wide else None
        return self._weigh(event, Claim()) if event is not None else None

    @property
    def _narrow_definition(self) -> Schema:
        return self.narrow.validator.definition if self.narrow else True

    def _prove_with(self, search: _Search, exchange: Exchange, claim: Claim) -> Proof:
        found = search(exchange.wide, exchange.narrow)
        if isinstance(found, Undecided):
            return self._guess(exchange, claim) or found
        if found is None:
            return None
        if self.wide is None:
            return self._weigh(found.value, claim) or Unproven()
        event = sample_event.embedded(self.wide, claim.place.data, found.value)
        proven = self._weigh(event, claim) if event is not None else None
        if proven:
            return proven
        definition = self.wide.validator.definition
        narrowed = with_schema_at(definition, claim.place.at, exchange.narrow)
        in_event = counterexample_in_event if search is counterexample else search
        return self._prove_whole(in_event, narrowed, claim) or Unproven()

    def _guess(self, exchange: Exchange, claim: Claim) -> Proven | None:
        """Try what surely follows the format on the wide side; the search does not compare formats."""
        place = claim.place.data
        for value in formats.following(keywords(exchange.wide).get("format")):
            event = sample_event.embedded(self.wide, place, value) if self.wide else None
            proven = self._weigh(event, claim)
            if proven:
                return proven
        return None

    def _prove_whole(self, search: _Search, narrow: Schema, claim: Claim) -> Proof:
        """Search in the whole definition: what surrounds a place may forbid a value there."""
        if self.wide is None:
            return None
        if search is not unplanned_counterexample:
            narrow = event_schema(self.match, narrow)
        found = search(event_schema(self.match, self.wide.validator.definition), narrow)
        if not isinstance(found, Counterexample):
            return found
        return self._weigh(_object(found.value), claim) or Unproven()

    def _weigh(self, event: JSONValue, claim: Claim) -> Proven | None:
        """Ask both sides about an event; None if it does not show what it should."""
        if not isinstance(event, dict) or self._errors(event, wide=True):
            return None
        errors = self._errors(event, wide=False)
        telling = tuple(error for error in errors if claim.covers(error))
        if not telling:
            return None
        unplanned = any(map(_is_unplanned, telling))
        others = tuple(error for error in errors if error not in telling)
        witness = Witness(
            self._as_sent(event),
            _excerpt(event, self.match, claim.place.data),
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


def unplanned_at(witness: Witness, match: DataPointMatch) -> tuple[str | int, ...]:
    """Give where in what is validated of a witness the data stands that is unplanned."""
    error = next(error for error in witness.errors if _is_unplanned(error))
    steps = str(error["error_pointer"]).split("/")[1:]
    named = (step.replace("~1", "/").replace("~0", "~") for step in steps)
    place = (*named, str(error["key"]))
    return tuple(step for step, _ in _steps(_inner(witness.event, match), place))


def _is_unplanned(error: Mapping[str, JSONValue]) -> bool:
    return error.get("validation_error_type") == "unplanned"


def _inner(event: JSONObject, match: DataPointMatch) -> JSONObject:
    """Give what is validated of an event as it is sent."""
    return _object(event[match.type]) if match.type in field_paths.ATTRIBUTE_MAPS else event


def _excerpt(event: JSONObject, match: DataPointMatch, place: Sequence[str | int]) -> JSONObject:
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


def _steps(event: JSONObject, place: Sequence[str | int]) -> Iterator[tuple[str | int, JSONValue]]:
    """Go to a place as far as there is one; the number of an entry may be in digits, as pointers have it."""
    value: JSONValue = event
    for step in place:
        match value:
            case dict() if str(step) in value:
                value = value[str(step)]
                yield str(step), value
            case list() if str(step).isdecimal() and int(step) < len(value):
                value = value[int(step)]
                yield int(step), value
            case _:
                return


def _object(value: JSONValue) -> JSONObject:
    return value if isinstance(value, dict) else {}
