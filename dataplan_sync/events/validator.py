"""A version document made ready to validate batches: finds the data point of each event, and what it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from dataplan_sync import matches
from dataplan_sync.events import sdk_errors, sdk_matches, server_errors
from dataplan_sync.events.checking import failures
from dataplan_sync.events.schema import UnsoundDefinitionError, compile_definition
from dataplan_sync.events.semantics import Semantics
from dataplan_sync.events.values import is_deep, without_nulls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.events.checking import Check
    from dataplan_sync.events.values import JSON, JSONMapping, Path

Result: TypeAlias = dict[str, Any]

_IDENTITIES: Mapping[str, str] = {
    "customer_id": "customerid",
    "facebook_custom_audience_id": "facebookcustomaudienceid",
} | {f"other_id_{number}": f"other{number}" for number in range(2, 11)}
"""How a batch spells an identity, and how a data plan does."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one event of a batch, or of its user attributes or identities."""

    place: Path
    """Where in the batch: `("events", 3)`, `("user_attributes",)`."""
    match_key: str
    """The data point that it was held against, or would have needed, as the vendor prints it."""
    result: Result | None
    """The vendor's result; None if it was accepted, or not held against the document."""
    is_held: bool = True
    """Whether it was held against the document: the server lets pass what data planning does not include."""


@dataclass(frozen=True, slots=True)
class _Point:
    match: JSON
    check: Check | None
    """None where the definition is invalid as a whole."""
    flaw: Path
    is_empty: bool


class DocumentValidator:
    """A version document made ready for many batches: each definition is compiled once, when first needed.

    Where two data points have the same match, the last one counts, as in the vendor's SDK. What is no data
    point plans nothing.

    Args:
        document: `{data_points: [...]}`, each with a `match` and a `validator`.
        semantics: whose reading counts.
    """

    def __init__(self, document: JSONMapping, *, semantics: Semantics = Semantics.SERVER) -> None:
        self._semantics = semantics
        listed = document.get("data_points")
        self._points = {
            matches.match_key(point["match"]): point
            for point in (listed if isinstance(listed, list | tuple) else ())
            if _is_point(point)
        }
        self._ready: dict[str, _Point] = {}

    def validate(self, batch: JSONMapping) -> list[Result]:
        """Validate one batch; see `validate_batch`."""
        return [verdict.result for verdict in self.verdicts(batch) if verdict.result is not None]

    def verdicts(self, batch: JSONMapping) -> Iterator[Verdict]:
        """Give a verdict on each event of a batch, then on its user attributes and identities.

        Those two have one only where the document plans them.
        """
        listed = batch.get("events")
        of_event = self._as_server if self._semantics is Semantics.SERVER else self._as_sdk
        for index, event in enumerate(listed if isinstance(listed, list) else ()):
            yield of_event(("events", index), event if isinstance(event, dict) else {})
        if self._semantics is Semantics.SERVER:
            identities = _planned_spelling(batch.get("user_identities"))
            yield from self._of_map("user_attributes", batch.get("user_attributes"))
            yield from self._of_map("user_identities", identities)
        else:
            yield from self._of_attributes(batch)

    def _as_server(self, place: Path, event: JSONMapping) -> Verdict:
        match = matches.match_of(event)
        key = matches.match_key(match)
        name = _name(event, match)
        point = None if match["type"] == "unknown" else self._point(key)
        if point is None and not matches.is_held(event):
            return Verdict(place, event["event_type"], None, is_held=False)
        if point is None:
            return Verdict(place, key, _result(match, [server_errors.unplanned(name)], event))
        return Verdict(place, key, _result(point.match, _server_errors(point, name, event), event))

    def _of_map(self, kind: str, values: JSON) -> Iterator[Verdict]:
        point = self._point(kind)
        if point is not None and isinstance(values, dict):
            result = _result(point.match, _server_errors(point, kind, values), {})
            yield Verdict((kind,), kind, result)

    def _as_sdk(self, place: Path, event: JSONMapping) -> Verdict:
        key = sdk_matches.match_key(event)
        if not key:
            errors = [sdk_errors.unplanned("unknown")]
            return Verdict(place, "unknown", _sdk_result({"validation_errors": errors}))
        point = self._point(key)
        name = sdk_matches.unplanned_name(event)
        if point is None:
            errors = [sdk_errors.unplanned(name)]
            match = sdk_matches.synthesized(event)
            return Verdict(place, key, _sdk_result({"match": match, "validation_errors": errors}))
        return Verdict(place, key, _sdk_validated(point, name, event))

    def _of_attributes(self, batch: JSONMapping) -> Iterator[Verdict]:
        kind = "user_attributes"
        point = self._point(kind)
        if point is None:
            return
        if point.is_empty:
            data = {"match": {"type": kind}, "validation_errors": [sdk_errors.unusable(kind)]}
            yield Verdict((kind,), kind, _sdk_result(data))
            return
        # What is absent is looked at as if nothing were in it; reported is then what is there: nothing.
        yield Verdict(
            (kind,), kind, _sdk_validated(point, kind, batch.get(kind, sdk_errors.ABSENT))
        )

    def _point(self, key: str) -> _Point | None:
        if key not in self._points:
            return None
        if key not in self._ready:
            self._ready[key] = _ready(self._points[key], self._semantics)
        return self._ready[key]


