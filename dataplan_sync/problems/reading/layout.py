"""Rules on what stands where: files, data plans and versions."""

from __future__ import annotations

from typing import Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule

_POINTS: Final = """\
- description: A basket was looked at
  match: {type: screen_view, criteria: {screen_name: Basket}}
  validator: {type: json_schema, definition: {}}
"""
_VERSION: Final = f"version_description: The first one\ndata_points:\n{_POINTS}"
_SHOP: Final = "data_plan_id: shop\ndata_plan_name: Shop\n"

RULES: Final = (
    Rule(
        id="unknown-form",
        severity=Severity.ERROR,
        sentence="A file is none of the forms that plan files have.",
        advice="Correct its keys, move it out of the plans folder, or put `_` in front of its name.",
        failing={"settings.yaml": "colour: blue\n", "shop.yaml": _SHOP},
        passing={"_settings.yaml": "colour: blue\n", "shop.yaml": _SHOP},
    ),
    Rule(
        id="list-of-data-plans",
        severity=Severity.ERROR,
        sentence="A file is a list of data plans, which the API gives without data points.",
        advice="Save each data plan in a file of its own.",
        failing={"all.yaml": "- data_plan_id: shop\n- data_plan_id: feed\n"},
        passing={"shop.yaml": "data_plan_id: shop\n", "feed.yaml": "data_plan_id: feed\n"},
    ),
    Rule(
        id="misplaced-file",
        severity=Severity.ERROR,
        sentence="A version, a data plan or a list of data points is at a place for something else, or a name "
        "below `versions/` is no number.",
        advice="Move or rename the file as the message says.",
        failing={"shop/versions/first.yaml": _VERSION},
        passing={"shop/versions/1.yaml": _VERSION},
    ),
    Rule(
        id="incomplete-version",
        severity=Severity.ERROR,
        sentence="A version on its own does not say which data plan or which number it is.",
        advice="Add `data_plan_id` and `version`, or move it to `<data_plan_id>/versions/<version>.yaml`.",
        failing={"shop-v1.yaml": f"data_plan_id: shop\n{_VERSION}"},
        passing={"shop-v1.yaml": f"data_plan_id: shop\nversion: 1\n{_VERSION}"},
    ),
    Rule(
        id="missing-data-plan-id",
        severity=Severity.ERROR,
        sentence="A data plan in one file has no `data_plan_id`.",
        advice="Add the line that the message gives.",
        failing={"shop.yaml": "data_plan_name: Shop\n"},
        passing={"shop.yaml": _SHOP},
    ),
    Rule(
        id="bad-data-plan-id",
        severity=Severity.ERROR,
        sentence="An id is empty, or holds a slash, a space or a control character, which would break a URL.",
        advice="Write the id that mParticle has; ids are made of letters, digits, `_` and `-`.",
        failing={"shop.yaml": "data_plan_id: the shop\n"},
        passing={"shop.yaml": "data_plan_id: the_shop\n"},
    ),
    Rule(
        id="path-mismatch",
        severity=Severity.ERROR,
        sentence="An id or a number contradicts the path.",
        advice="Rename the file or folder, or leave the key out.",
        failing={"shop/versions/1.yaml": f"version: 2\n{_VERSION}"},
        passing={"shop/versions/2.yaml": f"version: 2\n{_VERSION}"},
    ),
    Rule(
        id="bad-version-number",
        severity=Severity.ERROR,
        sentence="A version is 0 or negative.",
        advice="Versions count from 1.",
        failing={"shop-v0.yaml": f"data_plan_id: shop\nversion: 0\n{_VERSION}"},
        passing={"shop-v0.yaml": f"data_plan_id: shop\nversion: 1\n{_VERSION}"},
    ),
    Rule(
        id="missing-data-points",
        severity=Severity.ERROR,
        sentence="A version has no data points at all.",
        advice="Add them, or `data_points: []` if none are meant.",
        failing={"shop/versions/1.yaml": "version_description: The first one\n"},
        passing={"shop/versions/1.yaml": "version_description: The first one\ndata_points: []\n"},
    ),
    Rule(
        id="data-points-twice",
        severity=Severity.ERROR,
        sentence="Data points stand in two places of one version.",
        advice="Keep one place.",
        failing={"shop/versions/1.yaml": f"version_document: {{data_points: []}}\n{_VERSION}"},
        passing={"shop/versions/1.yaml": _VERSION},
    ),
    Rule(
        id="duplicate-data-plan",
        severity=Severity.ERROR,
        sentence="The fields of a data plan are declared in two files. Both places are named.",
        advice="Keep one.",
        failing={"shop.yaml": _SHOP, "shop/plan.yaml": "data_plan_name: Shop\n"},
        passing={"shop.yaml": _SHOP},
    ),
    Rule(
        id="duplicate-version",
        severity=Severity.ERROR,
        sentence="A version is declared twice. Both places are named.",
        advice="Keep one, or give the other a number of its own.",
        failing={"shop/versions/1.yaml": _VERSION, "shop/versions/1/all.yaml": _POINTS},
        passing={"shop/versions/1.yaml": _VERSION, "shop/versions/2/all.yaml": _POINTS},
    ),
)
