"""A definition made ready for many events: each keyword becomes a check, in the order that ajv 6 takes them.

The two semantics differ in more than single keywords. The server reads text that spells a number or a
boolean where text is not allowed, and stops at the first of: type, keywords of that type, all other keywords.
The SDK looks at everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from dataplan_sync.events import definitions
from dataplan_sync.events.array_checks import OF_ARRAYS
from dataplan_sync.events.checking import Failure, failures
from dataplan_sync.events.composite_checks import OF_ANYTHING
from dataplan_sync.events.object_checks import OF_OBJECTS
from dataplan_sync.events.references import resolve
from dataplan_sync.events.semantics import Semantics
from dataplan_sync.events.value_checks import OF_NUMBERS, OF_TEXTS
from dataplan_sync.events.values import admits, coerced, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.events.checking import Check, Keyword
    from dataplan_sync.events.values import JSON, Path

_KEYWORDS: Final[Sequence[tuple[str, Keyword]]] = (
    *(("number", keyword) for keyword in OF_NUMBERS),
    *(("string", keyword) for keyword in OF_TEXTS),
    *(("array", keyword) for keyword in OF_ARRAYS),
    *(("object", keyword) for keyword in OF_OBJECTS),
    *(("", keyword) for keyword in OF_ANYTHING),
)
"""Each with the kind of value that it looks at; nothing for every kind."""
_ORDER: Final[Mapping[str, int]] = {
    name: number for number, (_, keyword) in enumerate(_KEYWORDS) for name in keyword.names
}


class UnsoundDefinitionError(Exception):
    """A definition is invalid as a whole.

    Attributes:
        path: where its first flaw is.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


def compile_definition(definition: JSON, semantics: Semantics) -> Check:
    """Make a definition ready.

    Raises:
        UnsoundDefinitionError: it is invalid as a whole.
    """
    path = definitions.flaw(definition, semantics)
    if path is not None:
        raise UnsoundDefinitionError(path)
    return _Compiler(definition, semantics).compile(definition)


@dataclass(slots=True)
class _Compiler:
    root: JSON
    semantics: Semantics
    referred: dict[str, Check] = field(default_factory=dict)

    def compile(self, schema: JSON) -> Check:
        """Make a check of a sound schema."""
        if isinstance(schema, bool):
            return _nothing if schema else _never
        if "$ref" in schema:
            return self._reference(schema["$ref"])
        types = schema.get("type")
        checks = self._checks(schema)
        if types is None and not checks:
            return _nothing
        parts = _Parts(
            types=(types,) if isinstance(types, str) else None if types is None else tuple(types),
            general=checks.pop("", ()),
            groups=checks,
        )
        return _server_check(parts) if self.semantics is Semantics.SERVER else _sdk_check(parts)

    def _checks(self, schema: Mapping[str, Any]) -> dict[str, list[Check]]:
        """Make the checks of a schema, by the kind of value that they look at, in our order."""
        asked = sorted({_ORDER[keyword] for keyword in schema if keyword in _ORDER})
        checks: dict[str, list[Check]] = {}
        for number in asked:
            kind, keyword = _KEYWORDS[number]
            checks.setdefault(kind, []).append(keyword.build(schema, self))
        return checks

    def _reference(self, reference: str) -> Check:
        """Follow a reference when a value comes by: it may lead to a schema that it stands in."""
        if reference not in self.referred:
            self.referred[reference] = _nothing
            self.referred[reference] = self.compile(resolve(self.root, reference))

        def check(value: JSON, path: Path, found: list[Failure]) -> None:
            self.referred[reference](value, path, found)

        return check


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a schema asks for."""

    types: tuple[str, ...] | None
    groups: Mapping[str, Sequence[Check]]
    """The checks of values of one kind."""
    general: Sequence[Check]


def _nothing(_value: JSON, _path: Path, _found: list[Failure]) -> None:
    """Everything satisfies the schema."""


def _never(value: JSON, path: Path, found: list[Failure]) -> None:
    found.append(Failure("false schema", path, value))


def _server_check(parts: _Parts) -> Check:
    types, general = parts.types, parts.general

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        kind = kind_of(value)
        if types is not None and not admits(types, kind, value):
            number = coerced(value, types) if kind == "string" else None
            if number is None:
                found.append(Failure("type", path, value, types))
                return
            wrong = failures(_in_turn(parts.groups.get(kind_of(number), ())), number, path)
            if wrong:
                found.extend(replace(failure, value=value) for failure in wrong)
                return
        else:
            before = len(found)
            for one in parts.groups.get(kind, ()):
                one(value, path, found)
            if len(found) > before:
                return
        for one in general:
            one(value, path, found)

    return check


def _in_turn(checks: Sequence[Check]) -> Check:
    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        for one in checks:
            one(value, path, found)

    return check


def _sdk_check(parts: _Parts) -> Check:
    types, general = parts.types, parts.general
    # With one type that has keywords of its own, ajv reports the type where it would have checked those.
    late = types[0] if types and len(types) == 1 and parts.groups.get(types[0]) else None

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        kind = kind_of(value)
        wrong = types is not None and not admits(types, kind, value)
        if wrong and late is None:
            found.append(Failure("type", path, value, types))
        for group, checks in parts.groups.items():
            if group == kind:
                for one in checks:
                    one(value, path, found)
            elif wrong and group == late:
                found.append(Failure("type", path, value, types))
        for one in general:
            one(value, path, found)

    return check
