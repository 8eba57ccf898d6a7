"""Rules on YAML and JSON: that each file is one value that JSON can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule

if TYPE_CHECKING:
    from dataplan_sync.problems.rule import Example

_SHOP: Final = "data_plan_id: shop\n"


def _shop(more: str) -> Example:
    return {"shop.yaml": _SHOP + more}


def _version(head: str, definition: str) -> Example:
    text = f"""\
{head}data_points:
  - description: A basket was looked at
    match: {{type: screen_view, criteria: {{screen_name: Basket}}}}
    validator: {{type: json_schema, definition: {definition}}}
"""
    return {"shop/versions/1.yaml": text}


def _laughs(levels: int) -> str:
    """Give lists of ten aliases each, so that every level is ten times the one before it."""
    tens = (f"  - &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, levels))
    return f"- examples:\n  - &l0 [{', '.join(['1'] * 10)}]\n" + "".join(tens)


def _default(value: str) -> Example:
    return _version("", f"{{default: {value}}}")


RULES: Final = (
    Rule(
        id="yaml-syntax",
        severity=Severity.ERROR,
        sentence="A file is not YAML.",
        advice="Follow the advice in the message; a missing quote or bracket is often some lines above.",
        failing=_shop("data_plan_name: [Shop\n"),
        passing=_shop("data_plan_name: Shop\n"),
    ),
    Rule(
        id="json-syntax",
        severity=Severity.ERROR,
        sentence="A file is not JSON.",
        advice="Correct it there; JSON has no comments and no comma before a closing bracket.",
        failing={"shop.json": '{"data_plan_id": "shop",}\n'},
        passing={"shop.json": '{"data_plan_id": "shop"}\n'},
    ),
    Rule(
        id="several-documents",
        severity=Severity.ERROR,
        sentence="A second YAML document begins in a file.",
        advice="Put each document into a file of its own.",
        failing={"shop.yaml": f"{_SHOP}---\ndata_plan_id: feed\n"},
        passing={"shop.yaml": _SHOP, "feed.yaml": "data_plan_id: feed\n"},
    ),
    Rule(
        id="duplicate-key",
        severity=Severity.ERROR,
        sentence="An object has a key twice. Both places are named.",
        advice="Keep one.",
        failing=_shop("data_plan_name: Shop\ndata_plan_name: The shop\n"),
        passing=_shop("data_plan_name: Shop\n"),
    ),
    Rule(
        id="complex-key",
        severity=Severity.ERROR,
        sentence="A key is an object, a list, or an alias to something else than text.",
        advice="Write the key as text.",
        failing=_shop("? [data_plan_name]\n: Shop\n"),
        passing=_shop("data_plan_name: Shop\n"),
    ),
    Rule(
        id="bad-tag",
        severity=Severity.ERROR,
        sentence="A tag is not supported, or its value is not what it says.",
        advice="Drop the tag, or correct the value.",
        failing=_shop("data_plan_name: !name Shop\n"),
        passing=_shop("data_plan_name: Shop\n"),
    ),
    Rule(
        id="bad-merge",
        severity=Severity.ERROR,
        sentence="`<<` has neither an object nor a list of objects.",
        advice='Correct it; for a key that is called so, write `"<<"`.',
        failing=_shop("<<: Shop\n"),
        passing=_shop("<<: {data_plan_name: Shop}\n"),
    ),
    Rule(
        id="bad-alias",
        severity=Severity.ERROR,
        sentence="An alias has no anchor before it, or stands inside of it.",
        advice="Add the anchor, or write the value out.",
        failing=_shop("data_plan_name: *name\n"),
        passing=_shop("data_plan_name: &name Shop\ndata_plan_description: *name\n"),
    ),
    Rule(
        id="too-many-aliases",
        severity=Severity.ERROR,
        sentence="Aliases add more than 200,000 values to a file.",
        advice="Use fewer, or split the file.",
        failing={"shop/versions/1/all.yaml": _laughs(6)},
        passing={"shop/versions/1/all.yaml": "[]\n"},
    ),
    Rule(
        id="too-deep",
        severity=Severity.ERROR,
        sentence="Objects and lists are nested more than 100 deep.",
        advice="Flatten them.",
        failing=_default(f"{'[' * 100}{']' * 100}"),
        passing=_default("[]"),
    ),
    Rule(
        id="not-json",
        severity=Severity.ERROR,
        sentence="A value that JSON cannot hold: infinity, not-a-number, a number too large.",
        advice="Leave it out; if it is text, put it in quotes.",
        failing=_default(".inf"),
        passing=_default('".inf"'),
    ),
)
