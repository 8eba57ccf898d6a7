"""Values under `enum` and `const` that no data can have, or that stand there twice.

mParticle takes text for a number where the type is a number, but compares `enum` and `const` exactly: `["2"]` then
refuses the number 2.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples, refusals
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.checks.version_view import PlacedSchema
    from dataplan_sync.wire import Path

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_TYPES: Final[Mapping[type, frozenset[str]]] = {
    type(None): frozenset(("null",)),
    bool: frozenset(("boolean",)),
    int: frozenset(("integer", "number")),
    float: frozenset(("number",)),
    str: frozenset(("string",)),
    list: frozenset(("array",)),
    dict: frozenset(("object",)),
}

VALUE_AS_TEXT: Final = Rule(
    id="value-as-text",
    severity=Severity.WARNING,
    sentence="enum or const holds numbers, true or false as text although the type is no text; the values themselves are then refused.",
    advice="Write the values without quotes, or make the type string.",
    failing=examples.attribute('type: number, enum: ["2", "7"]'),
    passing=examples.attribute("type: number, enum: [2, 7]"),
)
IMPOSSIBLE_VALUE: Final = Rule(
    id="impossible-value",
    severity=Severity.WARNING,
    sentence="enum or const holds a value that the type or a limit beside it refuses, so it is never allowed.",
    advice="Write the value as the type wants it (text in quotes), correct the type or the limit, or remove the value.",
    failing=examples.attribute("type: string, enum: [36, 38]"),
    passing=examples.attribute('type: string, enum: ["36", "38"]'),
)
REPEATED_VALUE: Final = Rule(
    id="repeated-enum-member",
    severity=Severity.WARNING,
    sentence="enum lists a value twice, as if another one were meant.",
    advice="Keep one of them, or write the value that was meant.",
    failing=examples.attribute("type: string, enum: [S, M, S]"),
    passing=examples.attribute("type: string, enum: [S, M]"),
)
RULES: Final = (VALUE_AS_TEXT, IMPOSSIBLE_VALUE, REPEATED_VALUE)


def check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    """Find values of a schema that make no sense."""
    members = placed.schema.get("enum")
    if isinstance(members, list) and not _is_plain(placed.schema, members):
        yield from _refused(placed, members, (*placed.path, "enum"))
        yield from _limited(placed, members, (*placed.path, "enum"))
        yield from _repeated(members, (*placed.path, "enum"))
    if "const" in placed.schema:
        yield from _refused(placed, [placed.schema["const"]], (*placed.path, "const"))
        yield from _limited(placed, [placed.schema["const"]], (*placed.path, "const"))


def _is_plain(schema: JSONObject, members: list[JSONValue]) -> bool:
    """Tell the usual case, distinct texts under `type: string`, from those that need a look: there are many."""
    if schema.get("type") != "string" or not refusals.KEYWORDS.isdisjoint(schema):
        return False
    texts = {member for member in members if isinstance(member, str)}
    return len(texts) == len(members)


def _refused(placed: PlacedSchema, members: list[JSONValue], path: Path) -> Iterator[Finding]:
    kinds = allowed_types(placed.schema.get("type"))
    if not kinds:
        return
    refused = [member for member in members if not types_of(member) & kinds]
    as_text = [member for member in refused if isinstance(member, str) and _meant(member) & kinds]
    others = [member for member in refused if member not in as_text]
    wanted = " or ".join(sorted(kinds))
    if as_text:
        message = f"{path[-1]} holds {_listed(as_text)} as text, so the {wanted} itself is refused; write it without quotes"
        yield Finding(VALUE_AS_TEXT, message, path)
    if others:
        message = f"{path[-1]} holds {_listed(others)}, which the type {wanted} refuses; correct one of the two"
        yield Finding(IMPOSSIBLE_VALUE, message, path)


def _limited(placed: PlacedSchema, members: list[JSONValue], path: Path) -> Iterator[Finding]:
    """Find values of the right type that a limit refuses, limit by limit."""
    kinds = allowed_types(placed.schema.get("type"))
    fitting = [member for member in members if not kinds or types_of(member) & kinds]
    for keyword in sorted(refusals.KEYWORDS & placed.schema.keys()):
        refused = [m for m in fitting if refusals.refuses(keyword, placed.schema[keyword], m)]
        if refused:
            message = f"{path[-1]} holds {_listed(refused)}, which {keyword} {str(placed.schema[keyword])[:60]} refuses; correct one of the two"
            yield Finding(IMPOSSIBLE_VALUE, message, path)


def _repeated(members: list[JSONValue], path: Path) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, member in enumerate(members):
        text = json.dumps(member, sort_keys=True, ensure_ascii=False)
        if text in seen:
            message = f"{text} is listed twice; keep one"
            yield Finding(REPEATED_VALUE, message, (*path, index))
        seen.add(text)


def allowed_types(declared: JSONValue) -> frozenset[str]:
    """Give the types that `type` allows; none where it allows all, or is no valid `type`."""
    kinds = declared if isinstance(declared, list) else [declared]
    return frozenset(kind for kind in kinds if isinstance(kind, str))


def types_of(value: JSONValue) -> frozenset[str]:
    """Give the types of JSON Schema that a value has."""
    if isinstance(value, float) and value.is_integer():
        return _TYPES[int]
    return _TYPES[type(value)]


def _meant(text: str) -> frozenset[str]:
    """Give the types that a text has without its quotes."""
    if text.lower() in {"true", "false"}:
        return _TYPES[bool]
    return types_of(float(text)) if _NUMBER.fullmatch(text) else frozenset()


def _listed(values: Sequence[JSONValue]) -> str:
    text = json.dumps(values[0], ensure_ascii=False)
    more = f" and {len(values) - 1} more" if len(values) > 1 else ""
    return f"{text[:60]}{more}"
