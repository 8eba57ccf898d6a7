"""The comments that golden files show, by their names: what was found, and what the run knew beside."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.guards.advice import Instruction
from dataplan_sync.hazards import Hazard, Permit
from dataplan_sync.impact.verdict import Consumer, Impact, Level, Producer
from dataplan_sync.model import DataPlan, DataPlanVersionKey, Mark
from dataplan_sync.render import comment, json_report
from dataplan_sync.render.comment_facts import AcceptedFinding, CommentFacts, OnMerge, Run
from tests.render import apply_reports, reports, verdict_reports
from tests.render.builders import (
    CREDENTIALS,
    DEVELOPMENT,
    PRODUCTION,
    SOMEONE,
    WORKSPACE_ID,
    change_set,
    created,
    event,
    field,
    hazard,
    problem,
    report,
    updated,
    version,
    workspace,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.changes import FieldChange
    from dataplan_sync.model import JSONObject
    from dataplan_sync.report import CommandReport, WorkspaceReport

RUN: Final = Run("https://github.example/acme/tracking/actions/runs/4711", 812)
FACTS: Final = CommentFacts(
    head="abc1234def5678900000000000000000000000ff",
    run=RUN,
    environment="production",
    summary_url=f"{RUN.url}#summary",
    report_url=f"{RUN.url}/artifacts/9",
)
EARLIER: Final = replace(
    FACTS,
    head="0123456789abcdef0123456789abcdef01234567",
    run=Run("https://github.example/acme/tracking/actions/runs/4700", 806),
)


def no_changes() -> tuple[CommandReport, CommentFacts]:
    before = comment.render(reports.two_creates(), EARLIER).body
    return reports.no_changes(), replace(FACTS, previous=before)


def two_creates() -> tuple[CommandReport, CommentFacts]:
    found = reports.two_creates()
    judged = [replace(part, impacts=dict.fromkeys(keys(part), ())) for part in found.workspaces]
    return replace(found, workspaces=tuple(judged)), FACTS


def keys(part: WorkspaceReport):
    return [change.key for change in part.change_set.changes] if part.change_set else []


def new_version() -> tuple[CommandReport, CommentFacts]:
    found = reports.new_version()
    part = found.workspaces[0]
    (key,) = keys(part)
    impacts = (
        verdict_reports.removed(DEVELOPMENT, Level.DANGEROUS),
        verdict_reports.enum_lost(DEVELOPMENT, Level.DANGEROUS),
        *(required(number) for number in range(12)),
    )
    judged = replace(part, impacts={key: impacts})
    return replace(found, workspaces=(judged,)), replace(FACTS, environment="")


def required(number: int) -> Impact:
    return Impact(
        "ATTR_ADDED_REQUIRED",
        (f"custom_event:other:Event {number}", "attributes", "is_app"),
        Producer.FLAG,
        Consumer.SAFE,
        Level.DANGEROUS,
        DEVELOPMENT,
        f"is_app must now be sent with Event {number}.",
        verdict_reports.witness(f"Event {number}", {}),
        after={"type": "boolean"},
    )


def loss() -> tuple[CommandReport, CommentFacts]:
    found = verdict_reports.verdict()
    part = found.workspaces[0]
    (key,) = keys(part)
    impacts = part.impacts[key]
    refusals = tuple(breaking(key, impact) for impact in (impacts[0], verdict_reports.lowered()))
    entries = [f"  - {entry(impact)}" for impact in (impacts[0], impacts[2])]
    facts = replace(
        FACTS,
        instructions=(
            Instruction("add at the end of dataplan-sync.yaml", ("accepted:", *entries)),
        ),
        label="accept-data-loss",
        accepted=(
            AcceptedFinding(
                'shop v2, ENUM_VALUE_REMOVED: size of purchase no longer takes "XL"',
                "dataplan-sync.yaml:7:5",
                "XL is not sold any more",
            ),
        ),
        policy_changes=("dataplan-sync.yaml: an acceptance of ENUM_VALUE_REMOVED is new.",),
    )
    return replace(found, workspaces=(replace(part, hazards=refusals),)), facts


def breaking(key: DataPlanVersionKey, impact: Impact) -> Hazard:
    advice = f'To allow it, add to "accepted" in dataplan-sync.yaml (line 4): - {entry(impact)}'
    message = f"{key}, {impact.rule}: {impact.reason} {advice}"
    return Hazard("breaking", key, message, Permit(("accepted",), {"rule": impact.rule}))


def entry(impact: Impact) -> str:
    place = f'shop, 2, "{impact.path[0]}"'
    return f"{{rule: {impact.rule}, path: [{place}], reason: say here why this is wanted}}"


def four_hundred() -> tuple[CommandReport, CommentFacts]:
    return many(400), FACTS


def many(points: int, *, losses: int = 30) -> CommandReport:
    """Give a new version in which so many data points change, each in its own way, and some are removed."""
    fields: list[FieldChange] = []
    for number in range(points - losses):
        path = (f"custom_event:other:Checkout step {number}", "attributes", f"step_{number}")
        described: JSONObject = {"type": "string", "description": f"What step {number} was about"}
        fields += [field(*path, after=described), field(*path, "required", after=True)]
    names = [f"custom_event:other:Legacy step {number}" for number in range(losses)]
    fields += [field(name, before=event(name[19:], {"x": {}})) for name in names]
    third = created(version(3, active=PRODUCTION), *fields, compared_with=2)
    impacts = [verdict_reports.removed(PRODUCTION, Level.BREAKING, name) for name in names]
    return report("diff", workspace(third, unchanged=2, impacts={third.key: tuple(impacts)}))


def failure() -> tuple[CommandReport, CommentFacts]:
    found = (
        problem("duplicate-key", 'the key "size" occurs twice', Mark("plans/shop.yaml", 41, 7)),
        problem(
            "attribute-name",
            '"Size of shirt" is no name that a warehouse takes',
            Mark("plans/shop.yaml", 52, 9),
        ),
    )
    before = comment.render(*new_version()).body
    part = workspace(change_set=None, problems=found, exit_code=4)
    return report("diff", part, exit_code=4), replace(FACTS, head="f" * 40, previous=before)


def unreachable() -> tuple[CommandReport, CommentFacts]:
    return reports.failed_run(), replace(FACTS, previous=comment.render(*failure()).body)


def drift() -> tuple[CommandReport, CommentFacts]:
    return reports.drift(), replace(FACTS, on_merge=OnMerge.NOTHING)


def reverts() -> tuple[CommandReport, CommentFacts]:
    return reports.origins(), FACTS


def applied() -> tuple[CommandReport, CommentFacts]:
    before = comment.render(*two_creates()).body
    third = DataPlanVersionKey("mobile", 3)
    facts = replace(
        FACTS,
        previous=before,
        pull_requests=(12, 13),
        unreviewed={WORKSPACE_ID: frozenset([third])},
    )
    return apply_reports.apply_done(), facts


def applied_partly() -> tuple[CommandReport, CommentFacts]:
    return apply_reports.apply_partly(), replace(FACTS, pull_requests=(12,))


def covered() -> tuple[CommandReport, CommentFacts]:
    nothing = report("apply", workspace(change_set=None))
    return nothing, replace(FACTS, covered_by="def4567def4567def4567", pull_requests=(11,))


def refused() -> tuple[CommandReport, CommentFacts]:
    purchase = "product_action:purchase"
    reviewed = updated(
        version(2, authorship=CREDENTIALS),
        field(purchase, "description", before="Bought", after="Bought something"),
        field(purchase, "attributes", "size", "enum", before=["M"], after=["M", "XL"]),
    )
    now = replace(
        updated(
            version(2, authorship=SOMEONE),
            field(purchase, "description", before="Bought in the shop", after="Bought something"),
            field(purchase, "attributes", "size", "enum", before=["M"], after=["M", "XL"]),
            field("custom_event:other:Sneaked In", before=event("Sneaked In", {})),
        ),
        fingerprint="5eed" * 16,
    )
    added = created(version(3))
    facts = replace(
        FACTS,
        previous=comment.render(report("diff", workspace(reviewed)), FACTS).body,
        reviewed=json.loads(json_report.render(report("diff", workspace(reviewed)))),
        pull_requests=(12,),
    )
    message = (
        "What was reviewed is not what would be applied now, and nothing was written. "
        "Look at what would be applied now, in the job summary. To apply exactly that, run the workflow by hand "
        "(workflow_dispatch) with `command: apply` and "
        f"`fingerprint: {change_set(now, added).fingerprint[:8]}`.\nNot as it was reviewed:\n"
        "  shop v2: moved since the review, in git or live, last written by someone@example.com on "
        "2026-11-22T10:15:00.43 UTC\n  shop v3: was not part of the review"
    )
    return report("apply", workspace(now, added, exit_code=6), exit_code=6, errors=[message]), facts


def fork() -> tuple[CommandReport, CommentFacts]:
    change = created(
        version(3),
        field("custom_event:other:Opened", after=event("Opened", {})),
        compared_with=2,
    )
    part = workspace(change, unchanged=2, workspace_id=None, name="")
    return report("diff", part), replace(
        FACTS, environment="", live_read=False, compared_with="the branch main"
    )


def several_workspaces() -> tuple[CommandReport, CommentFacts]:
    found = reports.several_workspaces()
    plan = updated(DataPlan("web"), field("data_plan_name", before="a", after="b"))
    key = plan.key
    fourth = workspace(
        plan,
        name="sandbox",
        workspace_id=7508,
        hazards=(hazard("too-many", key, "web: too many data points are removed."),),
    )
    return replace(found, workspaces=(*found.workspaces, fourth)), replace(FACTS, environment="")


def hostile() -> tuple[CommandReport, CommentFacts]:
    name = f"{reports.HOSTILE} --> <!-- ]]> </summary></details> ![x](y) 🎉"
    found = reports.hostile()
    part = found.workspaces[0]
    (key,) = keys(part)
    lost = verdict_reports.removed(PRODUCTION, Level.BREAKING, f"custom_event:other:{name}")
    facts = replace(
        FACTS,
        head=name,
        run=Run(name, 1),
        environment=name,
        compared_with=name,
        instructions=(Instruction(name, (name,)),),
        label=name,
        accepted=(AcceptedFinding(name, name, name),),
        policy_changes=(name,),
    )
    judged = replace(part, impacts={key: (lost,)}, notes=(name,))
    return replace(found, workspaces=(judged,)), facts


COMMENTS: Final[dict[str, Callable[[], tuple[CommandReport, CommentFacts]]]] = {
    made.__name__: made
    for made in (
        no_changes,
        two_creates,
        new_version,
        loss,
        four_hundred,
        failure,
        unreachable,
        drift,
        reverts,
        applied,
        applied_partly,
        covered,
        refused,
        fork,
        several_workspaces,
        hostile,
    )
}
