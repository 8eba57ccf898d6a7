"""Formats that are not checked, or that stop the vendor's own tools.

What the server checks is known from its engine (`MP.Json.Validation`, `Formats`); its SDK, CLI and linters stand on
ajv 6, which refuses a whole data plan over a format that it does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule
from dataplan_sync.wire import near_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.problems.checks.version_view import PlacedSchema

_BOTH: Final = frozenset(
    (
        *("date-time", "date", "time", "email", "hostname", "ipv4", "ipv6", "regex", "uuid"),
        *("uri", "uri-reference", "uri-template", "json-pointer", "relative-json-pointer"),
    )
)
_SERVER_ONLY: Final = frozenset(("duration", "iri", "iri-reference"))
KNOWN_FORMATS: Final = _BOTH | _SERVER_ONLY
"""The formats that the server checks."""

UNKNOWN_FORMAT: Final = Rule(
    id="unknown-format",
    severity=Severity.WARNING,
    sentence="mParticle does not know this format and accepts any text.",
    advice="Use a format that it knows, or a pattern.",
    failing=examples.attribute("type: string, format: datetime"),
    passing=examples.attribute("type: string, format: date-time"),
)
UNPORTABLE_FORMAT: Final = Rule(
    id="unportable-format",
    severity=Severity.WARNING,
    sentence="mParticle checks this format, but its SDK, CLI and linters refuse the whole data plan over it.",
    advice="Use a pattern, or turn the rule off if nobody uses those tools.",
    failing=examples.attribute("type: string, format: duration"),
    passing=examples.attribute("type: string, pattern: '^P'"),
)
RULES: Final = (UNKNOWN_FORMAT, UNPORTABLE_FORMAT)


def check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    """Find a format that is not known everywhere."""
    name = placed.schema.get("format")
    if not isinstance(name, str) or name in _BOTH:
        return
    path = (*placed.path, "format")
    if name in _SERVER_ONLY:
        message = f'format "{name}" stops the vendor\'s SDK, CLI and linters; use a pattern'
        yield Finding(UNPORTABLE_FORMAT, message, path)
        return
    near = near_match(name, sorted(_BOTH))
    advice = f'did you mean "{near}"?' if near else "use a pattern"
    message = f'mParticle does not know the format "{name}" and accepts any text; {advice}'
    yield Finding(UNKNOWN_FORMAT, message, path)
