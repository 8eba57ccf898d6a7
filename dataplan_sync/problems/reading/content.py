"""Rules on the content of data plans: that each data point has an identity, and each key the value it should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule

if TYPE_CHECKING:
    from dataplan_sync.problems.rule import Example

_VALIDATOR: Final = "{type: json_schema, definition: {}}"
_SCREEN: Final = "{type: screen_view, criteria: {screen_name: Basket}}"


def _points(*matches: str, validator: str = _VALIDATOR) -> Example:
    text = "".join(
        f"- description: A basket was looked at\n  match: {match}\n  validator: {validator}\n"
        for match in matches
    )
    return {"shop/versions/1/basket.yaml": text}


def _short(head: str, line: str) -> Example:
    text = f"- {head}\n  description: A basket was looked at\n  {line}\n"
    return {"shop/versions/1/basket.yaml": text}


def _shop(line: str) -> Example:
    return {"shop.yaml": f"data_plan_id: shop\n{line}\n"}


RULES: Final = (
    Rule(
        id="missing-criterion",
        severity=Severity.ERROR,
        sentence="A match lacks the criterion that identifies it: `event_name` and `custom_event_type`, "
        "`screen_name`, or `action`.",
        advice="Add it; it must not be empty.",
        failing=_points("{type: custom_event, criteria: {event_name: Basket Seen}}"),
        passing=_points(
            "{type: custom_event, criteria: {event_name: Basket Seen, custom_event_type: other}}"
        ),
    ),
    Rule(
        id="duplicate-data-point",
        severity=Severity.ERROR,
        sentence="Two data points of a version have the same match. Both places are named.",
        advice="Keep one.",
        failing=_points(_SCREEN, _SCREEN),
        passing=_points(_SCREEN),
    ),
    Rule(
        id="wrong-type",
        severity=Severity.ERROR,
        sentence="A value has the wrong type.",
        advice="Write what the message asks for; text that looks like a number needs quotes.",
        failing=_shop("data_plan_name: 2026"),
        passing=_shop('data_plan_name: "2026"'),
    ),
    Rule(
        id="missing-key",
        severity=Severity.ERROR,
        sentence="A key that must be there is not.",
        advice="Add it.",
        failing=_points(_SCREEN, validator="{type: json_schema}"),
        passing=_points(_SCREEN),
    ),
    Rule(
        id="mistyped-key",
        severity=Severity.ERROR,
        sentence="A key is unknown and resembles a known one.",
        advice="Write the one that the message names.",
        failing=_shop("data_plan_nmae: Shop"),
        passing=_shop("data_plan_name: Shop"),
    ),
    Rule(
        id="misplaced-key",
        severity=Severity.ERROR,
        sentence="A key of a data point belongs to its other form, or to another match type.",
        advice="Write the data point in one form; docs/plan-files.md has the keys of the short one.",
        failing=_short("screen_view: Basket", "products: {}"),
        passing=_short("product_action: purchase", "products: {}"),
    ),
    Rule(
        id="unknown-key",
        severity=Severity.WARNING,
        sentence="A key is unknown. It is sent and compared as it is.",
        advice="Remove it if it is not meant.",
        failing=_shop("owner: web"),
        passing=_shop("data_plan_name: Shop"),
    ),
)
