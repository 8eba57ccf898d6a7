"""Short ways to write the values that renderers take."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from dataplan_sync.changes import (
    ABSENT,
    STATE_DIGITS,
    Absent,
    Change,
    ChangeKind,
    ChangeSet,
    FieldChange,
    Origin,
)
from dataplan_sync.hazards import Hazard
from dataplan_sync.model import (
    ActivatedEnvironment,
    Authorship,
    DataPlan,
    DataPlanKey,
    DataPlanVersion,
    DataPlanVersionKey,
    Mark,
)
from dataplan_sync.problems.problem import Problem, Severity
from dataplan_sync.report import (
    ApplyReport,
    ChangeOutcome,
    CommandReport,
    Outcome,
    WorkspaceReport,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.model import JSONObject, JSONValue, ObjectKey

WORKSPACE_ID = 7505
SOMEONE = Authorship(
    created_on="2026-01-14T14:52:11.43",
    created_by="client_id:abc123",
    last_modified_on="2026-11-22T10:15:00.43",
    last_modified_by="someone@example.com",
)
CREDENTIALS = Authorship(created_on="2026-11-23T23:59:59", created_by="client_id:abc123")
NONE, DEVELOPMENT, PRODUCTION = ActivatedEnvironment


def field(
    *path: str,
    before: JSONValue | Absent = ABSENT,
    after: JSONValue | Absent = ABSENT,
    origin: Origin = Origin.PENDING,
) -> FieldChange:
    return FieldChange(path, before, after, origin)


def data_point(
    match: JSONObject,
    attributes: Mapping[str, JSONValue],
    *,
    required: Sequence[str] = (),
    closed: bool = False,
) -> JSONObject:
    """Write a canonical data point."""
    schema: JSONObject = {"properties": dict(attributes)}
    if required:
        schema["required"] = dict.fromkeys(required, True)
    if closed:
        schema["additionalProperties"] = False
    if match["type"] not in {"user_attributes", "user_identities"}:
        schema = {"properties": {"data": {"properties": {"custom_attributes": schema}}}}
    return {"match": match, "validator": {"type": "json_schema", "definition": schema}}


def event(name: str, attributes: Mapping[str, JSONValue], **options) -> JSONObject:
    criteria: JSONObject = {"event_name": name, "custom_event_type": "other"}
    return data_point({"type": "custom_event", "criteria": criteria}, attributes, **options)


def version(
    number: int = 2,
    *,
    data_plan_id: str = "shop",
    active: ActivatedEnvironment | None = None,
    authorship: Authorship | None = None,
) -> DataPlanVersion:
    return DataPlanVersion(
        data_plan_id,
        number,
        activated_environment=active,
        authorship=authorship or Authorship(),
    )


def created(after: DataPlan | DataPlanVersion, *fields: FieldChange, compared_with=None) -> Change:
    return Change(
        ChangeKind.CREATE,
        after.key,
        None,
        after,
        fields,
        digest("create", after.key),
        compared_with=compared_with,
        desired_digest=state("after", after.key),
    )


def updated(before: DataPlan | DataPlanVersion, *fields: FieldChange) -> Change:
    return Change(
        ChangeKind.UPDATE,
        before.key,
        before,
        before,
        fields,
        digest("update", before.key),
        live_digest=state("before", before.key),
        desired_digest=state("after", before.key),
    )


def deleted(before: DataPlan | DataPlanVersion) -> Change:
    return Change(
        ChangeKind.DELETE,
        before.key,
        before,
        None,
        (),
        digest("delete", before.key),
        live_digest=state("before", before.key),
        desired_digest=state("gone", before.key),
    )


def state(*parts: object) -> str:
    return digest(*parts)[:STATE_DIGITS]


def digest(*parts: object) -> str:
    return hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()


def change_set(
    *changes: Change, unchanged: int = 0, unmanaged: Sequence[ObjectKey] = ()
) -> ChangeSet:
    return ChangeSet(WORKSPACE_ID, changes, unchanged, tuple(unmanaged))


def workspace(*changes: Change, unchanged: int = 0, unmanaged=(), **options) -> WorkspaceReport:
    """Write a workspace's report; every object is declared in a file of its data plan."""
    marks = {
        change.key: Mark(f"plans/{change.data_plan_id}.yaml", line=3 + 10 * index)
        for index, change in enumerate(changes)
    }
    compared = change_set(*changes, unchanged=unchanged, unmanaged=unmanaged)
    settings = {
        "workspace_id": WORKSPACE_ID,
        "name": str(WORKSPACE_ID),
        "change_set": compared,
        "marks": marks,
        "repeated": (f"--workspace-id {WORKSPACE_ID}",),
    }
    return WorkspaceReport(**{**settings, **options})


def report(
    command: str, *workspaces: WorkspaceReport, exit_code: int = 0, errors: Sequence[str] = ()
) -> CommandReport:
    return CommandReport(command, exit_code, tuple(errors), workspaces)


def ledger(
    *outcomes: tuple[Change, Outcome, str],
    stored: Change | None = None,
    interrupted: bool = False,
) -> ApplyReport:
    """Write an apply report from changes, what became of them, and why."""
    return ApplyReport(
        tuple(
            ChangeOutcome(change, outcome, reason, stored=change is stored)
            for change, outcome, reason in outcomes
        ),
        interrupted,
    )


def problem(rule: str, message: str, mark: Mark, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(rule, severity, message, mark)


def hazard(rule: str, key: DataPlanKey | DataPlanVersionKey, message: str) -> Hazard:
    return Hazard(rule, key, message)
