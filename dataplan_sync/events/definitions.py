"""What makes a definition invalid as a whole, so that nothing can be validated against it.

The server's published engine (mParticle's MP.Json) and the SDK's (ajv 6 with draft 07) each have their own
list. Keywords that an engine does not know are ignored by both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from dataplan_sync.events import sdk_formats
from dataplan_sync.events.references import resolve
from dataplan_sync.events.semantics import Semantics
from dataplan_sync.events.values import is_deep, is_whole, kind_of, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dataplan_sync.events.values import JSON, Path

Holds: TypeAlias = "Callable[[Any], bool]"

_TYPES: Final = frozenset(("string", "number", "integer", "boolean", "null", "object", "array"))
_SCHEMA_STRINGS: Final[Mapping[str, tuple[int, int]]] = {
    "http://json-schema.org/draft-04/schema": (4, 4),
    "http://json-schema.org/draft-06/schema": (6, 6),
    "http://json-schema.org/draft-07/schema": (7, 7),
    "https://json-schema.org/draft/2019-09/schema": (8, 8),
}
_SINCE: Final[Mapping[str, int]] = {
    **dict.fromkeys(("const", "contains", "propertyNames", "$id"), 6),
    **dict.fromkeys(("if", "then", "else", "$comment", "readOnly", "writeOnly", "deprecated"), 7),
    **dict.fromkeys(("contentEncoding", "contentMediaType"), 7),
    **dict.fromkeys(("dependentRequired", "dependentSchemas", "$defs"), 8),
}
_SDK_DRAFT: Final = re.compile(r"http://json-schema\.org/draft-07/schema#?")


def flaw(definition: JSON, semantics: Semantics) -> Path | None:
    """Find what makes a definition invalid as a whole.

    Args:
        definition: a data point's `validator.definition`.
        semantics: whose list counts.

    Returns:
        The path of the first flaw within the definition; None if it is sound.
    """
    if is_deep(definition):
        return ()
    found = next(_flaws(definition, (), _RULES[semantics]), None)
    if found is not None:
        return found
    schemas = _every_schema(definition)
    if semantics is Semantics.SERVER and _mixes_drafts(schemas):
        return ()
    return _lost_reference(definition, schemas)


def subschemas(schema: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Give the schemas that stand directly in a schema, each with its path."""
    for keyword, value in schema.items():
        if keyword in _ONE or (keyword == "items" and not isinstance(value, list)):
            yield (keyword,), value
        elif keyword in _NAMED and isinstance(value, dict):
            yield from (((keyword, name), member) for name, member in value.items())
        elif keyword in _LISTED and isinstance(value, list):
            yield from (((keyword, index), member) for index, member in enumerate(value))


_ONE: Final = (
    "additionalProperties",
    "propertyNames",
    "additionalItems",
    "contains",
    "not",
    "if",
    "then",
    "else",
)
_NAMED: Final = (
    "properties",
    "patternProperties",
    "dependencies",
    "dependentSchemas",
    "definitions",
    "$defs",
)
_LISTED: Final = ("allOf", "anyOf", "oneOf", "items")
_SAME_VALUE: Final = frozenset(
    ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependencies", "dependentSchemas")
)


def _flaws(schema: JSON, path: Path, rules: Mapping[str, Holds]) -> Iterator[Path]:
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        yield path
        return
    for keyword, value in schema.items():
        if keyword in rules and not rules[keyword](value):
            yield (*path, keyword)
    for steps, child in subschemas(schema):
        if steps[0] in rules and not (steps[0] == "dependencies" and isinstance(child, list)):
            yield from _flaws(child, (*path, *steps), rules)


def _number(value: JSON) -> bool:
    return kind_of(value) == "number"


def _positive(value: JSON) -> bool:
    return _number(value) and value > 0


def _count(value: JSON) -> bool:
    return _number(value) and value >= 0 and is_whole(value)


def _text(value: JSON) -> bool:
    return isinstance(value, str)


def _flag(value: JSON) -> bool:
    return isinstance(value, bool)


def _array(value: JSON) -> bool:
    return isinstance(value, list)


def _filled(value: JSON) -> bool:
    return isinstance(value, list) and bool(value)


def _distinct(value: JSON) -> bool:
    return _filled(value) and not any(
        same(one, other) for index, one in enumerate(value) for other in value[:index]
    )


def _object(value: JSON) -> bool:
    return isinstance(value, dict)


def _names(value: JSON) -> bool:
    return _array(value) and all(map(_text, value)) and len(set(value)) == len(value)


def _types(value: JSON) -> bool:
    return value in _TYPES if _text(value) else _names(value) and _TYPES.issuperset(value)


def _some_types(value: JSON) -> bool:
    return _types(value) and value != []


def _dependencies(value: JSON) -> bool:
    return _object(value) and all(_names(item) for item in value.values() if _array(item))


