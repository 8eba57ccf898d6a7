"""How a JSON value, or a JSON Schema, reads for people: one line, exact as far as it goes, never endless.

Text is quoted and otherwise shown as it is (a pattern keeps its backslashes). What is long is cut, but around
the place where two values differ, so that a difference is always seen. The whole value is in the JSON report.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent
from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.model import JSONObject, JSONValue

LIMIT: Final = 120
"""The number of characters to which a value is cut."""

_CONTEXT: Final = 20
_PLAIN_WORD: Final = re.compile(r"[^\W\d][\w.-]*(?: [\w.-]+)*")
_JSON_WORDS: Final = frozenset(("true", "false", "null"))
_SAID_APART: Final = frozenset(
    ("type", "enum", "description", "title", "properties", "required", "items")
)


def value(given: JSONValue) -> str:
    """Show a value on one line, cut to `LIMIT`."""
    return clipped(_whole(given))


def schema(given: JSONValue, *, required: bool | None = None) -> str:
    """Show a JSON Schema: `string, optional; enum S, M, L; "The size of the shirt"`.

    Args:
        given: the schema, in canonical form or as its author wrote it.
        required: whether the attribute that it describes is required; None where that has no meaning.
    """
    return clipped(_whole_schema(given, required=required))


def difference(keyword: str, before: JSONValue | Absent, after: JSONValue | Absent) -> str:
    """Show how one keyword of a schema changed: `type string → number`, `enum loses "XL"`, `becomes required`.

    Args:
        keyword: the last name of the path.
        before: its value before, or ABSENT.
        after: its value after, or ABSENT.
    """
    if isinstance(before, Absent) or isinstance(after, Absent):
        return _gained_or_lost(keyword, before, after)
    if keyword == "enum" and isinstance(before, list) and isinstance(after, list):
        moved = _list_difference(before, after)
        if moved:
            return f"enum {moved}"
    return f"{visible(keyword)} {arrow(before, after, keyword=keyword)}"


def arrow(
    before: JSONValue | Absent, after: JSONValue | Absent, *, keyword: str | None = None
) -> str:
    """Show `before → after`; an absent side is left out."""
    shown = [_of_keyword(keyword, side) for side in (before, after) if not isinstance(side, Absent)]
    if len(shown) < 2:
        return clipped(shown[0]) if shown else ""
    skip = 0
    if max(map(len, shown)) > LIMIT:
        skip = max(0, _common_length(*shown) - _CONTEXT)
    return " → ".join(clipped(f"…{text[skip:]}" if skip else text) for text in shown)


def _common_length(one: str, other: str) -> int:
    """Count the characters with which two texts both start."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((index for index, (left, right) in pairs if left != right), shorter)


def clipped(text: str) -> str:
    """Cut a text to `LIMIT` characters and say so."""
    return text if len(text) <= LIMIT else f"{text[: LIMIT - 1]}…"


def _gained_or_lost(keyword: str, before: JSONValue | Absent, after: JSONValue | Absent) -> str:
    if keyword == "required" and True in (before, after):
        return "becomes optional" if isinstance(after, Absent) else "becomes required"
    verb = "loses" if isinstance(after, Absent) else "gains"
    return f"{verb} {visible(keyword)} {arrow(before, after, keyword=keyword)}"


def _list_difference(before: list[JSONValue], after: list[JSONValue]) -> str:
    old, new = ([_whole(item) for item in side] for side in (before, after))
    lost, gained = (
        [item for item in one if item not in other] for one, other in ((old, new), (new, old))
    )
    moved = (("loses", lost), ("gains", gained))
    return " and ".join(f"{verb} {', '.join(items)}" for verb, items in moved if items)


def _of_keyword(keyword: str | None, given: JSONValue) -> str:
    match keyword, given:
        case (("type" | "activated_environment"), _):
            return _type(given)
        case "enum", list():
            return _words(given)
        case (("items" | "additionalProperties" | "not" | "contains"), dict()):
            return _whole_schema(given)
        case _:
            return _whole(given)


def _whole(given: JSONValue) -> str:
    match given:
        case str():
            return f'"{visible(given)}"'
        case list():
            return f"[{', '.join(_whole(item) for item in given)}]"
        case dict():
            pairs = (f"{visible(key)}: {_whole(item)}" for key, item in given.items())
            return f"{{{', '.join(pairs)}}}"
        case _:
            return json.dumps(given)


def _whole_schema(given: JSONValue, *, required: bool | None = None) -> str:
    need = {None: "", True: ", required", False: ", optional"}[required]
    match given:
        case dict():
            return "; ".join(_parts(given, need))
        case bool():
            return f"{'anything' if given else 'nothing'}{need}"
        case _:
            return f"{_whole(given)}{need}"


def _parts(given: JSONObject, need: str) -> Iterable[str]:
    yield f"{_kind(given)}{need}"
    if "enum" in given:
        yield f"enum {_of_keyword('enum', given['enum'])}"
    for keyword, item in given.items():
        if keyword not in _SAID_APART:
            yield f"{visible(keyword)} {_of_keyword(keyword, item)}"
    description = given.get("description")
    if description:
        yield _whole(description)


def _kind(given: JSONObject) -> str:
    kind = _type(given["type"]) if "type" in given else ""
    items, properties = given.get("items"), given.get("properties")
    if isinstance(items, dict):
        kind = f"{kind or 'array'} of {_kind(items)}"
    if isinstance(properties, dict) and properties:
        kind = f"{kind or 'object'} with {', '.join(visible(name) for name in properties)}"
    return kind or "anything"


def _type(given: JSONValue) -> str:
    if isinstance(given, list):
        return " or ".join(_type(item) for item in given)
    return visible(given) if isinstance(given, str) else _whole(given)


def _words(items: JSONValue) -> str:
    return ", ".join(_word(item) for item in items) if isinstance(items, list) else _whole(items)


def _word(item: JSONValue) -> str:
    """Leave out the quotes of a word that nobody takes for anything else."""
    plain = isinstance(item, str) and _PLAIN_WORD.fullmatch(item) and item not in _JSON_WORDS
    return str(item) if plain else _whole(item)
