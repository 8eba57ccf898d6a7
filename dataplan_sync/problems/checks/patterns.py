"""Patterns that match nothing, take too long, or mean one thing to mParticle and another to its SDKs.

mParticle's server reads patterns as .NET does, unnamed groups not captured; its Node SDK and linters read them as
JavaScript does, without the `u` flag. That a pattern is searched anywhere in the text is JSON Schema's rule and no
finding.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Final

from dataplan_sync.events import net_patterns
from dataplan_sync.events.rewriting import UnsupportedPatternError, rewritten
from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.pattern_structure import may_take_long
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.problems.checks.version_view import PlacedSchema

_PYTHON_ONLY: Final = ("look-behind requires fixed-width", "global flags not at the start")
"""Complaints of Python's `re` about what is fine elsewhere."""
_TOLD_BETTER: Final = (
    (r"\(\?P[<=]", "only Python knows (?P<…>), write (?<…>)"),
    (r"\\[1-9]", "mParticle numbers no groups but named ones"),
)
"""Why a pattern that has this is refused, said better than by Python's `re`."""
_SPECIAL: Final = re.compile(r"\\|\(\?|\{,|\[\^?\]|\[:")
_LITERAL: Final = re.compile(r"/(?:\^.*|.*(?<!\\)\$)/[dgimsuvy]*", re.DOTALL)
"""A literal of JavaScript. A slash in front of ^ or behind $ can match nothing, so that no other meaning is left."""
_DOUBLED: Final = re.compile(r"(?<!\\)(?:\\\\)+[dDwWsS](?=[*+?{)\]$]|$)")
"""A doubled backslash before what is a class with a single one, and stands where only a class makes sense."""
_UNSHARED: Final = (
    (r"\\[1-9]", "a numbered back-reference", "mParticle numbers no groups but named ones"),
    (r"\(\?'", "(?'…')", "JavaScript does not know it; write (?<…>)"),
    (r"\(\?#", "(?#…)", "JavaScript does not know it"),
    (r"\\k[<']", "a back-reference", "matching may take too long for mParticle"),
    (r"\\[pP]\{", r"\p{…}", "JavaScript takes it for the letter p"),
    (r"\\[AzZG]", r"\A or \z", "JavaScript takes it for a letter; write ^ and $"),
    (r"\(\?[a-zA-Z]+[-:)]|\(\?-", "(?i) and the like", "JavaScript does not know it"),
    (r"\{,\d+\}", "{,n}", "both take it for those very characters; write {0,n}"),
    (r"\(\?>", "(?>…)", "JavaScript does not know it"),
)
"""What the two engines read differently: how to see it, what it is called, and why."""
_OF_SETS: Final = (
    (r"\[\^?\]", "[]", "JavaScript takes it for an empty set; write \\] for a bracket in a set"),
    (r"\[.*\[:\^?[a-z]+:\]", "[:…:]", "both take it for those very letters; write a-z or \\d"),
)
"""The same of whole sets."""
_ESCAPES_AND_SETS: Final = re.compile(r"\\\\|\\[^1-9kpPAzZG]|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPE_OR_SET: Final = re.compile(r"\\.|(\[\^?\]?(?:\\.|[^\]\\])*\])", re.DOTALL)

