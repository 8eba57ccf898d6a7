"""The reports that every renderer is held to, by the name of their golden files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Origin
from dataplan_sync.model import DataPlan, DataPlanKey, DataPlanVersionKey, Mark
from dataplan_sync.problems.problem import Severity
from dataplan_sync.report import FileFate, PulledFile, WorkspaceReport
from tests.render.apply_reports import APPLY_REPORTS
from tests.render.builders import (
    CREDENTIALS,
    DEVELOPMENT,
    PRODUCTION,
    SOMEONE,
    created,
    data_point,
    deleted,
    event,
    field,
    hazard,
    problem,
    report,
    updated,
    version,
    workspace,
)
from tests.render.shared_reports import SHARED_REPORTS
from tests.render.verdict_reports import VERDICT_REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.changes import FieldChange
    from dataplan_sync.model import JSONObject
    from dataplan_sync.report import CommandReport

PURCHASE: Final = "product_action:purchase"
SEARCH: Final = "custom_event:search:Search"
HOSTILE: Final = (
    "a|b \\| `code` ``two`` @org/team #1 <img src=x> [link](https://example.com)\n"
    "## next\r\x1b[31mred\x07 \u202egnp.exe\u200b www.example.com GH-1 :tada: $x$ " + "long " * 40
)


def no_changes() -> CommandReport:
    return report("diff", workspace(unchanged=3))


def only_unmanaged() -> CommandReport:
    keys = [DataPlanKey("legacy"), *(DataPlanVersionKey("shop", number) for number in range(1, 13))]
    return report("diff", workspace(unchanged=1, unmanaged=keys))


def two_creates() -> CommandReport:
    match: JSONObject = {"type": "user_attributes", "criteria": {}}
    data_plan = created(
        DataPlan("shop", "Shop"),
        field("data_plan_name", after="Shop"),
        field("data_plan_description", after="The web shop\nand its checkout"),
    )
    first = created(
        version(1),
        field("activated_environment", after="none"),
        field("custom_event:other:Opened", after=event("Opened", {})),
        field(SEARCH, after=event("Search", {"q": {"type": "string"}}, closed=True)),
        field("screen_view::Home: start", after=data_point({"type": "screen_view"}, {})),
        field("user_attributes", after=data_point(match, {"a": {}, "b": {}})),
    )
    return report("diff", workspace(data_plan, first))


def new_version() -> CommandReport:
    coupon = event(
        "Coupon Applied",
        {
            "code": {"type": "string", "pattern": r"^\d+$"},
            "amount": {"type": "number", "minimum": 0, "description": "In euro"},
        },
        required=["code"],
    )
    is_app: JSONObject = {"type": "boolean"}
    alike: list[FieldChange] = []
    for number in range(12):
        path = (f"custom_event:other:Event {number}", "attributes", "is_app")
        alike += [field(*path, after=is_app), field(*path, "required", after=True)]
    third = created(
        version(3, active=DEVELOPMENT),
        field("activated_environment", after="development"),
        field("version_description", after="Coupons"),
        field("custom_event:transaction:Coupon Applied", after=coupon),
        field(PURCHASE, "attributes", "gift_wrap", after={"type": "boolean"}),
        field(PURCHASE, "attributes", "size", "enum", before=["S", "XL"], after=["S"]),
        *alike,
        field("custom_event:other:Event 0", "description", after="The first"),
        field("custom_event:other:Legacy Click", before=event("Legacy Click", {"x": {}})),
        compared_with=2,
    )
    return report("diff", workspace(third, unchanged=2))


def field_edits() -> CommandReport:
    size = (PURCHASE, "attributes", "size")
    long = "Long text that goes on and on. " * 8
    second = updated(
        version(2, active=PRODUCTION, authorship=CREDENTIALS),
        field("activated_environment", before="production", after="development"),
        field("version_description", before="Old"),
        field("settings", before={"a": 1}, after={"a": None}),
        field(PURCHASE, "description", before=f"{long}Old end", after=f"{long}New end"),
        field(*size, "enum", before=["L", "M", "S"], after=["M", "S", "XS"]),
        field(*size, "type", before="string", after=["null", "string"]),
        field(*size, "required", before=True),
        field(*size, "pattern", after=r"^\w+$"),
        field(*size, "maxLength", before=5),
        field(PURCHASE, "attributes", "note", "required", after=True),
        field(PURCHASE, "attributes", "old", before={"type": "number"}),
        field(PURCHASE, "attributes", "old", "required", before=True),
        field(PURCHASE, "attributes", "address", "zip", after={"type": "string"}),
        field(PURCHASE, "attributes", "list", "items", before=True, after={"enum": ["a", 1, None]}),
        field(PURCHASE, "custom_attributes", "additionalProperties", before=True, after=False),
        field(
            PURCHASE, "product_action", "products", "items", "sku", "minLength", before=1, after=2
        ),
        field(SEARCH, "validator", "type", before="json_schema", after="other"),
    )
    data_plan = updated(DataPlan("shop"), field("data_plan_name", before="Shop", after="Web shop"))
    refusal = hazard(
        "production-edit", second.key, "shop v2 is active in production: declare a new version."
    )
    return report("diff", workspace(data_plan, second, hazards=(refusal,)))


def deletion() -> CommandReport:
    gone = (deleted(version(1)), deleted(DataPlan("old")))
    return report("diff", workspace(created(version(4)), *gone))


def drift() -> CommandReport:
    moved = partial(field, origin=Origin.DRIFT)
    edited = updated(
        version(2, authorship=SOMEONE),
        moved(PURCHASE, "description", before="Edited in the UI", after="As in git"),
        moved(PURCHASE, "attributes", "size", "enum", before=["S"], after=["S", "XL"]),
        moved(
            "custom_event:other:Sneaked In", before=event("Sneaked In", {"a": {"type": "string"}})
        ),
    )
    by_api = updated(
        DataPlan("shop", authorship=CREDENTIALS),
        moved("data_plan_name", before="Other", after="Shop"),
    )
    missing = created(version(3), moved(SEARCH, after=event("Search", {})), compared_with=2)
    unknown = updated(version(1, data_plan_id="mobile"), moved("version_description", before="x"))
    return report("drift", workspace(by_api, edited, missing, unknown, exit_code=3), exit_code=3)


def no_drift() -> CommandReport:
    return report("drift", workspace(unchanged=1))


def origins() -> CommandReport:
    second = updated(
        version(2, authorship=SOMEONE),
        field(PURCHASE, "description", before="a", after="b", origin=Origin.DRIFT),
        field(PURCHASE, "attributes", "x", "type", before="a", after="b", origin=Origin.CONFLICT),
        field("version_description", before="a", after="b", origin=Origin.CONVERGED),
        field(SEARCH, "attributes", "y", after={}, origin=Origin.PENDING),
    )
    return report("diff", workspace(second))


def pulled() -> CommandReport:
    files = (
        PulledFile("plans/shop/plan.yaml", FileFate.WRITTEN),
        PulledFile("plans/shop/versions/1.yaml", FileFate.UNCHANGED),
        PulledFile("plans/old|er/plan.yaml", FileFate.REMOVED),
    )
    return report("pull", workspace(change_set=None, files=files))


def pulled_nothing() -> CommandReport:
    return report("pull", workspace(change_set=None))


def problems() -> CommandReport:
    found = (
        problem("duplicate-key", 'the key "size" occurs twice', Mark("plans/shop.yaml", 41, 7)),
        problem("unknown-key", 'unknown key "x|y"', Mark("plans/a b.yaml", 2, 1), Severity.WARNING),
        problem("binary-file", "not text", Mark("plans/logo.yaml")),
    )
    checked = workspace(problems=found, change_set=None, exit_code=4)
    return report("validate", checked, exit_code=4)


def valid() -> CommandReport:
    return report("validate", workspace(change_set=None, workspace_id=None, name=""))


def hostile() -> CommandReport:
    name = f"custom_event:other:{HOSTILE}"
    change = created(
        version(1, data_plan_id=HOSTILE, active=PRODUCTION),
        field(name, after=event(HOSTILE, {HOSTILE: {"type": HOSTILE, HOSTILE: HOSTILE}})),
        field("custom_event:other:```", "attributes", HOSTILE, HOSTILE, before="", after=HOSTILE),
        field(HOSTILE, before=[HOSTILE], after={HOSTILE: "\ud800"}),
        compared_with=0,
    )
    mark = Mark(f"plans/{HOSTILE}.yaml")
    return report(
        "diff",
        workspace(
            change,
            name=HOSTILE,
            unmanaged=[DataPlanKey(HOSTILE)],
            marks={change.key: mark},
            problems=(problem("odd|rule", HOSTILE, mark),),
            hazards=(hazard("odd|rule", change.key, HOSTILE),),
        ),
        errors=[HOSTILE],
    )


def null_or_absent() -> CommandReport:
    second = updated(
        version(2),
        field(PURCHASE, "attributes", "a", "default", before=None, after=0),
        field(PURCHASE, "attributes", "a", "const", after=None),
        field(PURCHASE, "attributes", "b", "const", before=None),
    )
    return report("diff", workspace(second))


def failed_run() -> CommandReport:
    text = "No answer from https://api.example.com within 30 s: check the network, then run again."
    return report("diff", exit_code=1, errors=[text])


def usage_error() -> CommandReport:
    text = "MPARTICLE_WORKSPACE_ID is not set: set it, or pass --workspace-id."
    return report("apply", exit_code=2, errors=[text])


def several_workspaces() -> CommandReport:
    change = created(version(3, active=DEVELOPMENT))
    failed = WorkspaceReport(7507, "broken", exit_code=1)
    elsewhere = Mark("plans/shop/versions/3.yaml", 1)
    plan = updated(DataPlan("shop"), field("data_plan_name", before="a", after="b"))
    marks = {change.key: elsewhere, plan.key: Mark("plans/shop/plan.yaml")}
    return report(
        "diff",
        workspace(plan, change, name="staging", marks=marks),
        workspace(unchanged=4, name="production", workspace_id=7506),
        failed,
        exit_code=1,
        errors=["workspace broken (7507): 403, the workspace is outside the credential's scope."],
    )


REPORTS: Final[dict[str, Callable[[], CommandReport]]] = {
    build.__name__: build
    for build in (
        *APPLY_REPORTS,
        no_changes,
        only_unmanaged,
        two_creates,
        new_version,
        field_edits,
        deletion,
        drift,
        no_drift,
        origins,
        pulled,
        pulled_nothing,
        problems,
        valid,
        hostile,
        null_or_absent,
        failed_run,
        usage_error,
        several_workspaces,
        *VERDICT_REPORTS,
        *SHARED_REPORTS,
    )
}
