"""Searches for values that some schemas accept and another one does not, kind by kind, each answer found once.

Complete over schemas whose keywords are all comparable: an empty answer then means that there is no such value.
Why: `enum` makes a finite set, whose members are tried one by one. Otherwise a schema is a union of independent
sets, one for each kind of value, and each kind has a complete search of its own (`number_range`, `texts`, `arrays`,
`objects`). Where `after` allows k single values, k more members of `before` than wanted are enough to pass them by.
Where keywords are opaque, candidates are tried, and whatever may have been missed is kept as a doubt.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from dataplan_sync.impact import (
    arrays,
    doubt,
    judging,
    number_range,
    objects,
    sameness,
    samples,
    texts,
)
from dataplan_sync.impact.node import ANYTHING, Kind, Lengths, Node
from dataplan_sync.impact.number_range import NumberRange
from dataplan_sync.impact.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from dataplan_sync.impact.node import Opaque
    from dataplan_sync.model import JSONValue

_CANDIDATES: Final = 32
"""How many values are tried where keywords cannot be compared."""
_CONSTANTS: Final[dict[Kind, tuple[JSONValue, ...]]] = {
    Kind.BOOLEAN: (True, False),
    Kind.NULL: (None,),
}


_SPELLED: Final = frozenset((Kind.STRING, Kind.NUMBER, Kind.BOOLEAN))
"""What a string can be read as."""


class Search:
    """A search under one reading; it remembers what it found, so that equal schemas are searched once."""

    def __init__(self, reading: Reading) -> None:
        self.doubts: dict[str, None] = {}
        """Why something may have been missed: keywords that could not be compared."""
        self.nulls_left_out = False
        """Whether a null might have been found if it had been allowed."""
        self._reading = reading
        self._found: dict[tuple[object, ...], Sequence[JSONValue]] = {}

    def values(
        self, before: tuple[Node, ...], after: Node | None, limit: int, *, nulls: bool
    ) -> Sequence[JSONValue]:
        """Find values that all of `before` accept and `after` does not.

        Args:
            before: at least one schema.
            after: the schema that must refuse; None refuses everything.
            limit: how many are wanted.
            nulls: whether null may occur, other than in arrays.

        Returns:
            `limit` distinct values, or all if there are fewer, unless there is a doubt.
        """
        given = {node.digest: node for node in before}
        if after is not None and (after.digest in given or after.digest == ANYTHING.digest):
            return ()
        question = (tuple(given), after and after.digest, limit, nulls)
        if question not in self._found:
            values = self._values(tuple(given.values()), after, limit, nulls=nulls)
            self._found[question] = tuple(islice(sameness.distinct(values), limit))
        return self._found[question]

    def _values(
        self, before: tuple[Node, ...], after: Node | None, limit: int, *, nulls: bool
    ) -> Iterable[JSONValue]:
        allowed = next((node.enum for node in before if node.enum is not None), None)
        if allowed is not None:
            occurring = [value for value in allowed.values() if nulls or not _has_null(value)]
            self.nulls_left_out |= len(occurring) < len(allowed)
            return self._tested(before, after, occurring)
        if after is not None and after.enum is not None:
            more = self.values(before, None, limit + len(after.enum), nulls=nulls)
            return self._tested(before, after, more)
        self.nulls_left_out |= not nulls and all(Kind.NULL in node.kinds for node in before)
        return chain.from_iterable(
            self._of_kind(kind, before, after, limit, nulls=nulls)
            for kind in self._kinds(before)
            if nulls or kind is not Kind.NULL
        )

    def _kinds(self, before: tuple[Node, ...]) -> tuple[Kind, ...]:
        """Give the kinds of value to look among, what the schemas speak of first."""
        kinds = tuple(kind for kind in Kind if all(kind in node.kinds for node in before))
        if Kind.OBJECT in kinds and any(node.properties or node.required for node in before):
            kinds = (Kind.OBJECT, *(kind for kind in kinds if kind is not Kind.OBJECT))
        if Kind.STRING in kinds or self._reading is Reading.STRICT:
            return kinds
        # Strings come last where they only spell something else.
        return (*kinds, Kind.STRING) if all(node.kinds & _SPELLED for node in before) else kinds

    def _tested(
        self, before: tuple[Node, ...], after: Node | None, values: Iterable[JSONValue]
    ) -> Iterator[JSONValue]:
        """Pass on those values that are proven."""
        for value in values:
            verdict = self._proves(before, after, value)
            if verdict:
                yield value
            elif verdict is None:
                self._doubt((*before, after) if after else before)

    def _proves(
        self, before: tuple[Node, ...], after: Node | None, value: JSONValue
    ) -> bool | None:
        verdicts = [judging.accepts(node, value, self._reading) for node in before]
        if after is not None:
            refused = judging.accepts(after, value, self._reading)
            verdicts.append(None if refused is None else not refused)
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def _of_kind(
        self, kind: Kind, before: tuple[Node, ...], after: Node | None, limit: int, *, nulls: bool
    ) -> Iterable[JSONValue]:
        find = partial(self._comparable, kind, nulls=nulls)
        own = _opaque(before, kind)
        extra = {
            digest: each
            for digest, each in _opaque((after,) if after else (), kind).items()
            if digest not in own
        }
        if not own and not extra:
            return find(before, after, limit)
        wider = max(limit, _CANDIDATES)
        relaxed = list(islice(find(before, after, wider), wider))
        members = list(islice(find(before, None, wider), wider)) if extra else []
        drawn = samples.drawn((*own.values(), *extra.values())) if kind is Kind.STRING else ()
        pool = sameness.distinct((*relaxed, *members, *drawn))
        proven = [value for value in pool if self._proves(before, after, value)]
        if len(proven) < limit and (relaxed or members):
            self._doubt((*before, after) if after else before)
        return proven

    def _comparable(
        self, kind: Kind, before: tuple[Node, ...], after: Node | None, limit: int, *, nulls: bool
    ) -> Iterable[JSONValue]:
        """Search as if no keyword were opaque."""
        if kind is Kind.STRING and self._reading is Reading.SERVER:
            return _server_strings(before, after, limit)
        other = after if after and kind in after.kinds else None
        match kind:
            case Kind.ARRAY | Kind.OBJECT:
                of_parts = arrays.arrays if kind is Kind.ARRAY else objects.objects
                find = partial(self.values, nulls=nulls or kind is Kind.ARRAY)
                return of_parts(before, other, limit, find)
            case Kind.STRING:
                return _strings(before, other, limit)
            case Kind.NUMBER:
                return number_range.numbers(_range(before), other.numbers if other else None, limit)
            case Kind.BOOLEAN | Kind.NULL:
                return () if other else _CONSTANTS[kind]

    def _doubt(self, nodes: tuple[Node, ...]) -> None:
        self.doubts.update(dict.fromkeys(doubt.reasons(nodes)))


def _allows_text(node: Node, text: str) -> bool:
    if Kind.STRING in node.kinds:
        return len(text) in node.characters
    return judging.spells(node, text)


def _critical(lengths: Lengths) -> Iterator[int]:
    for bound in (lengths.low, lengths.high):
        if bound is not None:
            yield from (bound - 1, bound, bound + 1)


def _strings(before: tuple[Node, ...], after: Node | None, limit: int) -> Iterable[str]:
    lengths = Lengths()
    for node in before:
        lengths = lengths.both(node.characters)
    wanted = lengths.outside(after.characters) if after else (lengths,)
    return chain.from_iterable(texts.of_lengths(each, limit) for each in reversed(wanted))


def _range(nodes: Iterable[Node]) -> NumberRange:
    result = NumberRange()
    for node in nodes:
        result = result.both(node.numbers)
    return result


def _opaque(nodes: Iterable[Node], kind: Kind) -> dict[Hashable, Opaque]:
    return {
        each.digest: each for node in nodes for each in node.opaque if each.binds in (None, kind)
    }


def _has_null(value: JSONValue) -> bool:
    """Tell whether null occurs outside arrays."""
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    return value is None


def _server_strings(
    before: tuple[Node, ...], after: Node | None, limit: int
) -> Iterable[JSONValue]:
    """Search strings as the server judges them: some of them count as numbers or booleans."""
    return (
        text
        for text in _candidate_strings(before, after, limit)
        if all(_allows_text(node, text) for node in before)
        and (after is None or not _allows_text(after, text))
    )


def _candidate_strings(before: tuple[Node, ...], after: Node | None, limit: int) -> Iterable[str]:
    spelled = tuple(node for node in before if Kind.STRING not in node.kinds)
    if not spelled:
        return _strings(before, after if after and Kind.STRING in after.kinds else None, limit)
    counted = after.numbers if after and Kind.STRING not in after.kinds else None
    numbers = number_range.numbers(_range(spelled), counted, max(limit, _CANDIDATES))
    everyone = before if after is None else (*before, after)
    lengths = tuple(length for node in everyone for length in _critical(node.characters))
    return chain(texts.spelling(numbers, lengths), texts.booleans())
