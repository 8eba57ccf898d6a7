"""One field change in words: a sign, the name of what changed, and how.

Text here is free of control characters but not escaped for Markdown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical
from dataplan_sync.changes import Absent, Origin
from dataplan_sync.render import values
from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.changes import FieldChange

_OBJECT_KEYWORDS: Final = (
    canonical.MAPS_OF_SCHEMAS
    | canonical.SCHEMAS
    | frozenset(("const", "default", "dependencies", "dependentRequired", "required"))
)
"""Keywords whose value may be an object, and which are therefore no attribute that came or went."""


class Sign(StrEnum):
    """What happens to a thing, as the first character of its line."""

    ADD = "+"
    CHANGE = "~"
    REMOVE = "-"
    DRIFT = "!"
    NONE = " "


@dataclass(frozen=True, slots=True)
class Leaf:
    """One field change in words."""

    sign: Sign
    label: str
    detail: str
    exact: str
    """Equal for field changes that are alike in every value, whatever the words leave out."""
    is_shared: bool = False
    """Whether it comes from a shared definition."""


def scalar_leaf(field: FieldChange) -> Leaf:
    """Describe a field of a data plan or a version that lies outside its data points."""
    detail = values.arrow(field.before, field.after) + _note(field)
    return Leaf(_sign(field), _joined(field.path), detail, _exact(field))


def data_point_leaves(fields: Sequence[FieldChange]) -> Iterator[Leaf]:
    """Describe the field changes inside one data point.

    An attribute that came or went, and its name in `required`, are one leaf.
    """
    whole = {field.path for field in fields if _is_attribute(field)}
    needs = {field.path[:-1] for field in fields if field.path[-1] == "required"} & whole
    for field in fields:
        if field.path in whole:
            yield _attribute_leaf(field, required=field.path in needs)
        elif field.path[-1] != "required" or field.path[:-1] not in needs:
            yield _keyword_leaf(field)


def _is_attribute(field: FieldChange) -> bool:
    """Tell an attribute that came or went as a whole from a keyword that did."""
    sides = [side for side in (field.before, field.after) if not isinstance(side, Absent)]
    if len(sides) != 1 or not isinstance(sides[0], bool | dict):
        return False
    *above, last = field.path[1:]
    if above == ["attributes"] or above[-1:] == ["properties"]:
        return True
    return isinstance(sides[0], dict) and last not in _OBJECT_KEYWORDS


def _attribute_leaf(field: FieldChange, *, required: bool) -> Leaf:
    side = field.before if isinstance(field.after, Absent) else field.after
    schema = "" if isinstance(side, Absent) else values.schema(side, required=required)
    exact = f"{_exact(field)} {required}"
    return Leaf(
        _sign(field), _joined(field.path[1:]), schema + _note(field), exact, bool(field.shared)
    )


def _keyword_leaf(field: FieldChange) -> Leaf:
    *above, keyword = field.path[1:]
    if above in ([], ["attributes"]):
        detail = values.arrow(field.before, field.after)
        return Leaf(
            _sign(field), visible(keyword), detail + _note(field), _exact(field), bool(field.shared)
        )
    detail = values.difference(keyword, field.before, field.after)
    return Leaf(
        Sign.CHANGE, _joined(above), detail + _note(field), _exact(field), bool(field.shared)
    )


def _joined(names: Sequence[str]) -> str:
    """Join names with dots, without the words that only say "below this are attributes"."""
    kept = names[1:] if names[:1] in (("attributes",), ["attributes"]) else names
    shown = [
        name for index, name in enumerate(kept) if name != "properties" or index + 1 == len(kept)
    ]
    return visible(".".join(f'"{name}"' if "." in name else name for name in shown))


def _sign(field: FieldChange) -> Sign:
    if isinstance(field.before, Absent):
        return Sign.ADD
    return Sign.REMOVE if isinstance(field.after, Absent) else Sign.CHANGE


def _note(field: FieldChange) -> str:
    """Say where a leaf comes from, as far as it is not written in its data point by the author of the change."""
    shared = f" ({visible(field.shared)})" if field.shared else ""
    return shared + _origin_note(field)


def _origin_note(field: FieldChange) -> str:
    match field.origin:
        case Origin.PENDING:
            return ""
        case Origin.DRIFT:
            return " (undoes an edit made in live)"
        case Origin.CONFLICT:
            return " (conflict: edited in live too, differently)"
        case Origin.CONVERGED:
            return " (live is like this already)"


def _exact(field: FieldChange) -> str:
    sides = [[] if isinstance(side, Absent) else [side] for side in (field.before, field.after)]
    told = [field.path[1:], field.origin.value, field.shared, *sides]
    return json.dumps(told, sort_keys=True)
