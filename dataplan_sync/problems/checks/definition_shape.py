"""Definitions that do not have the shape of the data they validate, and so validate nothing or refuse all of it.

An event is validated as `{event_type, data: {custom_attributes, ...}}`; attributes and identities of users as the
plain map of names to values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType
from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.version_view import (
    ATTRIBUTE_MAPS,
    PlacedSchema,
    property_schema,
)
from dataplan_sync.problems.checks.wording import first_few
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.problems.checks.version_view import PlacedPoint

_EVENT_KEYS: Final = frozenset(("event_type", "data"))
_REPEATED_CRITERIA: Final[Mapping[str, tuple[str, ...]]] = {
    MatchType.CUSTOM_EVENT: ("event_name", "custom_event_type"),
    MatchType.SCREEN_VIEW: ("screen_name",),
}
"""Criteria that the event carries under `data` by the same name; older data plans repeat them there as `const`."""
_HOME: Final = "{type: screen_view, criteria: {screen_name: Home}}"

MISPLACED_ATTRIBUTES: Final = Rule(
    id="misplaced-attributes",
    severity=Severity.WARNING,
    sentence="Attributes stand where the data does not have them, so nothing is validated.",
    advice="Write attributes of an event under data, custom_attributes; those of users at the top of the definition.",
    failing=examples.data_plan(
        examples.point("properties:\n  size: {type: string, description: As on the label}")
    ),
    passing=examples.data_plan(
        examples.event("properties:\n  size: {type: string, description: As on the label}")
    ),
)
CONTRADICTED_MATCH: Final = Rule(
    id="contradicted-match",
    severity=Severity.WARNING,
    sentence="A definition wants another name or type than the match of its data point, so every event is a violation.",
    advice="Correct the one that was forgotten in a renaming, or remove the const: the match says it already.",
    failing=examples.data_plan(
        examples.point(
            "properties: {data: {properties: {screen_name: {const: Start}}}}", match=_HOME
        )
    ),
    passing=examples.data_plan(
        examples.point(
            "properties: {data: {properties: {screen_name: {const: Home}}}}", match=_HOME
        )
    ),
)
CLOSED_EVENT: Final = Rule(
    id="closed-event",
    severity=Severity.WARNING,
    sentence="A definition closes the event itself, so that the fields mParticle adds to every event are violations.",
    advice="Put additionalProperties: false on custom_attributes, and leave data and the top open.",
    failing=examples.data_plan(
        examples.point("properties: {data: {additionalProperties: false}}", match=_HOME)
    ),
    passing=examples.data_plan(
        examples.point("properties: {data: {additionalProperties: true}}", match=_HOME)
    ),
)
RULES: Final = (MISPLACED_ATTRIBUTES, CONTRADICTED_MATCH, CLOSED_EVENT)


def check_point(placed: PlacedPoint) -> Iterator[Finding]:
    """Find a definition that is not about the data that its match is about."""
    path = (*placed.path, "validator", "definition")
    root = PlacedSchema(path, placed.point.validator.definition)
    if placed.point.match.type in ATTRIBUTE_MAPS:
        yield from _event_around_map(root, placed)
        return
    yield from _outside_of_data(root, placed)
    data = property_schema(root, "data")
    yield from _closed(root, data, placed.name)
    if data is None:
        return
    for criterion in _REPEATED_CRITERIA.get(placed.point.match.type, ()):
        repeated = property_schema(data, criterion)
        if repeated:
            yield from _contradiction(repeated, placed, criterion)


def _event_around_map(root: PlacedSchema, placed: PlacedPoint) -> Iterator[Finding]:
    data = property_schema(root, "data")
    if data and "properties" in data.schema:
        message = f"{placed.name} describes the attributes themselves, without data around them; move them to the top"
        yield Finding(MISPLACED_ATTRIBUTES, message, data.path)


def _outside_of_data(root: PlacedSchema, placed: PlacedPoint) -> Iterator[Finding]:
    properties = root.schema.get("properties")
    strays = [
        name
        for name in (properties if isinstance(properties, dict) else ())
        if name not in _EVENT_KEYS
    ]
    if strays:
        message = f"an event has nothing but event_type and data at the top, so {first_few(strays)} in {placed.name} is never validated; move it below data, custom_attributes"
        yield Finding(MISPLACED_ATTRIBUTES, message, (*root.path, "properties", strays[0]))


def _closed(root: PlacedSchema, data: PlacedSchema | None, name: str) -> Iterator[Finding]:
    for placed, carried in ((root, "event_type"), (data, "timestamp_unixtime_ms")):
        if placed is None or placed.schema.get("additionalProperties") is not False:
            continue
        properties = placed.schema.get("properties")
        if not isinstance(properties, dict) or carried not in properties:
            message = f"{name} refuses what every event carries, such as {carried}; close custom_attributes instead"
            yield Finding(CLOSED_EVENT, message, (*placed.path, "additionalProperties"))


def _contradiction(
    repeated: PlacedSchema, placed: PlacedPoint, criterion: str
) -> Iterator[Finding]:
    wanted = placed.point.match.criteria.get(criterion)
    for keyword in ("const", "enum"):
        if keyword not in repeated.schema:
            continue
        value = repeated.schema[keyword]
        allowed = value if keyword == "enum" and isinstance(value, list) else [value]
        if wanted not in allowed:
            message = f'{criterion} is "{wanted}" in the match, but its {keyword} in the definition allows no such value; correct one of the two'
            yield Finding(CONTRADICTED_MATCH, message, (*repeated.path, keyword))
