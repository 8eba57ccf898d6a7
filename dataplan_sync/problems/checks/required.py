"""What is required but was never declared, or is required in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.event_fields import DATA_FIELDS, EVENT_KEYS, HOLDER
from dataplan_sync.problems.checks.values import allowed_types
from dataplan_sync.problems.checks.version_view import (
    ATTRIBUTE_MAPS,
    PlacedSchema,
    property_schema,
)
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule
from dataplan_sync.wire import near_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONObject
    from dataplan_sync.problems.checks.version_view import AttributeMap, PlacedPoint
    from dataplan_sync.problems.rule import Example


def _example(
    *, required: str, holder: str = "[custom_attributes]", kind: str = "string"
) -> Example:
    return examples.data_plan(
        examples.point(f"""\
properties:
  data:
    properties:
      custom_attributes:
        properties:
          size: {{type: {kind}, description: As on the label}}
        required: {required}
    required: {holder}
""")
    )


UNDECLARED_REQUIRED: Final = Rule(
    id="undeclared-required",
    severity=Severity.WARNING,
    sentence="What is required is not declared at that level, or no event has it there.",
    advice="Correct its name, declare it, or move it to the required of the object that holds it.",
    failing=_example(required="[sise]"),
    passing=_example(required="[size]"),
)
HOLDER_NOT_REQUIRED: Final = Rule(
    id="custom-attributes-not-required",
    severity=Severity.WARNING,
    sentence="An attribute is required, but custom_attributes is not, so an event without any attributes passes.",
    advice="Add custom_attributes to required of the object around it.",
    failing=_example(required="[size]", holder="[]"),
    passing=_example(required="[size]"),
)
REQUIRED_NULL: Final = Rule(
    id="required-null",
    severity=Severity.WARNING,
    sentence="An attribute is required that can only be null, which mParticle's SDK takes for absent.",
    advice="Give it the type of its values, or take it out of required.",
    failing=_example(required="[size]", kind='"null"'),
    passing=_example(required="[size]"),
)
RULES: Final = (UNDECLARED_REQUIRED, HOLDER_NOT_REQUIRED, REQUIRED_NULL)


def check_attribute_map(found: AttributeMap) -> Iterator[Finding]:
    """Find required attributes that are not declared."""
    for index, name in _undeclared(found.schema):
        near = near_match(name, _names(found.schema))
        advice = f'did you mean "{near}"?' if near else "declare it under properties"
        message = f'"{name}" is required in {found.point.name}, but not declared; {advice}'
        yield Finding(UNDECLARED_REQUIRED, message, (*found.path, "required", index))
    names = _names(found.schema)
    for index, name in _required(found.schema):
        schema = names.get(name)
        if isinstance(schema, dict) and allowed_types(schema.get("type")) == {"null"}:
            message = f'"{name}" is required in {found.point.name}, and its type allows only null; add the type of its values'
            yield Finding(REQUIRED_NULL, message, (*found.path, "required", index))


def check_point(placed: PlacedPoint) -> Iterator[Finding]:
    """Find attributes that are required one or two levels above where they are."""
    if placed.point.match.type in ATTRIBUTE_MAPS:
        return
    root = PlacedSchema(
        (*placed.path, "validator", "definition"), placed.point.validator.definition
    )
    data = property_schema(root, "data")
    custom = property_schema(data, HOLDER) if data else None
    declared = _names(custom.schema) if custom else {}
    for index, name in _required(root.schema):
        if name not in EVENT_KEYS and name not in _names(root.schema):
            yield _misplaced(root, index, f'"{name}" is required beside data in {placed.name}')
    for index, name in _required(data.schema) if data else ():
        if data and name in declared and name not in {*_names(data.schema), *DATA_FIELDS}:
            yield _misplaced(data, index, f'"{name}" is required beside {HOLDER} in {placed.name}')


def _misplaced(placed: PlacedSchema, index: int, said: str) -> Finding:
    message = f"{said}, where no event has it; move it to required of {HOLDER}"
    return Finding(UNDECLARED_REQUIRED, message, (*placed.path, "required", index))


def check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    """Find `custom_attributes` that may be absent although something in them is required."""
    properties = placed.schema.get("properties")
    held = properties.get(HOLDER) if isinstance(properties, dict) else None
    names = held.get("required") if isinstance(held, dict) else None
    required = placed.schema.get("required")
    if not names or not isinstance(names, list):
        return
    if not isinstance(required, list) or HOLDER not in required:
        message = f'"{names[0]}" is required, but an event without any {HOLDER} passes; add {HOLDER} to required one level up'
        yield Finding(HOLDER_NOT_REQUIRED, message, (*placed.path, "properties", HOLDER))


def _undeclared(schema: JSONObject) -> Iterator[tuple[int, str]]:
    names = _names(schema)
    return ((index, name) for index, name in _required(schema) if name not in names)


def _required(schema: JSONObject) -> Iterator[tuple[int, str]]:
    required = schema.get("required")
    for index, name in enumerate(required if isinstance(required, list) else ()):
        if isinstance(name, str):
            yield index, name


def _names(schema: JSONObject) -> JSONObject:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}
