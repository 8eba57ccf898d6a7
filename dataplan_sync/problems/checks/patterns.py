"""Patterns that match nothing, take too long, or mean one thing to mParticle and another to its SDKs.

mParticle's server reads patterns as .NET does, unnamed groups not captured; its Node SDK and linters read them as
JavaScript does, without the `u` flag. That a pattern is searched anywhere in the text is JSON Schema's rule and no
finding.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.pattern_structure import repeats_a_repetition
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.problems.checks.version_view import PlacedSchema

_DIALECT: Final = (
    (re.compile(r"\(\?<([A-Za-z_]\w*)>"), r"(?P<\1>"),
    (re.compile(r"\\k<([A-Za-z_]\w*)>"), r"(?P=\1)"),
    (re.compile(r"\\[pP]\{[^}]*\}"), r"\\w"),
    (re.compile(r"\\[zG]"), r"\\Z"),
    (re.compile(r"\\(?:c[A-Za-z]|e)"), r"\\x01"),
)
"""What .NET and JavaScript know and Python's `re` does not, and something of the same shape that it knows."""
_PYTHON_ONLY: Final = ("look-behind requires fixed-width", "global flags not at the start")
"""Complaints of Python's `re` about what is fine elsewhere."""
_SPECIAL: Final = re.compile(r"\\|\(\?|[*+?}]\+|\{,")
_UNSHARED: Final = (
    (r"\(\?<[=!]", "lookbehind", "older JavaScript does not know it"),
    (r"\(\?P[<=]", "(?P<…>)", "only Python knows it; write (?<…>)"),
    (r"\\[1-9]", "a numbered back-reference", "mParticle does not number groups"),
    (r"\\k<", "a back-reference", "matching may take too long for mParticle"),
    (r"\\[pP]\{", r"\p{…}", "JavaScript takes it for the letter p"),
    (r"\\[AzZG]", r"\A or \z", "JavaScript takes it for a letter; write ^ and $"),
    (r"\(\?[a-zA-Z]+[-:)]|\(\?-", "(?i) and the like", "JavaScript does not know it"),
    (r"\{,\d+\}", "{,n}", "both take it for those very characters; write {0,n}"),
    (r"\(\?>", "(?>…)", "JavaScript does not know it"),
    (r"(?:[*+?]|\d\})\+", "a possessive quantifier", "neither .NET nor JavaScript knows it"),
)
"""What the two engines read differently: how to see it, what it is called, and why."""
_ESCAPES_AND_SETS: Final = re.compile(r"\\\\|\\[^1-9kpPAzZG]|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)

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
    sentence="A pattern repeats a repetition, so matching can take longer than the half millisecond that mParticle allows.",
    advice="Repeat once: write [a-z]+ for ([a-z]+)+, or put a fixed separator between the repetitions.",
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
RULES: Final = (INVALID_PATTERN, SLOW_PATTERN, UNPORTABLE_PATTERN)


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
    if repeats_a_repetition(pattern):
        message = f"{_shown(pattern)} repeats a repetition and can take mParticle too long; repeat once, or add a fixed separator"
        yield Finding(SLOW_PATTERN, message, path)
    if not _SPECIAL.search(pattern):
        return
    # What is escaped or in a set stands for itself and must not be taken for a construct.
    bare = _ESCAPES_AND_SETS.sub(_blank, pattern)
    for sign, name, reason in _UNSHARED:
        if re.search(sign, bare):
            message = f"{_shown(pattern)} has {name}: {reason}. Say it with what .NET and JavaScript share"
            yield Finding(UNPORTABLE_PATTERN, message, path)


def _blank(found: re.Match[str]) -> str:
    r"""Blank what stands for itself; \p{…} means the same within a set."""
    return r"\p{" if re.search(r"\\[pP]\{", found.group()) else "_"


def _flaw(pattern: str) -> str | None:
    """Say why a pattern does not compile; None if it does, or if only Python objects."""
    flaw = _objection(pattern)
    if flaw is None:
        return None
    for foreign, known in _DIALECT:
        pattern = foreign.sub(known, pattern)
    return _objection(pattern)


def _objection(pattern: str) -> str | None:
    """Say what Python's `re` has against a pattern, unless only Python minds."""
    try:
        with warnings.catch_warnings():
            # Python foresees other meanings of [[ and &&, which are none of .NET or JavaScript.
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        reason = str(error).split(" at position")[0]
        return None if reason.startswith(_PYTHON_ONLY) else reason
    return None


def _shown(pattern: str) -> str:
    return f'pattern "{pattern[:60]}"'
