"""What is required but was never declared, or is required in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule
from dataplan_sync.wire import near_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONObject
    from dataplan_sync.problems.checks.version_view import AttributeMap, PlacedSchema
    from dataplan_sync.problems.rule import Example

_HOLDER: Final = "custom_attributes"


def _example(*, required: str, holder: str = "[custom_attributes]") -> Example:
    return examples.data_plan(
        examples.point(f"""\
properties:
  data:
    properties:
      custom_attributes:
        properties:
          size: {{type: string, description: As on the label}}
        required: {required}
    required: {holder}
""")
    )


UNDECLARED_REQUIRED: Final = Rule(
    id="undeclared-required",
    severity=Severity.WARNING,
    sentence="An attribute is required that is not among the declared ones.",
    advice="Correct its name, declare it, or take it out of required.",
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
RULES: Final = (UNDECLARED_REQUIRED, HOLDER_NOT_REQUIRED)


def check_attribute_map(found: AttributeMap) -> Iterator[Finding]:
    """Find required attributes that are not declared."""
    for index, name in _undeclared(found.schema):
        near = near_match(name, _names(found.schema))
        advice = f'did you mean "{near}"?' if near else "declare it under properties"
        message = f'"{name}" is required in {found.point.name}, but not declared; {advice}'
        yield Finding(UNDECLARED_REQUIRED, message, (*found.path, "required", index))


def check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    """Find `custom_attributes` that may be absent although something in them is required."""
    properties = placed.schema.get("properties")
    held = properties.get(_HOLDER) if isinstance(properties, dict) else None
    names = held.get("required") if isinstance(held, dict) else None
    required = placed.schema.get("required")
    if not names or not isinstance(names, list):
        return
    if not isinstance(required, list) or _HOLDER not in required:
        message = f'"{names[0]}" is required, but an event without any {_HOLDER} passes; add {_HOLDER} to required one level up'
        yield Finding(HOLDER_NOT_REQUIRED, message, (*placed.path, "properties", _HOLDER))


def _undeclared(schema: JSONObject) -> Iterator[tuple[int, str]]:
    required = schema.get("required")
    for index, name in enumerate(required if isinstance(required, list) else ()):
        if isinstance(name, str) and name not in _names(schema):
            yield index, name


def _names(schema: JSONObject) -> JSONObject:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}
