"""The same attribute with another type or another meaning from event to event.

A warehouse has one column for an attribute, and a reader one idea of it. There is one finding for each attribute,
where it first departs from what most events say, since a slip in a shared definition hits many events at once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.names import folded
from dataplan_sync.problems.checks.values import allowed_types
from dataplan_sync.problems.checks.wording import first_few
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataplan_sync.problems.checks.version_view import Attribute, Carrier, VersionView
    from dataplan_sync.problems.rule import Example


def _example(first: str, second: str) -> Example:
    views = (
        examples.event(
            f"properties:\n  price: {{{schema}}}",
            match=f"{{type: screen_view, criteria: {{screen_name: {screen}}}}}",
        )
        for screen, schema in (("Sofa", first), ("Table", second))
    )
    return examples.data_plan("".join(views))


_PRICE: Final = "type: number, description: Price with tax"

INCONSISTENT_TYPE: Final = Rule(
    id="inconsistent-type",
    severity=Severity.WARNING,
    sentence="An attribute has different types in different events, but one column in every table.",
    advice="Give it one type everywhere, or two names. null and integer beside number are no difference.",
    failing=_example(_PRICE, "type: string, description: Price with tax"),
    passing=_example(_PRICE, _PRICE),
)
INCONSISTENT_DESCRIPTION: Final = Rule(
    id="inconsistent-description",
    severity=Severity.WARNING,
    sentence="An attribute is described differently in different events, as if it meant two things.",
    advice="Use one description that covers both, or two names.",
    failing=_example(_PRICE, "type: number, description: Unit price before tax"),
    passing=_example(_PRICE, _PRICE),
)
RULES: Final = (INCONSISTENT_TYPE, INCONSISTENT_DESCRIPTION)


def check_version(view: VersionView) -> Iterator[Finding]:
    """Find attributes that a version describes in more than one way."""
    by_name: dict[tuple[Carrier, str], list[Attribute]] = {}
    for attribute in view.attributes:
        by_name.setdefault((attribute.carrier, attribute.name), []).append(attribute)
    for attributes in by_name.values():
        if len(attributes) > 1:
            yield from _departure(INCONSISTENT_TYPE, attributes, _kind, "of type")
            yield from _departure(INCONSISTENT_DESCRIPTION, attributes, _meaning, "described as")


def _departure(
    rule: Rule, attributes: list[Attribute], aspect: Callable[[Attribute], str], phrase: str
) -> Iterator[Finding]:
    said = [(attribute, aspect(attribute)) for attribute in attributes]
    if len({text for _, text in said}) < 2:
        return
    keys = [folded(text) for _, text in said]
    counts = Counter(key for key, (_, text) in zip(keys, said, strict=True) if text)
    if len(counts) < 2:
        return
    (usual, count), *_ = counts.most_common()
    odd = [each for key, each in zip(keys, said, strict=True) if each[1] and key != usual]
    place, text = odd[0]
    usual_text = next(
        each[1] for key, each in zip(keys, said, strict=True) if key == usual and each[1]
    )
    names = first_few([attribute.point.name for attribute, _ in odd])
    message = (
        f'"{place.name}" is {phrase} {_clipped(text)} here, but {_clipped(usual_text)} in {count} of '
        f"{counts.total()} data points. Give it one meaning, or two names; it departs in {names}"
    )
    yield Finding(rule, message, place.path)


def _kind(attribute: Attribute) -> str:
    kinds = allowed_types(attribute.schema.get("type")) - {"null"}
    return " or ".join(sorted({"number" if kind == "integer" else kind for kind in kinds}))


def _meaning(attribute: Attribute) -> str:
    description = attribute.schema.get("description")
    return description.strip() if isinstance(description, str) else ""


def _clipped(text: str) -> str:
    return f'"{text[:60]}…"' if len(text) > 61 else f'"{text}"'
