"""The tree of a change: its field changes, grouped as a reviewer reads them.

Leaves stand below their data point. What changes alike in several data points stands once, with their names,
because a typical commit adds the same attributes to many events. Text here is free of control characters but
not escaped for Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent, ChangeKind
from dataplan_sync.render import data_points, leaves, values
from dataplan_sync.render.escape import visible
from dataplan_sync.render.leaves import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.changes import Change, FieldChange
    from dataplan_sync.render.leaves import Leaf

ALIKE: Final = 3
"""From how many data points on a change that is alike in all of them is told once."""
SHARED: Final = 2
"""The same where it comes from one shared definition: then it is one edit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the tree and what stands below it."""

    sign: Sign
    label: str
    detail: str = ""
    children: tuple[Entry, ...] = ()


def entries(change: Change) -> tuple[Entry, ...]:
    """Give what stands below the heading of a change: scalars, then data points, then what many share.

    A data point that is new among others lists its attributes. Where all of them are new it is one line: the
    plan file itself is then the better description.
    """
    fields = [field for field in change.field_changes if not _in_heading(change, field)]
    inside: dict[str, list[FieldChange]] = {}
    for field in fields:
        if len(field.path) > 1:
            inside.setdefault(field.path[0], []).append(field)
    found = {identity: tuple(leaves.data_point_leaves(group)) for identity, group in inside.items()}
    shared = _shared(found)
    detailed = change.kind is ChangeKind.UPDATE or change.compared_with is not None
    return (
        *(_entry(leaves.scalar_leaf(field)) for field in fields if _is_scalar(field)),
        *_own(fields, found, shared, detailed=detailed),
        *_alike(found, shared),
    )


def _in_heading(change: Change, field: FieldChange) -> bool:
    return change.kind is ChangeKind.CREATE and field.path in (
        ("activated_environment",),
        ("data_plan_name",),
    )


def _is_scalar(field: FieldChange) -> bool:
    return len(field.path) == 1 and not _is_whole(field)


def _is_whole(field: FieldChange) -> bool:
    """Tell a data point that came or went."""
    side = field.before if isinstance(field.after, Absent) else field.after
    return len(field.path) == 1 and data_points.is_data_point(side)


def _own(
    fields: list[FieldChange],
    found: Mapping[str, tuple[Leaf, ...]],
    shared: Mapping[str, tuple[str, ...]],
    *,
    detailed: bool,
) -> Iterator[Entry]:
    """Give each data point with the leaves that are its own, in the order of the fields."""
    told: set[str] = set()
    for field in fields:
        identity = field.path[0]
        if _is_whole(field):
            yield _whole_entry(field, detailed=detailed)
        elif identity in found and identity not in told:
            told.add(identity)
            children = [_entry(leaf) for leaf in found[identity] if leaf.exact not in shared]
            if children:
                name, kind = data_points.name_and_kind(identity)
                yield Entry(Sign.CHANGE, visible(name), visible(kind), tuple(children))


def _whole_entry(field: FieldChange, *, detailed: bool) -> Entry:
    added = not isinstance(field.after, Absent)
    point = field.after if added else field.before
    name, kind = data_points.name_and_kind(field.path[0])
    attributes = tuple(data_points.attributes(point))
    size = f"{len(attributes)} attribute{'' if len(attributes) == 1 else 's'}"
    parts = (kind, size if attributes else "", "no others" if data_points.is_closed(point) else "")
    children: list[Entry] = []
    if added and detailed:
        children.extend(
            Entry(
                Sign.ADD,
                visible(attribute.name),
                values.schema(attribute.schema, required=attribute.required),
            )
            for attribute in attributes
        )
    return Entry(
        Sign.ADD if added else Sign.REMOVE,
        visible(name),
        visible(" · ".join(part for part in parts if part)),
        tuple(children),
    )


def _shared(found: Mapping[str, tuple[Leaf, ...]]) -> dict[str, tuple[str, ...]]:
    """Find the leaves that are alike in enough data points, with the identities of these."""
    bearers: dict[str, dict[str, None]] = {}
    enough: dict[str, int] = {}
    for identity, group in found.items():
        for leaf in group:
            bearers.setdefault(leaf.exact, {})[identity] = None
            enough[leaf.exact] = SHARED if leaf.is_shared else ALIKE
    return {exact: tuple(names) for exact, names in bearers.items() if len(names) >= enough[exact]}


def _alike(
    found: Mapping[str, tuple[Leaf, ...]], shared: Mapping[str, tuple[str, ...]]
) -> Iterator[Entry]:
    """Give one entry for each set of data points that changed alike."""
    together: dict[tuple[str, ...], list[Leaf]] = {}
    leaf_of = {leaf.exact: leaf for group in found.values() for leaf in group}
    for exact, identities in shared.items():
        together.setdefault(identities, []).append(leaf_of[exact])
    for identities, group in together.items():
        names = [data_points.name_and_kind(identity)[0] for identity in identities]
        yield Entry(
            Sign.CHANGE,
            f"{len(names)} {data_points.noun(identities)}s",
            "",
            (
                *(_entry(leaf) for leaf in group),
                Entry(Sign.NONE, "in", visible(", ".join(names))),
            ),
        )


def _entry(leaf: Leaf) -> Entry:
    return Entry(leaf.sign, leaf.label, leaf.detail)
