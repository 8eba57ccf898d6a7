"""What the API does with versions of data plans: create, read, update, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync.emulator import bodies, documents, refusals, wire
from dataplan_sync.emulator.options import (
    LockedFields,
    NullInPatch,
    ProdLock,
    VersionInPatch,
    VersionNumber,
)
from dataplan_sync.emulator.records import FEED, VersionRecord, render_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.emulator.bodies import VersionBody
    from dataplan_sync.emulator.options import EmulatorOptions
    from dataplan_sync.emulator.records import DataPlanRecord
    from dataplan_sync.emulator.state import EmulatorState
    from dataplan_sync.emulator.wire import JSONObject

_MAX_DIGITS = 10
EMPTY_DOCUMENT = '{"data_points":[]}'
_NULLABLE = ("data_plan_description", "version_description", FEED)


def read(state: EmulatorState, workspace_id: int, data_plan_id: str, number: str) -> str:
    """Give a version with its document."""
    _, record = find(state.reading(workspace_id, data_plan_id), workspace_id, data_plan_id, number)
    return _render(state, record)


def create(
    state: EmulatorState, workspace_id: int, data_plan_id: str, content: bytes, author: str
) -> str:
    """Create a version of an existing data plan."""
    text, value = bodies.read_object(content, state.options)
    body = bodies.read_version(text, value, state.options)
    with state.writing(workspace_id, data_plan_id) as data_plan:
        if data_plan is None:
            raise refusals.data_plan_not_found(workspace_id, data_plan_id)
        taken = [item.version for item in data_plan.versions]
        (number,) = numbers([body], taken, state.options)
        record = new_version(data_plan.data_plan_id, number, body, created(state, author))
        put(state, workspace_id, record)
    return _render(state, record)


def update(
    state: EmulatorState,
    workspace_id: int,
    data_plan_id: str,
    number: str,
    content: bytes,
    *,
    author: str,
) -> str:
    """Change the given fields of a version; a document is replaced whole."""
    text, value = bodies.read_object(content, state.options)
    body = bodies.read_version(text, value, state.options)
    if body.number is not None and state.options.version_in_patch_body is VersionInPatch.REJECT:
        raise refusals.bad_request(refusals.unknown_key("version"))
    with state.writing(workspace_id, data_plan_id) as data_plan:
        _, record = find(data_plan, workspace_id, data_plan_id, number)
        body = _unlocked(record, body, state.options)
        if body.fields or body.document is not None:
            fields = merged(
                dict(record.fields) | modified(state, author), body.fields, state.options
            )
            document = record.document if body.document is None else body.document
            record = replace(record, fields=fields, document=document)
            put(state, workspace_id, record)
    return _render(state, record)


def delete(state: EmulatorState, workspace_id: int, data_plan_id: str, number: str) -> None:
    """Delete a version, unless one of the API's three refusals holds."""
    with state.writing(workspace_id, data_plan_id) as before:
        data_plan, record = find(before, workspace_id, data_plan_id, number)
        if len(data_plan.versions) == 1:
            raise refusals.bad_request(refusals.LAST_VERSION)
        if record.environment == "production":
            raise refusals.bad_request(refusals.ACTIVE_VERSION)
        if record.fields.get(FEED) is not None:
            raise refusals.bad_request(refusals.QUARANTINED_VERSION)
        state.store.delete_version(workspace_id, data_plan_id, record.version)


def find(
    data_plan: DataPlanRecord | None, workspace_id: int, data_plan_id: str, number: str
) -> tuple[DataPlanRecord, VersionRecord]:
    """Find a version by the number in a path.

    Raises:
        RefusedRequestError: 404, there is no such data plan or version.
    """
    if data_plan is None:
        raise refusals.data_plan_not_found(workspace_id, data_plan_id)
    is_number = number.isdecimal() and len(number) <= _MAX_DIGITS
    record = data_plan.version(int(number)) if is_number else None
    if record is None:
        raise refusals.version_not_found(workspace_id, data_plan_id, number)
    return data_plan, record


def numbers(
    versions: Iterable[VersionBody], taken: Iterable[int], options: EmulatorOptions
) -> list[int]:
    """Decide the numbers of new versions, beside those that are taken.

    Raises:
        RefusedRequestError: 400, a number is missing or taken and the options refuse that.
    """
    used = set(taken)
    found = []
    for body in versions:
        number = body.number
        if number is None:
            number = _next(used, options.post_version_without_number, refusals.NO_VERSION)
        elif number in used:
            number = _next(used, options.taken_version, refusals.taken_version(number))
        used.add(number)
        found.append(number)
    return found


def _next(used: set[int], rule: VersionNumber, refusal: str) -> int:
    if rule is VersionNumber.REJECT:
        raise refusals.bad_request(refusal)
    return max(used, default=0) + 1


def new_version(
    data_plan_id: str, number: int, body: VersionBody, stamps: JSONObject
) -> VersionRecord:
    """Make the record of a new version; a quarantine feed cannot be set on creation."""
    given = {name: item for name, item in body.fields.items() if item is not None and name != FEED}
    fields = {"activated_environment": "none", **given, **stamps}
    return VersionRecord(data_plan_id, number, fields, body.document or EMPTY_DOCUMENT)


def put(state: EmulatorState, workspace_id: int, record: VersionRecord) -> None:
    """Store a version inside a transaction.

    Raises:
        RefusedRequestError: 400, its document is not acceptable, or the memory quota is exceeded.
    """
    documents.check_document(wire.parse(record.document or EMPTY_DOCUMENT), state.options)
    state.store.put_version(workspace_id, record)
    quota = state.options.memory_quota
    if quota and record.environment != "none" and state.store.active_bytes() > quota:
        raise refusals.bad_request(refusals.QUOTA)


def merged(fields: JSONObject, changes: JSONObject, options: EmulatorOptions) -> JSONObject:
    """Lay changes over fields; null clears what may be null, and changes nothing else."""
    result = dict(fields)
    for name, item in changes.items():
        if item is not None:
            result[name] = item
        elif name in _NULLABLE and options.null_in_patch is NullInPatch.CLEAR:
            result.pop(name, None)
    return result


def created(state: EmulatorState, author: str) -> JSONObject:
    """Give the stamps of something new."""
    return {"created_on": state.now(), "created_by": author}


def modified(state: EmulatorState, author: str) -> JSONObject:
    """Give the stamps of an edit."""
    return {"last_modified_on": state.now(), "last_modified_by": author}


def _unlocked(record: VersionRecord, body: VersionBody, options: EmulatorOptions) -> VersionBody:
    """Take out of a PATCH what the production lock holds; the lock looks at the state before it."""
    if record.environment != "production" or options.prod_lock is ProdLock.ALLOW:
        return body
    everything = options.locked_fields is LockedFields.EVERYTHING
    if body.document is None and not everything:
        return body
    if options.prod_lock is ProdLock.REJECT:
        raise refusals.bad_request(refusals.LOCKED_VERSION)
    return replace(body, document=None, fields={} if everything else body.fields)


def _render(state: EmulatorState, record: VersionRecord) -> str:
    return render_version(record, legacy_nulls=state.options.legacy_nulls)
