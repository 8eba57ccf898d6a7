"""Edits as somebody in the UI makes them: no lock, no rules of the API, an e-mail address as author."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from dataplan_sync.emulator import bodies, point_edits, refusals, versions, wire
from dataplan_sync.emulator.records import DataPlanRecord, render_data_plan, render_version

if TYPE_CHECKING:
    from dataplan_sync.emulator.bodies import VersionBody
    from dataplan_sync.emulator.state import EmulatorState
    from dataplan_sync.emulator.wire import JSONObject

_TYPES: dict[str, tuple[type, ...]] = {
    "workspace_id": (int,),
    "user": (str,),
    "data_plan_id": (str,),
    "version": (int, type(None)),
    "delete": (bool,),
    "changes": (dict,),
    "set": (list,),
    "remove": (list,),
    "normalise": (bool,),
    "root_type": (str, type(None)),
}


@dataclass(frozen=True, slots=True)
class _Edit:
    """What the body of `/_emulator/edit` asks for; see `docs/emulator.md`."""

    data_plan_id: str
    workspace_id: int = 1
    user: str = "someone@example.com"
    version: int | None = None
    delete: bool = False
    changes: JSONObject | None = None
    set: tuple[JSONObject, ...] = ()
    remove: tuple[JSONObject, ...] = ()
    normalise: bool = False
    root_type: str | None = None

    @property
    def touches_points(self) -> bool:
        """Whether the document must be taken apart."""
        return bool(self.set or self.remove or self.normalise or self.root_type)


def edit(state: EmulatorState, text: str, value: JSONObject) -> str | None:
    """Create, edit or delete a data plan or a version.

    Args:
        state: the emulator.
        text: the request body.
        value: the same, parsed.

    Returns:
        The text of what was edited, as the API shows it; None after a deletion.

    Raises:
        RefusedRequestError: the request makes no sense.
    """
    asked = _read(value)
    changes = wire.members(text).get("changes", "{}")
    with state.writing(asked.workspace_id, asked.data_plan_id) as before:
        if asked.delete:
            _delete(state, asked, before)
            return None
        if asked.version is None:
            return _edit_data_plan(state, asked, before, changes)
        return _edit_version(state, asked, before, changes)


def _read(value: JSONObject) -> _Edit:
    for name, item in value.items():
        if name not in _TYPES:
            raise refusals.bad_request(refusals.unknown_key(name))
        if type(item) not in _TYPES[name]:
            raise refusals.bad_request(refusals.wrong_type(name))
    if not value.get("data_plan_id"):
        raise refusals.bad_request(refusals.MISSING_VALUE)
    if value.get("root_type") not in (None, *point_edits.ROOT_TYPES):
        raise refusals.bad_request(refusals.one_of("root_type", list(point_edits.ROOT_TYPES)))
    lists = {
        name: tuple(cast("list[JSONObject]", value.get(name, []))) for name in ("set", "remove")
    }
    for name, items in lists.items():
        if not all(_is_point_edit(item) for item in items):
            raise refusals.bad_request(refusals.wrong_type(name))
    return _Edit(**cast("dict[str, Any]", {**value, **lists}))


def _is_point_edit(item: object) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("match_key"), str)
        and isinstance(item.get("pointer", ""), str)
        and item.keys() <= {"match_key", "pointer", "value"}
    )


def _delete(state: EmulatorState, asked: _Edit, before: DataPlanRecord | None) -> None:
    if before is None:
        raise refusals.data_plan_not_found(asked.workspace_id, asked.data_plan_id)
    if asked.version is None:
        state.store.delete_data_plan(asked.workspace_id, asked.data_plan_id)
        return
    versions.find(before, asked.workspace_id, asked.data_plan_id, str(asked.version))
    state.store.delete_version(asked.workspace_id, asked.data_plan_id, asked.version)


def _edit_data_plan(
    state: EmulatorState, asked: _Edit, before: DataPlanRecord | None, changes: str
) -> str:
    body = bodies.read_data_plan(changes, asked.changes or {}, state.options)
    record = _data_plan(state, asked, before)
    stamps = versions.modified(state, asked.user) if before else {}
    record = replace(record, fields={**record.fields, **body.fields, **stamps})
    state.store.put_data_plan(asked.workspace_id, record)
    number = 0
    for item in body.versions:
        number = item.number or number + 1
        _put_version(state, asked, record, item, number=number)
    after = state.store.data_plan(asked.workspace_id, asked.data_plan_id) or record
    return render_data_plan(after, legacy_nulls=state.options.legacy_nulls)


def _edit_version(
    state: EmulatorState, asked: _Edit, before: DataPlanRecord | None, changes: str
) -> str:
    body = bodies.read_version(changes, asked.changes or {}, state.options)
    record = _data_plan(state, asked, before)
    if before is None:
        state.store.put_data_plan(asked.workspace_id, record)
    return _put_version(state, asked, record, body, number=asked.version or 1)


def _data_plan(state: EmulatorState, asked: _Edit, before: DataPlanRecord | None) -> DataPlanRecord:
    """The data plan as it is, or a new one."""
    if before is not None:
        return before
    fields: JSONObject = {"data_plan_name": asked.data_plan_id}
    return DataPlanRecord(asked.data_plan_id, fields | versions.created(state, asked.user), ())


def _put_version(
    state: EmulatorState, asked: _Edit, data_plan: DataPlanRecord, body: VersionBody, *, number: int
) -> str:
    record = data_plan.version(number)
    if record is None:
        stamps = versions.created(state, asked.user)
        record = versions.new_version(data_plan.data_plan_id, number, body, stamps)
    else:
        stamps = versions.modified(state, asked.user)
        document = body.document or record.document
        record = replace(
            record, fields={**record.fields, **body.fields, **stamps}, document=document
        )
    if asked.touches_points:
        record = replace(record, document=_edited_document(asked, record.document or ""))
    state.store.put_version(asked.workspace_id, record)
    return render_version(record, legacy_nulls=state.options.legacy_nulls)


def _edited_document(asked: _Edit, text: str) -> str:
    document = cast("dict[str, Any]", wire.parse(text))
    for item in asked.set:
        key, pointer = str(item["match_key"]), str(item.get("pointer", ""))
        point_edits.set_value(document, key, pointer, item.get("value"))
    for item in asked.remove:
        point_edits.remove_value(document, str(item["match_key"]), str(item.get("pointer", "")))
    if asked.normalise or asked.root_type:
        keys = {str(item["match_key"]) for item in (*asked.set, *asked.remove)}
        point_edits.write_as_ui(document, keys, asked.root_type)
    return wire.encode(document)
