"""Definitions that mix the drafts of JSON Schema.

mParticle's engine reads drafts 4, 6, 7 and 2019-09 at once and narrows by the keywords in use; the vendor's SDK and
linters know draft 7 only. The two part over `exclusiveMinimum`, which was a flag in draft 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.problems.checks.version_view import PlacedSchema

_LIMITS: Final = ("exclusiveMinimum", "exclusiveMaximum")
_SINCE_DRAFT_6: Final = frozenset(("const", "contains", "propertyNames"))

MIXED_DRAFTS: Final = Rule(
    id="mixed-drafts",
    severity=Severity.ERROR,
    sentence="A definition uses exclusiveMinimum or exclusiveMaximum as a flag beside keywords that came later; mParticle takes it for invalid.",
    advice="Write the limit itself: exclusiveMinimum: 0.",
    failing=examples.attribute("type: number, minimum: 0, exclusiveMinimum: true, const: 5"),
    passing=examples.attribute("type: number, exclusiveMinimum: 0, const: 5"),
)
DRAFT_4_LIMIT: Final = Rule(
    id="draft-4-limit",
    severity=Severity.WARNING,
    sentence="exclusiveMinimum or exclusiveMaximum is a flag, as in draft 4; the vendor's SDK and linters stop at it.",
    advice="Write the limit itself: exclusiveMinimum: 0.",
    failing=examples.attribute("type: number, minimum: 0, exclusiveMinimum: true"),
    passing=examples.attribute("type: number, exclusiveMinimum: 0"),
)
RULES: Final = (MIXED_DRAFTS, DRAFT_4_LIMIT)


def check_definition(definition: Sequence[PlacedSchema]) -> Iterator[Finding]:
    """Find flags of draft 4 in the schemas of a definition."""
    flags = [
        (placed, keyword)
        for placed in definition
        for keyword in _LIMITS
        if isinstance(placed.schema.get(keyword), bool)
    ]
    if not flags:
        return
    later = sorted(set().union(*(placed.schema.keys() & _SINCE_DRAFT_6 for placed in definition)))
    for placed, keyword in flags:
        path = (*placed.path, keyword)
        if later:
            message = f"{keyword} as a flag cannot stand with {later[0]}; write the limit itself as its value"
            yield Finding(MIXED_DRAFTS, message, path)
        else:
            message = f"{keyword} is a flag, which stops the vendor's SDK and linters; write the limit itself as its value"
            yield Finding(DRAFT_4_LIMIT, message, path)
