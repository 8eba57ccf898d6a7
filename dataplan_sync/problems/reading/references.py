"""Rules on references: that each `$ref` leads to a definition below the plans folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule

if TYPE_CHECKING:
    from dataplan_sync.problems.rule import Example

_SHARED: Final = """\
price:
  type: number
  description: In euros
"""


def _price(target: str, shared: str = _SHARED) -> Example:
    return _purchase(f'    price: {{$ref: "{target}"}}\n', shared)


def _purchase(attributes: str, shared: str) -> Example:
    text = (
        "- custom_event: Bought\n"
        "  custom_event_type: transaction\n"
        "  description: Something was bought\n"
        f"  attributes:\n{attributes}"
    )
    return {"shop/versions/1/buying.yaml": text, "shared/commerce.yaml": shared}


def _doubling() -> str:
    """Write definitions of which each holds the one before twice: the last of them would be of a million parts."""
    doubled = "".join(
        f'part{level}: {{properties: {{a: {{$ref: "#/part{level - 1}"}}, b: {{$ref: "#/part{level - 1}"}}}}}}\n'
        for level in range(1, 20)
    )
    return f"part0: {{type: string, description: A part}}\n{doubled}"


RULES: Final = (
    Rule(
        id="bad-reference",
        severity=Severity.ERROR,
        sentence="A `$ref` is not written as references are, leads out of the plans folder or to the network, or "
        "leads to something that cannot stand in its place.",
        advice="Name a definition in a file below the plans folder, such as `shared/commerce.yaml#/price`.",
        failing={
            "shop/versions/1/buying.yaml": _price("https://example.com/price.json")[
                "shop/versions/1/buying.yaml"
            ]
        },
        passing=_price("shared/commerce.yaml#/price"),
    ),
    Rule(
        id="unknown-reference",
        severity=Severity.ERROR,
        sentence="A `$ref` names a file or a definition that is not there.",
        advice="Write the one that the message names; paths start at the plans folder, or with `./` at their own "
        "file.",
        failing=_price("shared/commerce.yaml#/prize"),
        passing=_price("shared/commerce.yaml#/price"),
    ),
    Rule(
        id="reference-cycle",
        severity=Severity.ERROR,
        sentence="A definition refers to itself, or to one that does.",
        advice="Take out one of the references that the message lists; data that contains itself has no end.",
        failing=_price("shared/commerce.yaml#/price", 'price: {$ref: "#/price"}\n'),
        passing=_price("shared/commerce.yaml#/price"),
    ),
    Rule(
        id="too-many-references",
        severity=Severity.ERROR,
        sentence="References add more values to a file than a data plan could hold.",
        advice="Refer to less, above all where definitions refer to each other.",
        failing=_price("shared/commerce.yaml#/part19", _doubling()),
        passing=_price("shared/commerce.yaml#/part0", _doubling()),
    ),
)