def _items(value: JSON) -> bool:
    return isinstance(value, dict | list | bool)


def _some_items(value: JSON) -> bool:
    return _items(value) and value != []


def _anything(_value: JSON) -> bool:
    return True


def _script(value: JSON) -> bool:
    return _text(value) and sdk_formats.is_format(value, "regex")


def _scripts(value: JSON) -> bool:
    return _object(value) and all(map(_script, value))


def _sdk_format(value: JSON) -> bool:
    return _text(value) and sdk_formats.is_known(value)


def _sdk_draft(value: JSON) -> bool:
    return _text(value) and _SDK_DRAFT.fullmatch(value) is not None


def _uri_reference(value: JSON) -> bool:
    return _text(value) and sdk_formats.is_format(value, "uri-reference")


def _named_required(value: JSON) -> bool:
    return _object(value) and all(map(_names, value.values()))


_BOTH: Final[Mapping[str, Holds]] = {
    **dict.fromkeys(("title", "description", "format", "$comment"), _text),
    **dict.fromkeys(("contentEncoding", "contentMediaType", "pattern"), _text),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _number),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _count),
    **dict.fromkeys(("minProperties", "maxProperties"), _count),
    **dict.fromkeys(("readOnly", "uniqueItems"), _flag),
    **dict.fromkeys(("allOf", "anyOf", "oneOf"), _filled),
    **dict.fromkeys(("properties", "patternProperties", "definitions"), _object),
    **dict.fromkeys(_ONE, _anything),
    "multipleOf": _positive,
    "examples": _array,
    "type": _types,
    "enum": _filled,
    "required": _names,
    "dependencies": _dependencies,
    "items": _items,
    "$ref": _text,
}
_RULES: Final[Mapping[Semantics, Mapping[str, Holds]]] = {
    Semantics.SERVER: {
        **_BOTH,
        **dict.fromkeys(("writeOnly", "deprecated"), _flag),
        **dict.fromkeys(("minContains", "maxContains"), _count),
        **dict.fromkeys(("$id", "id", "$schema"), _text),
        **dict.fromkeys(("$defs", "dependentSchemas"), _object),
        **dict.fromkeys(
            ("exclusiveMinimum", "exclusiveMaximum"), lambda value: _number(value) or _flag(value)
        ),
        "dependentRequired": _named_required,
    },
    Semantics.NODE_SDK: {
        **_BOTH,
        "type": _some_types,
        "enum": _distinct,
        "items": _some_items,
        "pattern": _script,
        "patternProperties": _scripts,
        "format": _sdk_format,
        "$schema": _sdk_draft,
        "$id": _uri_reference,
        "$ref": _uri_reference,
    },
}


def _mixes_drafts(schemas: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether keywords of draft 4 alone stand beside those of later drafts."""
    first, last = 4, 8
    for schema in schemas:
        draft = schema.get("$schema")
        low, high = _SCHEMA_STRINGS.get(draft, (4, 8)) if isinstance(draft, str) else (4, 8)
        for keyword, value in schema.items():
            low = max(low, _SINCE.get(keyword, 4))
            if keyword in {"exclusiveMinimum", "exclusiveMaximum"}:
                low, high = (low, 4) if isinstance(value, bool) else (max(low, 6), high)
            elif keyword == "id":
                high = 4
        first, last = max(first, low), min(last, high)
    return first > last


def _lost_reference(definition: JSON, schemas: Sequence[Mapping[str, Any]]) -> Path | None:
    """Find a `$ref` that leads to no schema, or round in a circle without going deeper into the event."""
    referring = [schema for schema in schemas if "$ref" in schema]
    known = {id(schema) for schema in schemas} if referring else set()
    for schema in referring:
        target = resolve(definition, schema["$ref"])
        if not (isinstance(target, bool) or id(target) in known):
            return ("$ref",)
    if referring and any(_returns(definition, schema, frozenset()) for schema in schemas):
        return ("$ref",)
    return None


def _returns(root: JSON, schema: JSON, above: frozenset[int]) -> bool:
    """Tell whether a schema applies itself to the same value again."""
    if not isinstance(schema, dict):
        return False
    if id(schema) in above:
        return True
    above |= {id(schema)}
    if "$ref" in schema:
        return _returns(root, resolve(root, schema["$ref"]), above)
    return any(
        _returns(root, child, above)
        for steps, child in subschemas(schema)
        if steps[0] in _SAME_VALUE
    )


def _every_schema(definition: JSON) -> list[Mapping[str, Any]]:
    """Give a definition and all schemas in it, in no order that matters."""
    found: list[Mapping[str, Any]] = []
    left = [definition]
    while left:
        schema = left.pop()
        if isinstance(schema, dict):
            found.append(schema)
            left.extend(child for _, child in subschemas(schema))
    return found
