"""What has to be edited, and in which files, so that a data plan's files say what is live."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical, codec, managed
from dataplan_sync.changes import ABSENT
from dataplan_sync.files.editing.edit import Edit
from dataplan_sync.files.editing.point_edits import point_edits
from dataplan_sync.files.editing.written import Spot
from dataplan_sync.files.expanding import DEFINITIONS
from dataplan_sync.model import ActivatedEnvironment, DataPlan, VersionDocument
from dataplan_sync.short_form.compression import compress
from dataplan_sync.short_form.tidying import tidy
from dataplan_sync.wire import READ_ONLY_KEYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dataplan_sync.canonical import PointKey
    from dataplan_sync.files.editing.written import WrittenDataPlan, WrittenPoint, WrittenVersion
    from dataplan_sync.model import DataPlanVersion, DataPoint, JSONObject, JSONValue

_DATA_PLAN_FIELDS: Final = ("data_plan_name", "data_plan_description")
_VERSION_FIELDS: Final = ("version_description", "activated_environment")


@dataclass(frozen=True, slots=True)
class FileEdit:
    """An edit, and the file that it is for."""

    file: str
    edit: Edit


def data_plan_edits(written: WrittenDataPlan, live: DataPlan) -> Iterator[FileEdit]:
    """Give the edits of a data plan's own fields, as far as its files manage them."""
    if written.at:
        own = _extras(written.fields, codec.DATA_PLAN_KEYS, _DATA_PLAN_FIELDS)
        fields = codec.encode_data_plan_scalars(live)
        yield from _field_edits(written.at, own, fields, _DATA_PLAN_FIELDS)


def version_edits(
    written: WrittenVersion, live: DataPlanVersion, anew: Collection[PointKey] = ()
) -> Iterator[FileEdit]:
    """Give the edits of a version, as far as its files manage it: its own fields, then its data points.

    Args:
        written: the version in its files.
        live: what they are to say; it may also be a mixture of live and desired.
        anew: data points that are to be written anew rather than edited, where they differ.
    """
    document = live.version_document or VersionDocument(())
    if written.at:
        known = (*codec.VERSION_KEYS, "data_points", *codec.KNOWN_DOCUMENT_EXTRAS)
        own = _extras(written.fields, known, _VERSION_FIELDS)
        environment = live.activated_environment or ActivatedEnvironment.NONE
        fields = codec.encode_version(
            replace(live, version_document=None, activated_environment=environment)
        )
        yield from _field_edits(written.at, own, fields, _VERSION_FIELDS)
        yield from _document_edits(written.at, written.fields, document)
    wanted = canonical.points_by_key(document)
    had = _by_key(written)
    for key, point in had.items():
        if key in wanted:
            yield from _point(point, wanted[key], anew=key in anew)
        else:
            yield FileEdit(point.at.file, Edit(point.at.path, ABSENT))
    end = written.end
    for key, found in wanted.items():
        if key not in had and end is not None:
            yield FileEdit(end.file, Edit(end.path, shortened(found)))
            end = _next(end)


def new_version(written: WrittenDataPlan, wire: JSONObject, before: int) -> FileEdit:
    """Give the edit that adds a version where the others of its data plan are.

    Args:
        written: the data plan, in a file with its versions.
        wire: what is to be written of the version.
        before: how many others are added in front of it.

    Raises:
        ValueError: versions of this data plan have files of their own.
    """
    if written.end is None:
        message = "versions of this data plan have files of their own"
        raise ValueError(message)
    *path, index = written.end.path
    return FileEdit(written.end.file, Edit((*path, int(index) + before), wire))


def shortened(point: DataPoint) -> JSONObject:
    """Give a data point as plan files have it: in short form where that says the same, else as the API has it."""
    return compress(tidy(codec.encode_data_point(point)))


def _by_key(written: WrittenVersion) -> Mapping[PointKey, WrittenPoint]:
    points = [(point, _decoded(point.declared)) for point in written.points]
    document = VersionDocument(tuple(model for _, model in points if model))
    keys = iter(canonical.points_by_key(document))
    return {next(keys): point for point, model in points if model}


def _point(point: WrittenPoint, live: DataPoint, *, anew: bool) -> Iterator[FileEdit]:
    declared = _decoded(point.declared)
    if declared is None or _same(managed.data_point_over(declared, live), live):
        return
    wire = codec.encode_data_point(live)
    if anew:
        edits = [Edit(point.at.path, compress(tidy(wire)))]
    else:
        edits = point_edits(point.written, point.declared, wire, point.at.path)
    yield from (FileEdit(point.at.file, edit) for edit in edits)


def _decoded(wire: JSONObject) -> DataPoint | None:
    return next(iter(codec.decode_data_points([wire], [])), None)


def _same(first: DataPoint, second: DataPoint) -> bool:
    return canonical.text(canonical.data_point(first)) == canonical.text(
        canonical.data_point(second)
    )


def _document_edits(at: Spot, written: JSONObject, live: VersionDocument) -> Iterator[FileEdit]:
    """Give the edits of what stands in a document beside its data points."""
    nested = written.get("version_document")
    if "data_points" not in written and isinstance(nested, dict):
        at = Spot(at.file, (*at.path, "version_document"))
        yield from _field_edits(at, _extras(nested, codec.DOCUMENT_KEYS), live.extra)
        return
    beside = {key: written[key] for key in codec.KNOWN_DOCUMENT_EXTRAS if key in written}
    yield from _field_edits(at, beside, live.extra)


def _extras(written: JSONObject, known: Collection[str], texts: Collection[str] = ()) -> JSONObject:
    """Give the fields that are compared one by one: texts, and whatever is neither known nor the server's."""
    left_alone = (READ_ONLY_KEYS | {DEFINITIONS, *known}) - set(texts)
    return {key: value for key, value in written.items() if key not in left_alone}


def _field_edits(
    at: Spot, written: JSONObject, live: JSONObject, texts: Collection[str] = ()
) -> Iterator[FileEdit]:
    """Give the edits of fields that are written and differ; a text that is not live becomes an empty one."""
    for key, value in written.items():
        if value is None:
            continue
        now: JSONValue = live.get(key, "" if key in texts else None)
        if canonical.text(canonical.numbers(value)) != canonical.text(canonical.numbers(now)):
            gone = key not in texts and key not in live
            yield FileEdit(at.file, Edit((*at.path, key), ABSENT if gone else now))


def _next(spot: Spot) -> Spot:
    *path, index = spot.path
    return Spot(spot.file, (*path, index + 1)) if isinstance(index, int) else spot
