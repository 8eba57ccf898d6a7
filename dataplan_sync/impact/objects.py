"""Objects that some schemas accept and another one does not.

One violation at a time is enough: an object that `after` refuses breaks one of its rules (a count, a required name,
a member, a name), and every other member may then be any that `before` accepts, since rules on members are
independent of each other. Of names that no schema mentions all are alike, so a fresh one stands for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, count, islice
from typing import TYPE_CHECKING

from dataplan_sync.impact import sameness
from dataplan_sync.impact.fillings import fillings
from dataplan_sync.impact.node import Kind, Lengths, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dataplan_sync.impact.node import Find
    from dataplan_sync.model import JSONValue


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which members an object has to have, must not have, and what some of them have to be."""

    include: tuple[str, ...] = ()
    exclude: str | None = None
    values: Mapping[str, Sequence[JSONValue]] = field(default_factory=dict)


class _Objects:
    """All objects that `before` accepts; `limit` of each sort are enough."""

    def __init__(
        self, before: tuple[Node, ...], after: Node | None, limit: int, find: Find
    ) -> None:
        self.before = before
        self.find = find
        self.limit = limit
        self.lengths = Lengths()
        for node in before:
            self.lengths = self.lengths.both(node.members)
        everyone = before if after is None else (*before, after)
        mentioned = (
            name for node in everyone for name in (*node.properties, *sorted(node.required))
        )
        self.required = frozenset[str]().union(*(node.required for node in before))
        self.known = tuple(dict.fromkeys(mentioned))
        self.name_rules = tuple(node.names for node in before if node.names)

    def schemas(self, name: str) -> tuple[Node, ...]:
        """Give what `before` says of the member with a name."""
        return tuple(
            {node.digest: node for node in (each.member(name) for each in self.before)}.values()
        )

    def usable(self, name: str) -> bool:
        """Tell whether any object has a member of that name."""
        return self._named(name) and bool(self.find(self.schemas(name), None, 1))

    def _named(self, name: str) -> bool:
        allowed = (*self.name_rules, _only(name))
        return not self.name_rules or bool(self.find(allowed, None, 1))

    def fresh(self, number: int, refused_by: Node | None = None) -> list[str]:
        """Give names that no schema mentions: that many, or all that are allowed if there are fewer."""
        if not self.name_rules and refused_by is None:
            numbered = ("other" if each == 1 else f"other_{each}" for each in count(1))
            return list(islice((name for name in numbered if name not in self.known), number))
        found = self.find((_NAME, *self.name_rules), refused_by, number + len(self.known))
        names = [name for name in found if isinstance(name, str) and name not in self.known]
        return names[:number]

    def of_sizes(self, lengths: Lengths, choice: _Choice) -> Iterator[JSONValue]:
        """Give objects with so many members that follow a choice."""
        base = tuple(name for name in self.known if name in self.required)
        base = tuple(dict.fromkeys((*base, *choice.include)))
        if not all(map(self.usable, base)):
            return
        for size in count(max(lengths.low, len(base))):
            if size not in lengths:
                return
            extras = size - len(base)
            pool = self._optional(base, choice.exclude, extras) if extras else []
            if extras > len(pool):
                return
            for chosen in combinations(pool, extras):
                yield from self._of_names((*base, *chosen), choice.values)

    def _optional(self, base: tuple[str, ...], exclude: str | None, extras: int) -> list[str]:
        names = (*self.known, *self.fresh(extras + self.limit))
        free = (name for name in names if name not in base and name != exclude)
        return list(islice(filter(self.usable, free), extras + self.limit))

    def _of_names(
        self, names: tuple[str, ...], values: Mapping[str, Sequence[JSONValue]]
    ) -> Iterator[JSONValue]:
        choices = [
            values.get(name) or self.find(self.schemas(name), None, self.limit) for name in names
        ]
        for filling in fillings(choices, self.limit, unique=False):
            yield dict(zip(names, filling, strict=True))


_NAME = Node("a name", kinds=frozenset((Kind.STRING,)))


def _only(name: str) -> Node:
    return Node(
        f"the name {name}", kinds=frozenset((Kind.STRING,)), enum={sameness.key(name): name}
    )


def objects(
    before: tuple[Node, ...], after: Node | None, limit: int, find: Find
) -> Iterator[JSONValue]:
    """Give objects that all of `before` accept and `after` does not; None accepts nothing.

    Args:
        before: at least one schema.
        after: the one that must refuse.
        limit: how many are wanted of each sort.
        find: finds values for the members, and names, in the same way.

    Returns:
        At least `limit` distinct ones, or all if there are fewer, with repetitions.
    """
    possible = _Objects(before, after, limit, find)
    if after is None:
        yield from possible.of_sizes(possible.lengths, _Choice())
        return
    for name in (*possible.known, *possible.fresh(1)):
        wrong = find(possible.schemas(name), after.member(name), limit)
        if wrong:
            choice = _Choice(include=(name,), values={name: wrong})
            yield from possible.of_sizes(possible.lengths, choice)
    for name in sorted(after.required - possible.required):
        yield from possible.of_sizes(possible.lengths, _Choice(exclude=name))
    for lengths in possible.lengths.outside(after.members):
        yield from possible.of_sizes(lengths, _Choice())
    if after.names:
        for name in _misnamed(possible, after.names):
            yield from possible.of_sizes(possible.lengths, _Choice(include=(name,)))


def _misnamed(possible: _Objects, rule: Node) -> Iterator[str]:
    for name in possible.known:
        if possible.find((_only(name),), rule, 1):
            yield name
    yield from possible.fresh(possible.limit, rule)
