"""Strings to try where a keyword cannot be compared: some that follow it and some that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.impact import formats, patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dataplan_sync.impact.node import Opaque

_PLAIN = (
    "a",
    "A",
    "1",
    "-1.5",
    "true",
    "a b",
    "2020-02-28",
    "someone@example.com",
    "é",
    "_",
    "/",
    "",
)


def drawn(constraints: Iterable[Opaque]) -> Iterator[str]:
    """Draw strings for the constraints; whether one fits is for the caller to judge."""
    for constraint in constraints:
        if constraint.keyword == "pattern" and isinstance(constraint.argument, str):
            yield from patterns.matching(constraint.argument)
        elif constraint.keyword == "format":
            yield from formats.following(constraint.argument)
            yield from formats.breaking(constraint.argument)
    yield from _PLAIN