def _is_point(point: JSON) -> bool:
    """Tell whether a data point can plan anything: without a match or a validator it is none."""
    return (
        isinstance(point, dict)
        and isinstance(point.get("match"), dict)
        and isinstance(point.get("validator"), dict)
    )


def _ready(point: JSONMapping, semantics: Semantics) -> _Point:
    validator = point["validator"]
    definition = validator.get("definition")
    if semantics is Semantics.NODE_SDK and not (
        validator.get("type") == "json_schema" and (isinstance(definition, dict) or definition)
    ):
        definition = {}
    is_empty = definition in ({}, True)
    try:
        return _Point(point["match"], compile_definition(definition, semantics), (), is_empty)
    except UnsoundDefinitionError as exc:
        return _Point(point["match"], None, exc.path, is_empty)


def _server_errors(point: _Point, name: str, value: JSONMapping) -> list[Result]:
    if point.check is None:
        return [server_errors.unusable(name, point.flaw)]
    if is_deep(value):
        return [server_errors.too_deep(name)]
    found = failures(point.check, without_nulls(value), ())
    return [server_errors.error_of(failure, name) for failure in found]


def _result(match: JSON, errors: list[Result], event: JSONMapping) -> Result | None:
    if not errors:
        return None
    data = event.get("data")
    members = data if isinstance(data, dict) else {}
    known = {
        "validated_event_id": members.get("event_id"),
        "validated_source_message_id": members.get("source_message_id"),
    }
    marks = {name: value for name, value in known.items() if value is not None}
    return _sdk_result({"match": match, "validation_errors": errors, **marks})


def _sdk_validated(point: _Point, name: JSON, value: JSON) -> Result | None:
    members = value if isinstance(value, dict) else {}
    if point.check is None:
        errors = [sdk_errors.unusable(name)]
    elif is_deep(members):
        errors = [server_errors.too_deep(str(name))]
    else:
        found = failures(point.check, without_nulls(members), ())
        errors = [sdk_errors.error_of(failure, value) for failure in found]
    if not errors:
        return None
    return _sdk_result({"match": point.match, "validation_errors": errors})


def _sdk_result(data: Result) -> Result:
    return {"event_type": "validation_result", "data": data}


def _name(event: JSONMapping, match: JSONMapping) -> str:
    if match["type"] in ("custom_event", "screen_view"):
        criteria = match["criteria"]
        return str(criteria.get("event_name") or criteria.get("screen_name"))
    return "unknown" if match["type"] == "unknown" else str(event["event_type"])


def _planned_spelling(identities: JSON) -> JSON:
    if not isinstance(identities, dict):
        return identities
    return {_IDENTITIES.get(name, name): value for name, value in identities.items()}
