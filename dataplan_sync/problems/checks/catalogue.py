"""All rules on what plan files say, and the one function that runs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import (
    consistency,
    definition_shape,
    descriptions,
    drafts,
    formats,
    identifiers,
    limits,
    match_types,
    names,
    patterns,
    personal_data,
    ranges,
    required,
    schema_keywords,
    schema_validity,
    user_names,
    values,
)
from dataplan_sync.problems.checks.version_view import (
    PlacedPoint,
    definition,
    parts,
    view,
)
from dataplan_sync.problems.rule import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dataplan_sync.model import DataPlan, DataPoint
    from dataplan_sync.problems.checks.version_view import PlacedSchema, VersionView
    from dataplan_sync.problems.rule import Finding, Rule
    from dataplan_sync.problems.rule_settings import RuleSettings

RULES: Final[tuple[Rule, ...]] = (
    *limits.RULES,
    *identifiers.RULES,
    *match_types.RULES,
    *schema_keywords.RULES,
    *schema_validity.RULES,
    *drafts.RULES,
    *values.RULES,
    *ranges.RULES,
    *required.RULES,
    *definition_shape.RULES,
    *user_names.RULES,
    *patterns.RULES,
    *formats.RULES,
    *names.RULES,
    *consistency.RULES,
    *descriptions.RULES,
    *personal_data.RULES,
)
_OF_VERSIONS: Final[tuple[Callable[[VersionView], Iterator[Finding]], ...]] = (
    limits.check_version,
    identifiers.check_version,
    names.check_version,
    consistency.check_version,
    descriptions.check_version,
)
_OF_ALL_SCHEMAS: Final[tuple[Callable[[PlacedSchema], Iterator[Finding]], ...]] = (
    schema_keywords.check_schema,
    schema_validity.check_schema,
)
_OF_SCHEMAS_WITH: Final[
    tuple[tuple[frozenset[str], Callable[[PlacedSchema], Iterator[Finding]]], ...]
] = (
    (ranges.KEYWORDS, ranges.check_schema),
    (frozenset(("enum", "const")), values.check_schema),
    (frozenset(("properties",)), required.check_schema),
    (frozenset(("pattern",)), patterns.check_schema),
    (frozenset(("format",)), formats.check_schema),
)
"""Checks of schemas that have one of some keywords: most schemas have none of them, and there are many schemas."""


def check_data_plan(data_plan: DataPlan, settings: RuleSettings) -> Iterator[Finding]:
    """Find what is wrong with a data plan, or will be.

    Args:
        data_plan: as plan files declare it.
        settings: what the repository says of rules; severities are the caller's to apply.

    Yields:
        Findings in no particular order. A path is `("data_plan_id",)`, or begins with
        `("data_plan_versions", number)`, where `number` is the version's number, and goes on in the API's own keys.
    """
    yield from identifiers.check_data_plan_id(data_plan)
    for version in data_plan.versions:
        yield from _check_version(view(version), settings)


def _check_version(version: VersionView, settings: RuleSettings) -> Iterator[Finding]:
    for check_version in _OF_VERSIONS:
        yield from check_version(version)
    yield from personal_data.check_version(version, settings.personal_data)
    seen: set[int] = set()
    for point in version.points:
        checked = point.point.derived(_checked)
        if seen.isdisjoint(checked.schemas):
            seen |= checked.schemas
            findings: Iterable[Finding] = checked.findings
        else:
            findings = _check_point(point.point, seen)
        for finding in findings:
            yield moved(finding, point.path)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What is wrong in a data point by itself, which versions that share it share too."""

    findings: tuple[Finding, ...]
    schemas: frozenset[int]
    """The schemas in it, by `id()`."""


def _checked(point: DataPoint) -> _Checked:
    schemas: set[int] = set()
    findings = tuple(_check_point(point, schemas))
    return _Checked(findings, frozenset(schemas))


def _check_point(point: DataPoint, seen: set[int]) -> Iterator[Finding]:
    """Check a data point, with paths within it; `seen` as in `definition`."""
    placed = PlacedPoint((), point)
    yield from match_types.check_point(placed)
    yield from definition_shape.check_point(placed)
    yield from user_names.check_point(placed)
    yield from required.check_point(placed)
    for found in parts(point).maps:
        yield from required.check_attribute_map(found)
    schemas = definition(placed, seen)
    yield from drafts.check_definition(schemas)
    for schema in schemas:
        yield from _check_schema(schema)


def _check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    for check_schema in _OF_ALL_SCHEMAS:
        yield from check_schema(placed)
    for keywords, check_schema in _OF_SCHEMAS_WITH:
        if not keywords.isdisjoint(placed.schema):
            yield from check_schema(placed)
