"""The same attribute with another type or another meaning from event to event.

A warehouse has one column for an attribute, and a reader one idea of it. There is one finding for each attribute,
where it first departs from what most events say, since a slip in a shared definition hits many events at once.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.units import QUANTITIES, units_in
from dataplan_sync.problems.checks.values import allowed_types
from dataplan_sync.problems.checks.wording import first_few
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dataplan_sync.model import JSONObject
    from dataplan_sync.problems.checks.version_view import Attribute, VersionView
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
    sentence="The descriptions of an attribute name different units or formats in different events, such as cents and dollars.",
    advice="Send one unit everywhere, or use two names. Other differences between descriptions are none to this rule.",
    failing=_example(_PRICE, "type: number, description: Unit price before tax"),
    passing=_example(_PRICE, _PRICE),
)
RULES: Final = (INCONSISTENT_TYPE, INCONSISTENT_DESCRIPTION)


def check_version(view: VersionView) -> Iterator[Finding]:
    """Find attributes that a version describes in more than one way."""
    for attributes in view.uses.values():
        if len(attributes) > 1:
            if not _all_of_one_type(attributes):
                yield from _departure(INCONSISTENT_TYPE, attributes, _kind, "of type")
            yield from _other_units(attributes)


def _all_of_one_type(attributes: Sequence[Attribute]) -> bool:
    """Tell at once what holds for nearly all attributes."""
    first = attributes[0].told.schema.get("type")
    return all(attribute.told.schema.get("type") == first for attribute in attributes)


def _other_units(attributes: Sequence[Attribute]) -> Iterator[Finding]:
    if len({_description(attribute.told.schema) for attribute in attributes}) > 1:
        for quantity in QUANTITIES:
            aspect = partial(_unit, quantity)
            yield from _departure(INCONSISTENT_DESCRIPTION, attributes, aspect, "described as")


def _departure(
    rule: Rule, attributes: Sequence[Attribute], aspect: Callable[[Attribute], str], phrase: str
) -> Iterator[Finding]:
    said = [(attribute, aspect(attribute)) for attribute in attributes]
    counts = Counter(text for _, text in said if text)
    if len(counts) < 2:
        return
    (usual, count), *_ = counts.most_common()
    odd = [each for each in said if each[1] not in {"", usual}]
    others = f'"{usual}" in {count} of {counts.total()} data points'

    def tell(indexes: Sequence[int]) -> str:
        place, text = odd[indexes[0]]
        names = first_few([odd[index][0].point.name for index in indexes])
        return (
            f'"{place.name}" is {phrase} "{text}" here, but {others}. '
            f"Give it one meaning, or two names; it departs in {names}"
        )

    yield Finding.at_places(rule, [attribute.path for attribute, _ in odd], tell)


def _kind(attribute: Attribute) -> str:
    kinds = allowed_types(attribute.schema.get("type")) - {"null"}
    return " or ".join(sorted({"number" if kind == "integer" else kind for kind in kinds}))


def _unit(quantity: int, attribute: Attribute) -> str:
    return units_in(_description(attribute.told.schema))[quantity]


def _description(schema: JSONObject) -> str:
    description = schema.get("description")
    return description if isinstance(description, str) else ""
