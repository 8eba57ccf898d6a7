"""From a data point as it is written and as it is live to the edits between them, in the form of its author.

Both sides are brought into one form, and where these differ, what is written is edited. So a bare type stays one,
what a `$ref` brings in is overridden beside it, and what means the same is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical
from dataplan_sync.changes import ABSENT
from dataplan_sync.files.editing.edit import Edit
from dataplan_sync.short_form.compression import compress
from dataplan_sync.short_form.expansion import is_short
from dataplan_sync.short_form.tidying import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.wire import Path

REF: Final = "$ref"
"""The key that brings in a shared definition; its siblings are laid over that."""
_SETS: Final = frozenset(("enum", "type", "required"))
"""Keys whose list has no order."""
_DESCRIBED: Final = ("match", "validator", "description")


def point_edits(
    written: JSONObject, declared: JSONObject, live: JSONObject, path: Path
) -> list[Edit]:
    """Give the edits that make a data point say what is live.

    Args:
        written: the data point in its file, in either form.
        declared: what that means, as the API's object.
        live: the API's object that is live.
        path: where the data point stands in its file.
    """
    target = _managed(declared, conformed(declared, tidy(live)))
    if not is_short(written):
        return list(_edits(written, declared, target, path))
    before, after = compress(declared), compress(target)
    if not (is_short(before) and is_short(after)):
        return [Edit(path, after)]
    return list(_edits(written, before, after, path))


def conformed(declared: JSONValue, live: JSONValue) -> JSONValue:
    """Give a live value with everything that means the same written as it is declared."""
    match declared, live:
        case dict(), dict():
            shared = {
                key: _conformed_at(key, item, live[key])
                for key, item in declared.items()
                if key in live
            }
            kept = {
                key: item
                for key, item in declared.items()
                if key not in live and _means_nothing(key, item)
            }
            return shared | kept | {key: item for key, item in live.items() if key not in shared}
        case _:
            return declared if _text(declared) == _text(live) else live


def _conformed_at(key: str, declared: JSONValue, live: JSONValue) -> JSONValue:
    match declared, live:
        case list(), list() if key in _SETS and sorted(map(_text, declared)) == sorted(
            map(_text, live)
        ):
            return declared
        case list(), list() if len(declared) == len(live):
            return [conformed(*pair) for pair in zip(declared, live, strict=True)]
        case _:
            return conformed(declared, live)


def _means_nothing(key: str, value: JSONValue) -> bool:
    return (key == "description" and value in ("", None)) or (key == "required" and value == [])


def _managed(declared: JSONObject, target: JSONValue) -> JSONObject:
    """Leave out what the author does not manage: a description that is not written, keys that only live has."""
    managed: JSONObject = {}
    for key, value in target.items() if isinstance(target, dict) else ():
        if key in declared or (key in _DESCRIBED and key != "description"):
            managed[key] = value
    match declared, managed:
        case {"validator": {"definition": {"type": "object"}}}, {
            "validator": {"definition": dict(definition)}
        } if "type" not in definition:
            definition["type"] = "object"
        case _:
            pass
    return managed


def _edits(written: JSONValue, before: JSONValue, after: JSONValue, path: Path) -> Iterator[Edit]:
    """Give the edits of one part.

    Args:
        written: the part in the file.
        before: what it means, in the same form as `after`.
        after: what it is to mean.
        path: where the part stands in the file.
    """
    if _text(before) == _text(after):
        return
    match written, before, after:
        case dict(), dict(), dict():
            edits = [*_edits_within(written, before, after, path)]
            yield from [Edit(path, after)] if None in edits else [edit for edit in edits if edit]
        case list(), list(), list() if path[-1] in _SETS and _are_distinct(written):
            yield from _set_edits(written, after, path)
        case _:
            yield Edit(path, after)


def _edits_within(
    written: JSONObject, before: JSONObject, after: JSONObject, path: Path
) -> Iterator[Edit | None]:
    """Give the edits of an object key by key; None if it has to be written anew."""
    for key in (*before, *(key for key in after if key not in before)):
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        here = (*path, key)
        if new is ABSENT or isinstance(new, type(ABSENT)):
            yield Edit(here, ABSENT) if key in written and REF not in written else None
        elif old is ABSENT or isinstance(old, type(ABSENT)):
            yield Edit(here, new)
        elif _text(old) != _text(new) and key in written:
            yield from _edits(written[key], old, new, here)
        elif _text(old) != _text(new):
            yield Edit(here, new) if REF in written else None


def _set_edits(written: list[JSONValue], after: list[JSONValue], path: Path) -> Iterator[Edit]:
    wanted = {_text(item) for item in after}
    had = {_text(item) for item in written}
    for index, item in enumerate(written):
        if _text(item) not in wanted:
            yield Edit((*path, index), ABSENT)
    added = [item for item in after if _text(item) not in had]
    for index, item in enumerate(added, len(written)):
        yield Edit((*path, index), item)


def _are_distinct(items: list[JSONValue]) -> bool:
    return len({_text(item) for item in items}) == len(items)


def _text(value: JSONValue) -> str:
    """Give what two values have in common that mean the same: 1 and 1.0 do."""
    return canonical.text(canonical.numbers(value))
