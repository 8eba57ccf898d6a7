"""Ways to fill places, each from its own choices; all different where they have to be."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, TypeAlias

from dataplan_sync.impact import sameness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.impact.sameness import Key
    from dataplan_sync.model import JSONValue

_Choices: TypeAlias = "Sequence[tuple[Key, ...]]"


def fillings(
    choices: Sequence[Sequence[JSONValue]], limit: int, *, unique: bool
) -> Iterator[tuple[JSONValue, ...]]:
    """Give `limit` ways to take one choice for each place, or all if there are fewer.

    Args:
        choices: distinct values for each place.
        limit: how many ways are wanted.
        unique: whether no value may be taken twice.
    """
    if not all(choices):
        return
    if not unique:
        yield from islice(product(*choices), limit)
        return
    values = {sameness.key(value): value for each in choices for value in each}
    keyed = {id(each): tuple(map(sameness.key, each)) for each in choices}
    for keys in islice(_different([keyed[id(each)] for each in choices], ()), limit):
        yield tuple(values[key] for key in keys)


def _different(choices: _Choices, begun: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    """Fill the places that are left, never going where no way leads to the end."""
    way = _matching(choices, begun)
    if way is None:
        return
    yield way
    # Every other way differs from this one first at some place: keep what is before it, change it there.
    for place in range(len(begun), len(choices)):
        kept = way[:place]
        used = {*kept, way[place]}
        for key in choices[place]:
            if key not in used:
                yield from _different(choices, (*kept, key))


def _matching(choices: _Choices, begun: tuple[Key, ...]) -> tuple[Key, ...] | None:
    """Complete what is begun so that all values are different: a matching, grown by augmenting paths."""
    open_choices = [*((key,) for key in begun), *choices[len(begun) :]]
    holder: dict[Key, int] = {}
    for place in range(len(open_choices)):
        if not _augment(place, open_choices, holder):
            return None
    chosen = {place: key for key, place in holder.items()}
    return tuple(chosen[place] for place in range(len(open_choices)))


def _augment(start: int, choices: _Choices, holder: dict[Key, int]) -> bool:
    """Give one more place a value; others that hold it move on to another of theirs."""
    came_from: dict[Key, int] = {}
    held: dict[int, Key] = {}
    queue = [start]
    for place in queue:
        for key in choices[place]:
            if key in came_from:
                continue
            came_from[key] = place
            if key not in holder:
                _move(key, came_from, held, holder)
                return True
            held[holder[key]] = key
            queue.append(holder[key])
    return False


def _move(
    free: Key, came_from: dict[Key, int], held: dict[int, Key], holder: dict[Key, int]
) -> None:
    """Let each place on the path take what the next one gives up."""
    key: Key | None = free
    while key is not None:
        place = came_from[key]
        holder[key] = place
        key = held.get(place)
