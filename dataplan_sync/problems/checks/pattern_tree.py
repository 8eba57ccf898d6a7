"""A regular expression as a tree of sets, sequences, branches and repetitions: as much of it as tells how matching goes.

What a single step matches is a set of sample characters. Anchors and lookarounds match nothing and are left out;
a back-reference is a step that matches no sample, so that nothing is said about it.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from dataplan_sync.events import net_patterns
from dataplan_sync.events.rewriting import UnsupportedPatternError, rewritten

_TOKEN: Final = re.compile(
    r"""
    (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
    | (?P<comment>\(\?\#[^)]*\))
    | (?P<options>\(\?[a-zA-Z-]+\))
    | (?P<look>\(\?<?[=!])
    | (?P<open>\((?:\?(?:P?<\w+>|'\w+'|[:>]|[a-zA-Z-]+:))?)
    | (?P<close>\))
    | (?P<or>\|)
    | (?P<quantifier>(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?)
    | (?P<anchor>[\^$]|\\[bBAZzG])
    | (?P<back>\\[1-9]|\\k[<']\w+[>'])
    | (?P<atom>\\[pP]\{\w*\}|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\c[A-Za-z]|\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SAMPLES: Final = "".join(map(chr, range(128))) + "é中"
_MAX_DEPTH: Final = 40
_COPIES: Final = 5
"""As often a counted repetition is written out: more copies make no other kind of pattern."""


@dataclass(frozen=True, slots=True)
class Step:
    """One character of a set."""

    samples: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one behind the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Branches:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A part so many times."""

    part: Node
    low: int
    high: int | None
    """None for any number."""


Node: TypeAlias = Step | Sequence | Branches | Repetition
NOTHING: Final = Sequence(())


def pattern_tree(pattern: str) -> Node:
    """Read a pattern, which may be invalid: what makes no sense is left out."""
    groups: list[_Group] = [_Group(is_look=False, branches=[[]])]
    for token in _TOKEN.finditer(pattern):
        text, branch = token.group(), groups[-1].branches[-1]
        match token.lastgroup:
            case "open" | "look" if len(groups) <= _MAX_DEPTH:
                groups.append(_Group(is_look=token.lastgroup == "look", branches=[[]]))
            case "close" if len(groups) > 1:
                group = groups.pop()
                groups[-1].branches[-1].append(NOTHING if group.is_look else group.node())
            case "or":
                groups[-1].branches.append([])
            case "quantifier" if branch:
                branch[-1] = _repeated(branch[-1], text)
            case "atom" | "set" | "back":
                known = frozenset() if token.lastgroup == "back" else _samples(text)
                branch.append(Step(known))
            case _:
                pass
    return Branches(tuple(group.node() for group in groups))


@dataclass(frozen=True, slots=True)
class _Group:
    """An open group: its finished branches, and the one that is being read."""

    is_look: bool
    branches: list[list[Node]]

    def node(self) -> Node:
        options = [Sequence(tuple(branch)) for branch in self.branches]
        return Branches(tuple(options))


def _repeated(part: Node, quantifier: str) -> Node:
    if len(quantifier) > 1 and quantifier.endswith("+"):
        return part  # Possessive: it gives nothing back, so it divides no text.
    match quantifier[0]:
        case "*":
            return Repetition(part, 0, None)
        case "+":
            return Repetition(part, 1, None)
        case "?":
            return Repetition(part, 0, 1)
        case _:
            return _counted(part, quantifier.rstrip("?").strip("{}"))


def _counted(part: Node, numbers: str) -> Node:
    text, comma, upper = numbers.partition(",")
    low = min(int(text[:9]), _COPIES)
    if comma and not upper:
        return Repetition(part, low, None)
    wide = int(upper[:9]) - int(text[:9]) if upper else 0
    return Repetition(part, low, low + max(0, min(wide, _COPIES)))


@lru_cache(maxsize=1024)
def _samples(text: str) -> frozenset[str]:
    """Give the samples that a single step matches in .NET; none where that cannot be told."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rewritten_text = rewritten(text, net_patterns.DIALECT)
            step = re.compile(rewritten_text, net_patterns.DIALECT.flags)
    except (re.error, UnsupportedPatternError):
        return frozenset()
    return frozenset(char for char in _SAMPLES if step.fullmatch(char))