INVALID_PATTERN: Final = Rule(
    id="invalid-pattern",
    severity=Severity.WARNING,
    sentence="A pattern is no regular expression: mParticle then refuses every text, and the vendor's linters stop.",
    advice="Close what is open, or put a backslash before a character that stands for itself.",
    failing=examples.attribute("type: string, pattern: '^(S|M'"),
    passing=examples.attribute("type: string, pattern: '^(S|M)$'"),
)
SLOW_PATTERN: Final = Rule(
    id="slow-pattern",
    severity=Severity.WARNING,
    sentence="A pattern can divide one text in very many ways, so matching can take longer than the half millisecond that mParticle allows.",
    advice="Repeat once: write [a-z]+ for ([a-z]+)+, or put between repetitions a separator that they cannot match themselves.",
    failing=examples.attribute("type: string, pattern: '^([a-z]+)+$'"),
    passing=examples.attribute("type: string, pattern: '^[a-z]+(-[a-z]+)*$'"),
)
UNPORTABLE_PATTERN: Final = Rule(
    id="unportable-pattern",
    severity=Severity.WARNING,
    sentence="A pattern has what mParticle's server (.NET), or the vendor's SDK and linters (JavaScript), do not read as it is meant.",
    advice="Say it with what both know: sets, groups, quantifiers, ^ and $.",
    failing=examples.attribute("type: string, pattern: '^(?i)xl$'"),
    passing=examples.attribute("type: string, pattern: '^[Xx][Ll]$'"),
)
PROGRAM_PATTERN: Final = Rule(
    id="pattern-of-a-program",
    severity=Severity.WARNING,
    sentence="A pattern is written as in a program, between slashes or with doubled backslashes, which then stand for themselves.",
    advice="Leave out the slashes and the flags, and write a single backslash; YAML needs no second one without quotes or in single ones.",
    failing=examples.attribute("type: string, pattern: '/^(S|M)$/i'"),
    passing=examples.attribute("type: string, pattern: '^(S|M)$'"),
)
RULES: Final = (INVALID_PATTERN, PROGRAM_PATTERN, SLOW_PATTERN, UNPORTABLE_PATTERN)


def check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    """Find what is wrong with the pattern of a schema."""
    pattern = placed.schema.get("pattern")
    if not isinstance(pattern, str):
        return
    path = (*placed.path, "pattern")
    flaw = _flaw(pattern)
    if flaw:
        message = f"{_shown(pattern)} is no regular expression ({flaw}), so mParticle refuses every text; correct it"
        yield Finding(INVALID_PATTERN, message, path)
        return
    flaw = _of_a_program(pattern)
    if flaw:
        yield Finding(PROGRAM_PATTERN, f"{_shown(pattern)} {flaw}", path)
    if may_take_long(pattern):
        message = f"{_shown(pattern)} repeats in a way that can divide one text in very many ways, and can take mParticle too long; repeat once, or add a fixed separator"
        yield Finding(SLOW_PATTERN, message, path)
    if _SPECIAL.search(pattern):
        for name, reason in _unshared(pattern):
            message = f"{_shown(pattern)} has {name}: {reason}. Say it with what .NET and JavaScript share"
            yield Finding(UNPORTABLE_PATTERN, message, path)


def _unshared(pattern: str) -> Iterator[tuple[str, str]]:
    """Give what a pattern has that the engines read differently, and why."""
    # What is escaped or in a set stands for itself and must not be taken for a construct.
    bare = _ESCAPES_AND_SETS.sub(_blank, pattern)
    for sign, name, reason in _UNSHARED:
        if re.search(sign, bare):
            yield name, reason
    sets = [found[1] for found in _ESCAPE_OR_SET.finditer(pattern) if found[1]]
    for sign, name, reason in _OF_SETS:
        if any(re.match(sign, text, re.DOTALL) for text in sets):
            yield name, reason


def _blank(found: re.Match[str]) -> str:
    r"""Blank what stands for itself; \p{…} means the same within a set."""
    return r"\p{" if re.search(r"\\[pP]\{", found.group()) else "_"


def _of_a_program(pattern: str) -> str | None:
    if _LITERAL.fullmatch(pattern):
        return "is a literal of a program, and its slashes stand for themselves, so it matches nothing; write it without slashes and flags"
    doubled = _DOUBLED.search(pattern)
    if doubled:
        return f"has {doubled.group()}, a backslash and a letter; write \\{pattern[doubled.end() - 1]} with one backslash"
    return None


def _flaw(pattern: str) -> str | None:
    """Say why .NET takes a pattern for none; nothing where it does not, or where only Python objects."""
    try:
        with warnings.catch_warnings():
            # Python foresees other meanings of [[ and &&, which are none of .NET or JavaScript.
            warnings.simplefilter("ignore")
            re.compile(rewritten(pattern, net_patterns.DIALECT), net_patterns.DIALECT.flags)
    except UnsupportedPatternError:
        return None
    except (re.error, OverflowError, RecursionError) as error:
        reason = str(error).split(" at position")[0]
        if reason.startswith(_PYTHON_ONLY):
            return None
        return next((told for sign, told in _TOLD_BETTER if re.search(sign, pattern)), reason)
    return None


def _shown(pattern: str) -> str:
    return f'pattern "{pattern[:60]}"'
