"""The structure of a regular expression, as far as it tells how long matching may take.

mParticle gives a match half a millisecond and then gives the pattern up for good. What takes that long is a
repetition of something that can itself be any length, `(a+)+`: each way to divide the text is tried. This finds the
plain cases only, so that a pattern it names is slow for certain, and says nothing of the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = re.compile(
    r"""
    (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
    | (?P<open>\((?:\?(?:P?<[A-Za-z_]\w*>|[:>=!]|<[=!]|[a-zA-Z-]+:))?)
    | (?P<close>\))
    | (?P<or>\|)
    | (?P<quantifier>(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?)
    | (?P<anchor>[\^$]|\\[bBAZzG])
    | (?P<atom>\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LOOK: Final = frozenset(("(?=", "(?!", "(?<=", "(?<!"))


@dataclass(slots=True)
class _Part:
    """One step of a sequence: a character, a set or a group, with its quantifier."""

    optional: bool = False
    stretches: bool = False
    """It can match texts of several lengths, other than by being left out."""
    is_group: bool = False


@dataclass(slots=True)
class _Group:
    """An open group: its finished branches, and the branch that is being read."""

    opening: str
    branches: list[list[_Part]]

    def stretches(self) -> bool:
        """Tell whether repeating this group can divide a text in many ways."""
        return any(_stretches(branch) for branch in self.branches)

    def optional(self) -> bool:
        """Tell whether the group can match nothing."""
        return any(all(part.optional for part in branch) for branch in self.branches)


def repeats_a_repetition(pattern: str) -> bool:
    """Tell whether a pattern repeats, without limit, a group that can be divided in many ways.

    Args:
        pattern: a regular expression, which may be invalid.
    """
    return ")" in pattern and any(_repeated_groups(pattern))


def _repeated_groups(pattern: str) -> Iterator[bool]:
    groups = [_Group("", [[]])]
    for token in _TOKEN.finditer(pattern):
        text, branch = token.group(), groups[-1].branches[-1]
        match token.lastgroup:
            case "open":
                groups.append(_Group(text, [[]]))
            case "close" if len(groups) > 1:
                _close(groups)
            case "or":
                groups[-1].branches.append([])
            case "quantifier" if branch:
                part = branch[-1]
                yield part.is_group and part.stretches and _is_unbounded(text)
                _quantify(part, text)
            case "atom" | "set":
                branch.append(_Part())
            case _:
                pass


def _close(groups: list[_Group]) -> None:
    group = groups.pop()
    if group.opening not in _LOOK:
        part = _Part(group.optional(), group.stretches(), is_group=True)
        groups[-1].branches[-1].append(part)


def _quantify(part: _Part, quantifier: str) -> None:
    part.optional = part.optional or quantifier.startswith(("*", "?", "{0"))
    part.stretches = part.stretches or _is_unbounded(quantifier) or _is_range(quantifier)


def _is_unbounded(quantifier: str) -> bool:
    possessive = len(quantifier) > 1 and quantifier.endswith("+")
    return not possessive and (quantifier[0] in "*+" or ",}" in quantifier)


def _is_range(quantifier: str) -> bool:
    low, comma, high = quantifier.rstrip("?+").strip("{}").partition(",")
    return bool(comma and high) and low != high


def _stretches(branch: list[_Part]) -> bool:
    """A part that must be there and has one length marks where each repetition begins: then all is well."""
    needed = [part for part in branch if not part.optional]
    if len(needed) == 1:
        return needed[0].stretches
    return not needed and any(part.stretches for part in branch)
