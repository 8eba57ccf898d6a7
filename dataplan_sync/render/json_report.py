"""The report for scripts: one JSON document whose keys are only ever added (design §6, docs/output.md).

It is written after failures and wrong usage too, so nothing here may fail over what a report holds.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent, ChangeKind, Origin
from dataplan_sync.impact.verdict import Level
from dataplan_sync.model import DataPlanVersionKey
from dataplan_sync.render import ledger, parity, verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.changes import Change, FieldChange
    from dataplan_sync.hazards import Hazard
    from dataplan_sync.impact.verdict import Impact, Witness
    from dataplan_sync.model import JSONObject, JSONValue, Mark, ObjectKey
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.report import ChangeOutcome, CommandReport, WorkspaceReport
    from dataplan_sync.traffic import Traffic

FORMAT_VERSION: Final = 1

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def render(report: CommandReport) -> str:
    """Render a report as one JSON document.

    Args:
        report: what a command found and did.

    Returns:
        Indented JSON with a trailing newline, which can always be encoded as UTF-8: text that holds half a
        surrogate pair, as JSON allows, keeps it as an escape. A number beyond JSON (an infinity) is text.
    """
    document: JSONObject = {
        "format_version": FORMAT_VERSION,
        "command": report.command,
        "exit_code": report.exit_code,
        "errors": list(report.errors),
        "workspaces": [_workspace(workspace, report.command) for workspace in report.workspaces],
        "traffic": _traffic(report.traffic) if report.traffic else None,
        **({"parity": parity.document(report.parity)} if report.parity else {}),
    }
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _traffic(traffic: Traffic) -> JSONObject:
    return {
        "requests": traffic.requests,
        "retries": traffic.retries,
        "waits": traffic.waits,
        "seconds_waited": round(traffic.waited, 3),
        "rate_limited": traffic.throttled,
    }


def _workspace(workspace: WorkspaceReport, command: str) -> JSONObject:
    change_set = workspace.change_set
    outcomes = ledger.outcomes_of(workspace)
    return {
        "name": workspace.name,
        "id": workspace.workspace_id,
        "exit_code": workspace.exit_code,
        "fingerprint": change_set.fingerprint if change_set else None,
        "base": workspace.base,
        "base_note": workspace.base_note,
        "summary": _summary(workspace, command),
        "changes": [
            _change(
                change,
                ledger.mark_of(workspace, change),
                outcomes.get(change.key),
                workspace.impacts.get(change.key, ()),
            )
            for change in ledger.changes_of(workspace)
        ],
        "unmanaged": [_key(key) for key in change_set.unmanaged] if change_set else [],
        "problems": [_problem(problem) for problem in workspace.problems],
        "hazards": [_hazard(hazard) for hazard in workspace.hazards],
        "files": [{"path": file.path, "fate": file.fate.value} for file in workspace.files],
        "notes": list(workspace.notes),
        "errors": list(workspace.errors),
    }


def _summary(workspace: WorkspaceReport, command: str) -> JSONObject | None:
    """Count; null where nothing was compared, because zeros would read as "nothing to do"."""
    if workspace.change_set is None:
        return None
    changes = workspace.change_set.changes
    return {
        **{kind.value: workspace.change_set.count(kind) for kind in ChangeKind},
        "unchanged": workspace.change_set.unchanged,
        "drift": ledger.count_drift(changes, command=command),
        "conflict": ledger.count_origin(changes, Origin.CONFLICT),
        "converged": workspace.change_set.converged,
        "breaking": verdicts.count(workspace, Level.BREAKING),
    }


def _change(
    change: Change,
    mark: Mark | None,
    outcome: ChangeOutcome | None,
    impacts: Sequence[Impact],
) -> JSONObject:
    key = change.key
    return {
        "kind": change.kind.value,
        **_key(key),
        "version": key.version if isinstance(key, DataPlanVersionKey) else None,
        "fingerprint": change.fingerprint,
        "continuations": list(change.continuations),
        "desired_digest": change.desired_digest,
        "compared_with": change.compared_with,
        "file": mark.file if mark else None,
        "line": mark.line if mark else None,
        "outcome": outcome.outcome.value if outcome else None,
        "reason": outcome.reason if outcome else None,
        "stored": outcome.stored if outcome else None,
        **_live_author(change),
        "fields": [_field(field) for field in change.field_changes],
        "impacts": [_impact(impact) for impact in impacts],
    }


def _impact(impact: Impact) -> JSONObject:
    return {
        "rule": impact.rule,
        "path": list(impact.path),
        "producer": impact.producer.value,
        "consumer": impact.consumer.value,
        "level": impact.level.value,
        "environment": impact.environment.value,
        "compared_with": impact.compared_with,
        "by_name_only": impact.by_name_only,
        "reason": impact.reason,
        "witness": _witness(impact.witness) if impact.witness else None,
        **_sides(impact.before, impact.after),
    }


def _witness(witness: Witness) -> JSONObject:
    return {
        "event": _finite(witness.event),
        "excerpt": _finite(witness.excerpt),
        "accepted_before": witness.accepted_before,
        "errors": [_finite(error) for error in witness.errors],
    }


def _sides(before: JSONValue | Absent, after: JSONValue | Absent) -> JSONObject:
    """Leave out the side that is absent: null would mean JSON's null."""
    sides = {"before": before, "after": after}
    return {name: _finite(side) for name, side in sides.items() if not isinstance(side, Absent)}


def _live_author(change: Change) -> JSONObject:
    authorship = change.before.authorship if change.before else None
    if authorship is None:
        return {}
    stamps = {"live_by": authorship.latest_by, "live_on": authorship.latest_on}
    return {key: stamp for key, stamp in stamps.items() if stamp is not None}


def _field(field: FieldChange) -> JSONObject:
    return {
        "path": list(field.path),
        "origin": field.origin.value,
        **_sides(field.before, field.after),
        **({"shared": field.shared} if field.shared is not None else {}),
    }


def _key(key: ObjectKey) -> JSONObject:
    if isinstance(key, DataPlanVersionKey):
        return {
            "object": "data_plan_version",
            "data_plan_id": key.data_plan_id,
            "version": key.version,
        }
    return {"object": "data_plan", "data_plan_id": key.data_plan_id}


def _problem(problem: Problem) -> JSONObject:
    return {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "message": problem.message,
        "file": problem.mark.file,
        "line": problem.mark.line,
        "column": problem.mark.column,
    }


def _hazard(hazard: Hazard) -> JSONObject:
    place = {name: part for name, part in _key(hazard.key).items() if name != "object"}
    return {"rule": hazard.rule, **place, "message": hazard.message}


def _finite(value: JSONValue) -> JSONValue:
    """Say as text what JSON has no number for; `1e999` in a plan file decodes to an infinity."""
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case list():
            return [_finite(item) for item in value]
        case dict():
            return {name: _finite(item) for name, item in value.items()}
        case _:
            return value
