"""What the API does with data plans: list, create, read, update, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync.emulator import bodies, refusals, versions, wire
from dataplan_sync.emulator.bodies import VersionBody
from dataplan_sync.emulator.options import Strictness, WithoutVersions
from dataplan_sync.emulator.records import DataPlanRecord, render_data_plan

if TYPE_CHECKING:
    from dataplan_sync.emulator.bodies import DataPlanBody
    from dataplan_sync.emulator.state import EmulatorState


def list_all(state: EmulatorState, workspace_id: int) -> str:
    """Give the data plans of a workspace, oldest first, without documents."""
    now = {
        state.store.key(record.data_plan_id): record
        for record in state.store.data_plans(workspace_id)
    }
    shown = state.lag.view_all(workspace_id, now)
    return wire.join_array([_render(state, _without_documents(record)) for record in shown])


def read(state: EmulatorState, workspace_id: int, data_plan_id: str) -> str:
    """Give a data plan with all its documents."""
    record = state.reading(workspace_id, data_plan_id)
    if record is None:
        raise refusals.data_plan_not_found(workspace_id, data_plan_id)
    return _render(state, record)


def create(state: EmulatorState, workspace_id: int, content: bytes, author: str) -> str:
    """Create a data plan and the versions that come with it."""
    text, value = bodies.read_object(content, state.options)
    body = bodies.read_data_plan(text, value, state.options)
    name = body.fields.get("data_plan_name")
    if not isinstance(name, str):
        raise refusals.bad_request(refusals.NO_NAME)
    nested = _first_versions(state, body)
    data_plan_id = body.data_plan_id or wire.slug(name)
    stamps = versions.created(state, author)
    given = {name: item for name, item in body.fields.items() if item is not None}
    with state.writing(workspace_id, data_plan_id) as before:
        if before is not None:
            raise refusals.bad_request(refusals.ID_IN_USE)
        records = tuple(
            versions.new_version(data_plan_id, number, item, stamps)
            for number, item in zip(
                versions.numbers(nested, (), state.options), nested, strict=True
            )
        )
        ordered = tuple(sorted(records, key=lambda record: record.version))
        record = DataPlanRecord(data_plan_id, given | stamps, ordered)
        state.store.put_data_plan(workspace_id, record)
        for item in ordered:
            versions.put(state, workspace_id, item)
    return _render(state, record)


def _first_versions(state: EmulatorState, body: DataPlanBody) -> tuple[VersionBody, ...]:
    if body.versions:
        return body.versions
    match state.options.post_plan_without_versions:
        case WithoutVersions.REJECT:
            raise refusals.bad_request(refusals.NO_VERSIONS)
        case WithoutVersions.CREATE_V1:
            return (VersionBody(1, {}, None),)
        case WithoutVersions.ACCEPT:
            return ()


def update(
    state: EmulatorState, workspace_id: int, data_plan_id: str, content: bytes, author: str
) -> str:
    """Change name or description; versions and ids in the body are ignored."""
    text, value = bodies.read_object(content, state.options)
    value.pop("data_plan_versions", None)
    value.pop("data_plan_id", None)
    body = bodies.read_data_plan(text, value, state.options)
    with state.writing(workspace_id, data_plan_id) as record:
        if record is None:
            raise refusals.data_plan_not_found(workspace_id, data_plan_id)
        changed = record
        if body.fields:
            stamped = dict(record.fields) | versions.modified(state, author)
            changed = replace(record, fields=versions.merged(stamped, body.fields, state.options))
            state.store.put_data_plan(workspace_id, changed)
    return _render(state, changed)


def delete(state: EmulatorState, workspace_id: int, data_plan_id: str) -> None:
    """Delete a data plan with all its versions."""
    with state.writing(workspace_id, data_plan_id) as record:
        if record is None:
            raise refusals.data_plan_not_found(workspace_id, data_plan_id)
        active = any(item.environment == "production" for item in record.versions)
        if active and state.options.delete_active_plan is Strictness.REJECT:
            raise refusals.bad_request(refusals.ACTIVE_PLAN)
        state.store.delete_data_plan(workspace_id, data_plan_id)


def _without_documents(record: DataPlanRecord) -> DataPlanRecord:
    return replace(record, versions=tuple(replace(item, document=None) for item in record.versions))


def _render(state: EmulatorState, record: DataPlanRecord) -> str:
    return render_data_plan(record, legacy_nulls=state.options.legacy_nulls)
