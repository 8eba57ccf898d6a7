"""What an apply may come to, as reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.model import DataPlan
from dataplan_sync.report import Outcome
from tests.render.builders import (
    DEVELOPMENT,
    created,
    deleted,
    field,
    hazard,
    ledger,
    report,
    updated,
    version,
    workspace,
)

if TYPE_CHECKING:
    from dataplan_sync.changes import Change
    from dataplan_sync.report import CommandReport


def apply_changes() -> tuple[Change, ...]:
    return (
        created(DataPlan("shop", "Shop")),
        created(version(1)),
        updated(version(2)),
        created(version(3, data_plan_id="mobile", active=DEVELOPMENT)),
        created(version(4, data_plan_id="mobile")),
        deleted(version(5, data_plan_id="mobile")),
    )


def apply_partly() -> CommandReport:
    shop, first, second, third, fourth, fifth = changes = apply_changes()
    silent = "The API answered 200 and did not store the change: ask | mParticle's support."
    outcomes = ledger(
        (shop, Outcome.APPLIED, ""),
        (first, Outcome.FAILED, silent),
        (second, Outcome.UNKNOWN, "The answer was lost.\n  GET answered 503."),
        (third, Outcome.FAILED, "400: activation quota reached"),
        (fourth, Outcome.BLOCKED, "mobile v3 failed"),
        (fifth, Outcome.NOT_ATTEMPTED, ""),
        stored=third,
    )
    return report("apply", workspace(*changes, apply_report=outcomes, exit_code=7), exit_code=7)


def apply_done() -> CommandReport:
    changes = apply_changes()
    outcomes = ledger(*((change, Outcome.APPLIED, "") for change in changes))
    return report("apply", workspace(*changes, apply_report=outcomes))


def apply_nothing() -> CommandReport:
    return report("apply", workspace(unchanged=2, apply_report=ledger()))


def apply_interrupted_late() -> CommandReport:
    changes = apply_changes()[:2]
    found = (Outcome.APPLIED, Outcome.NOT_ATTEMPTED)
    outcomes = ledger(
        *((change, outcome, "") for change, outcome in zip(changes, found, strict=True)),
        interrupted=True,
    )
    return report("apply", workspace(*changes, apply_report=outcomes, exit_code=7), exit_code=7)


def apply_interrupted() -> CommandReport:
    change = created(version(1))
    outcomes = ledger((change, Outcome.NOT_ATTEMPTED, ""), interrupted=True)
    return report("apply", workspace(change, apply_report=outcomes, exit_code=130), exit_code=130)


def apply_stale() -> CommandReport:
    return report(
        "apply",
        workspace(created(version(1)), exit_code=6),
        exit_code=6,
        errors=["What was reviewed has moved:\n  shop v1: somebody@example.com edited it"],
    )


def apply_refused() -> CommandReport:
    second = updated(version(2), field("version_description", before="a", after="b"))
    refusal = hazard("production-edit", second.key, "shop v2 is active in production.")
    return report("apply", workspace(second, hazards=(refusal,), exit_code=5), exit_code=5)


APPLY_REPORTS: Final = (
    apply_partly,
    apply_done,
    apply_nothing,
    apply_interrupted,
    apply_interrupted_late,
    apply_stale,
    apply_refused,
)
