"""Loads data plans from JSON files into a workspace, before the emulator serves anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import errors
from dataplan_sync.emulator import bodies, wire
from dataplan_sync.emulator.bodies import DataPlanBody, VersionBody
from dataplan_sync.emulator.records import STAMPS, DataPlanRecord
from dataplan_sync.emulator.refusals import RefusedRequestError
from dataplan_sync.emulator.versions import created, new_version

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.emulator.state import EmulatorState
    from dataplan_sync.emulator.wire import JSONObject

_AUTHOR = "seed@example.com"


def load_seeds(state: EmulatorState, directory: Path, workspace_id: int) -> list[str]:
    """Load every `*.json` below a directory, in the order of their paths.

    A file holds a whole data plan, a single version with its `data_plan_id`, or what the UI exports: a
    version document without an id, which becomes version 1 of a data plan named as the file. Stamps are
    kept where the file has them. What the workspace has already is left alone, so that a database file can
    be seeded at every start.

    Returns:
        What was loaded: `shop v2`, for instance.

    Raises:
        UsageError: a file is none of these, or two files hold the same version.
    """
    files = sorted(directory.rglob("*.json"))
    if not files:
        msg = f"{directory}: no *.json below it to seed the emulator with; name another directory"
        raise errors.UsageError(msg)
    loaded: dict[tuple[str, int], Path] = {}
    for path in files:
        data_plan_id, fields, records = _read(path, state)
        with state.store.transaction():
            before = state.store.data_plan(workspace_id, data_plan_id)
            if before is None:
                state.store.put_data_plan(workspace_id, DataPlanRecord(data_plan_id, fields, ()))
            for number, body, stamps in records:
                if (data_plan_id, number) in loaded:
                    msg = (
                        f"{path}: version {number} of {data_plan_id} is also in "
                        f"{loaded[data_plan_id, number]}; keep one of the two"
                    )
                    raise errors.UsageError(msg)
                if before is None or before.version(number) is None:
                    record = new_version(data_plan_id, number, body, stamps)
                    state.store.put_version(workspace_id, record)
                    loaded[data_plan_id, number] = path
    return [f"{data_plan_id} v{number}" for data_plan_id, number in loaded]


_Versions = list[tuple[int, VersionBody, "JSONObject"]]


def _read(path: Path, state: EmulatorState) -> tuple[str, JSONObject, _Versions]:
    """Read a file: the data plan's id, its fields, its versions with their stamps."""
    try:
        text, value = bodies.read_object(path.read_bytes(), state.options)
        if "data_plan_versions" in value:
            body = bodies.read_data_plan(text, value, state.options)
            return _data_plan(path, value, body, state)
        version = bodies.read_version(text, value, state.options)
    except OSError as exc:
        msg = f"{path}: cannot read it ({exc.strerror}); check its permissions"
        raise errors.UsageError(msg) from exc
    except RefusedRequestError as exc:
        reasons = " ".join(str(error["message"]) for error in exc.errors)
        reasons = reasons.replace("The request body", "the file")
        msg = f"{path}: {reasons} Seed the emulator with data plans as the API gives them"
        raise errors.UsageError(msg) from exc
    if version.document is None:
        msg = (
            f"{path}: neither a data plan (data_plan_versions) nor a version (version_document); "
            "remove it, or save what the API gives"
        )
        raise errors.UsageError(msg)
    return _single(path, value, version, state)


def _data_plan(
    path: Path, value: JSONObject, body: DataPlanBody, state: EmulatorState
) -> tuple[str, JSONObject, _Versions]:
    data_plan_id = body.data_plan_id or wire.slug(path.stem)
    nested = value["data_plan_versions"]
    texts = nested if isinstance(nested, list) else []
    versions: _Versions = [
        (item.number or number, item, _stamps(part, state))
        for number, (part, item) in enumerate(zip(texts, body.versions, strict=True), start=1)
    ]
    fields = {"data_plan_name": data_plan_id, **body.fields, **_stamps(value, state)}
    return data_plan_id, fields, versions


def _single(
    path: Path, value: JSONObject, body: VersionBody, state: EmulatorState
) -> tuple[str, JSONObject, _Versions]:
    given = value.get("data_plan_id")
    data_plan_id = given if isinstance(given, str) and given else wire.slug(path.stem)
    stamps = _stamps(value, state)
    fields: JSONObject = {
        "data_plan_name": data_plan_id,
        "created_on": stamps["created_on"],
        "created_by": stamps["created_by"],
    }
    return data_plan_id, fields, [(body.number or 1, body, stamps)]


def _stamps(value: object, state: EmulatorState) -> JSONObject:
    given = value if isinstance(value, dict) else {}
    kept = {name: given[name] for name in STAMPS if isinstance(given.get(name), str)}
    return created(state, _AUTHOR) | kept
