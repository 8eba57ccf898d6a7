"""Checks of objects: which members must and may be there, and what each of them must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dataplan_sync.events.checking import Failure, Keyword, failures, limit_check
from dataplan_sync.events.patterns import matcher
from dataplan_sync.events.semantics import Semantics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.events.checking import Check, Compiler
    from dataplan_sync.events.values import JSON, Path

_RULES_OF_SDK: Final = frozenset(
    [
        "type",
        "$comment",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "multipleOf",
        "format",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "items",
        "contains",
        "uniqueItems",
        "maxProperties",
        "minProperties",
        "required",
        "dependencies",
        "propertyNames",
        "properties",
        "additionalProperties",
        "patternProperties",
        "$ref",
        "const",
        "enum",
        "not",
        "anyOf",
        "oneOf",
        "allOf",
        "if",
    ]
)
_MANY_REQUIRED: Final = 20
"""From this many on, ajv reports all that is missing in one place; it changes the order of errors alone."""


def _max_properties(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    limit = schema["maxProperties"]
    return limit_check("maxProperties", limit, lambda members, most: len(members) <= most)


def _min_properties(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    limit = schema["minProperties"]
    return limit_check("minProperties", limit, lambda members, least: len(members) >= least)


def _required(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    later = _required_beside_a_schema(schema, compiler)
    names = [name for name in schema["required"] if name not in later]

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        found.extend(
            Failure("required", path, value, name, name) for name in names if name not in value
        )

    return check


def _required_beside_a_schema(schema: Mapping[str, Any], compiler: Compiler) -> frozenset[str]:
    """Give the names that ajv looks for while it checks the members, and so reports among theirs."""
    required, members = schema.get("required", ()), schema.get("properties", {})
    if compiler.semantics is Semantics.SERVER or len(required) >= _MANY_REQUIRED:
        return frozenset()
    return frozenset(name for name in required if _has_rules(members.get(name, True)))


def _has_rules(schema: JSON) -> bool:
    return not schema if isinstance(schema, bool) else not _RULES_OF_SDK.isdisjoint(schema)


def _dependencies(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    sources: list[tuple[str, Any]] = []
    for keyword in ("dependencies", "dependentRequired", "dependentSchemas"):
        if keyword == "dependencies" or compiler.semantics is Semantics.SERVER:
            sources.extend(schema.get(keyword, {}).items())
    names = [(name, wanted) for name, wanted in sources if isinstance(wanted, list)]
    checks = [
        (name, compiler.compile(wanted)) for name, wanted in sources if not isinstance(wanted, list)
    ]

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        for name, wanted in names:
            if name in value:
                found.extend(
                    Failure("dependencies", path, value, (name, wanted), missing)
                    for missing in wanted
                    if missing not in value
                )
        for name, one in checks:
            if name in value:
                one(value, path, found)

    return check


def _property_names(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    wanted = compiler.compile(schema["propertyNames"])
    keeps_inner = compiler.semantics is Semantics.NODE_SDK

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        for name in value:
            wrong = failures(wanted, name, path)
            if wrong:
                found.extend(wrong if keeps_inner else ())
                found.append(Failure("propertyNames", path, value, name, name))

    return check


def _properties(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    required = _required_beside_a_schema(schema, compiler)
    named = [
        (name, compiler.compile(member), name in required)
        for name, member in schema.get("properties", {}).items()
    ]
    matched = [
        _matched(pattern, member, compiler)
        for pattern, member in schema.get("patternProperties", {}).items()
    ]
    unexpected = _unexpected(schema, compiler)

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        if unexpected is not None:
            unexpected(value, path, found)
        for name, member, is_required in named:
            if name in value:
                member(value[name], (*path, name), found)
            elif is_required:
                found.append(Failure("required", path, value, name, name))
        for members in matched:
            members(value, path, found)

    return check


def _matched(pattern: str, schema: JSON, compiler: Compiler) -> Check:
    """Check the members whose names match; a pattern that is not valid matches none."""
    matches = matcher(pattern, compiler.semantics)
    member = compiler.compile(schema)

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        for name, item in value.items():
            if matches is not None and matches(name):
                member(item, (*path, name), found)

    return check


def _unexpected(schema: Mapping[str, Any], compiler: Compiler) -> Check | None:
    wanted = schema.get("additionalProperties", True)
    if wanted is True:
        return None
    named = frozenset(schema.get("properties", ()))
    patterns = [
        matcher(pattern, compiler.semantics) for pattern in schema.get("patternProperties", ())
    ]
    each = compiler.compile(wanted)

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        for name, item in value.items():
            if name in named or any(matches and matches(name) for matches in patterns):
                continue
            if wanted is False:
                found.append(Failure("additionalProperties", path, value, name, name))
            else:
                each(item, (*path, name), found)

    return check


OF_OBJECTS: Final = (
    Keyword(("maxProperties",), _max_properties),
    Keyword(("minProperties",), _min_properties),
    Keyword(("required",), _required),
    Keyword(("dependencies", "dependentRequired", "dependentSchemas"), _dependencies),
    Keyword(("propertyNames",), _property_names),
    Keyword(("properties", "additionalProperties", "patternProperties"), _properties),
)
