"""Keywords of JSON Schema that mParticle does not support, and keys that are no keywords at all.

The unsupported ones are listed on the vendor's page on the Data Planning API; the supported ones are all that its
validation engine reads, less those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule
from dataplan_sync.wire import near_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.checks.version_view import PlacedSchema

SUPPORTED: Final = frozenset(
    (
        *("type", "enum", "const", "multipleOf"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        *("minLength", "maxLength", "pattern", "format"),
        *("properties", "required", "additionalProperties", "propertyNames"),
        *("minProperties", "maxProperties"),
        *("items", "additionalItems", "contains", "minContains", "maxContains"),
        *("minItems", "maxItems", "uniqueItems"),
        *("title", "description", "default", "examples", "$comment", "readOnly", "writeOnly"),
        *("deprecated", "$id", "id", "$schema", "definitions", "$defs"),
        *("contentEncoding", "contentMediaType", "contentSchema"),
    )
)
UNSUPPORTED: Final[Mapping[str, str]] = {
    "$ref": "write the schema out",
    "$recursiveRef": "write the schema out",
    "$recursiveAnchor": "remove it",
    "patternProperties": "list the attributes under properties",
    "allOf": "merge the schemas into one",
    "anyOf": "write one schema that covers all, a list of types for instance",
    "oneOf": "write one schema that covers all, a list of types for instance",
    "not": "say what is allowed",
    "if": "use a data point for each case",
    "then": "use a data point for each case",
    "else": "use a data point for each case",
    "dependencies": "use a data point for each case",
    "dependentRequired": "use a data point for each case",
    "dependentSchemas": "use a data point for each case",
}
"""The 14 keywords that mParticle names as unsupported, with what to do instead."""
_FOREIGN: Final[Mapping[str, str]] = {
    "nullable": 'write type: [string, "null"]',
    "example": 'did you mean "examples", a list?',
    "optional": "what required does not list is optional",
    "values": "list the values under enum",
}
"""Keys that people know from elsewhere."""

UNSUPPORTED_KEYWORD: Final = Rule(
    id="unsupported-keyword",
    severity=Severity.ERROR,
    sentence="mParticle does not support this keyword of JSON Schema.",
    advice="Say it with the keywords that are supported; the message names a way.",
    failing=examples.attribute("anyOf: [{type: string}, {type: number}]"),
    passing=examples.attribute("type: [string, number]"),
)
UNKNOWN_KEYWORD: Final = Rule(
    id="unknown-keyword",
    severity=Severity.WARNING,
    sentence="A key in a schema is no keyword of JSON Schema, so it is ignored.",
    advice="Correct the key or remove it. If it is a part of a text that has a comma in it, put the text in quotes.",
    failing=examples.attribute("type: string, maxlength: 20"),
    passing=examples.attribute("type: string, maxLength: 20"),
)
RULES: Final = (UNSUPPORTED_KEYWORD, UNKNOWN_KEYWORD)


def check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    """Find keys of a schema that mParticle ignores or refuses."""
    if placed.schema.keys() <= SUPPORTED:
        return
    for key in sorted(placed.schema.keys() - SUPPORTED):
        path = (*placed.path, key)
        instead = UNSUPPORTED.get(key)
        if instead:
            message = f"mParticle does not support the keyword {key}; {instead}"
            yield Finding(UNSUPPORTED_KEYWORD, message, path)
        else:
            message = f'"{key}" is no keyword of JSON Schema and is ignored; {_advice(key, placed.schema[key])}'
            yield Finding(UNKNOWN_KEYWORD, message, path)


def _advice(key: str, value: JSONValue) -> str:
    if key in _FOREIGN:
        return _FOREIGN[key]
    folded = {keyword.lower(): keyword for keyword in sorted(SUPPORTED)}
    near = near_match(key, folded)
    if near:
        return f'did you mean "{folded[near]}"?'
    if value is None:
        return "if it belongs to the text before it, put that text in quotes"
    return "correct it, or remove it"
