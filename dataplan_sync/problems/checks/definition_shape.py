"""Definitions that do not have the shape of the data they validate, and so validate nothing or refuse all of it.

An event is validated as `{event_type, data: {custom_attributes, ...}}`; attributes and identities of users as the
plain map of names to values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType
from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.event_fields import DATA_FIELDS, EVENT_KEYS, HOLDER
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

    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.checks.version_view import PlacedPoint

_EVENT_TYPES: Final[Mapping[str, str]] = {
    MatchType.CUSTOM_EVENT: "custom_event",
    MatchType.SCREEN_VIEW: "screen_view",
    MatchType.PRODUCT_ACTION: "commerce_event",
    MatchType.PROMOTION_ACTION: "commerce_event",
    MatchType.PRODUCT_IMPRESSION: "commerce_event",
}
"""The `event_type` of the events that a match of each type takes."""
_REPEATED_CRITERIA: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    MatchType.CUSTOM_EVENT: {
        "event_name": ("data", "event_name"),
        "custom_event_type": ("data", "custom_event_type"),
    },
    MatchType.SCREEN_VIEW: {"screen_name": ("data", "screen_name")},
    MatchType.PRODUCT_ACTION: {"action": ("data", "product_action", "action")},
    MatchType.PROMOTION_ACTION: {"action": ("data", "promotion_action", "action")},
}
"""Where the event itself carries what a criterion says; older data plans repeat it there as `const`."""
_MISTAKEN: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("customAttributes", "custom_attribute", "customAttribute", "attributes", "attrs"),
        "write custom_attributes",
    ),
    **dict.fromkeys(
        ("products", "product"),
        "products stand in the list products of product_action, or of an item of product_impressions",
    ),
    **dict.fromkeys(
        ("user_attributes", "userAttributes", "user_identities", "userIdentities"),
        "the user has a data point of its own, with match type user_attributes or user_identities",
    ),
}
"""What people write under data for something that stands elsewhere, and where that is."""
_AROUND_MAPS: Final = ("data", HOLDER, "user_attributes", "user_identities")
"""What people write around attributes and identities of users, as if they were those of an event."""
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
    if data:
        yield from _beside_attributes(data, placed)
    yield from _contradictions(root, placed)


def _event_around_map(root: PlacedSchema, placed: PlacedPoint) -> Iterator[Finding]:
    for name in _AROUND_MAPS:
        held = property_schema(root, name)
        if held and "properties" in held.schema:
            message = f"{placed.name} describes the attributes themselves, without {name} around them; move them to the top"
            yield Finding(MISPLACED_ATTRIBUTES, message, held.path)


def _outside_of_data(root: PlacedSchema, placed: PlacedPoint) -> Iterator[Finding]:
    properties = root.schema.get("properties")
    strays = [
        name
        for name in (properties if isinstance(properties, dict) else ())
        if name not in EVENT_KEYS
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


def _beside_attributes(data: PlacedSchema, placed: PlacedPoint) -> Iterator[Finding]:
    """Find what stands under data as if it were an attribute; data itself has fields of its own, all known."""
    found = data.schema.get("properties")
    properties = found if isinstance(found, dict) else {}
    for name, schema in properties.items():
        advice = _MISTAKEN.get(name)
        if advice is None and name not in DATA_FIELDS and HOLDER in properties:
            advice = "move it into custom_attributes"
        if advice and schema is not False:
            message = f"an event has no {name[:80]} directly in data, so in {placed.name} it is never validated; {advice}"
            yield Finding(MISPLACED_ATTRIBUTES, message, (*data.path, "properties", name))


def _contradictions(root: PlacedSchema, placed: PlacedPoint) -> Iterator[Finding]:
    match = placed.point.match
    kind = property_schema(root, "event_type")
    if kind and match.type in _EVENT_TYPES:
        yield from _contradiction(kind, "event_type", _EVENT_TYPES[match.type])
    for criterion, keys in _REPEATED_CRITERIA.get(match.type, {}).items():
        repeated: PlacedSchema | None = root
        for key in keys:
            repeated = property_schema(repeated, key) if repeated else None
        if repeated:
            yield from _contradiction(repeated, criterion, match.criteria.get(criterion))


def _contradiction(repeated: PlacedSchema, criterion: str, wanted: JSONValue) -> Iterator[Finding]:
    for keyword in ("const", "enum"):
        if keyword not in repeated.schema:
            continue
        value = repeated.schema[keyword]
        allowed = value if keyword == "enum" and isinstance(value, list) else [value]
        if wanted not in allowed:
            message = f'{criterion} is "{wanted}" by the match, but its {keyword} in the definition allows no such value; correct one of the two'
            yield Finding(CONTRADICTED_MATCH, message, (*repeated.path, keyword))
