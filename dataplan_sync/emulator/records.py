"""What the store holds, and how it is written in an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataplan_sync.emulator import wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.emulator.wire import JSONValue

STAMPS = ("created_on", "created_by", "last_modified_on", "last_modified_by")
"""Owned by the server: what a client sends for these is ignored."""

DATA_PLAN_FIELDS = ("data_plan_name", "data_plan_description")
VERSION_FIELDS = ("version_description", "activated_environment")
FEED = "quarantine_feed_id"

_LEGACY_PLAN = ("data_plan_description", "last_modified_on", "last_modified_by")
_LEGACY_VERSION = ("version_description", "last_modified_on", "last_modified_by", FEED)


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A version of a data plan.

    Attributes:
        fields: every top-level member but the number, the data plan's id and the document.
        document: the text of the version document; None where it was not asked for.
    """

    data_plan_id: str
    version: int
    fields: Mapping[str, JSONValue]
    document: str | None

    @property
    def environment(self) -> str:
        """Where the version is active: none, development or production."""
        return str(self.fields["activated_environment"])


@dataclass(frozen=True, slots=True)
class DataPlanRecord:
    """A data plan with its versions, ascending."""

    data_plan_id: str
    fields: Mapping[str, JSONValue]
    versions: tuple[VersionRecord, ...]

    def version(self, number: int) -> VersionRecord | None:
        """Find a version by its number."""
        return next((item for item in self.versions if item.version == number), None)


def render_version(record: VersionRecord, *, legacy_nulls: bool) -> str:
    """Write a version as the API does; the document, where the record has one, byte for byte."""
    head = {
        "version": wire.encode(record.version),
        "data_plan_id": wire.encode(record.data_plan_id),
    }
    order = (*VERSION_FIELDS, *STAMPS, FEED)
    parts = head | _texts(record.fields, order, _LEGACY_VERSION if legacy_nulls else ())
    if record.document is not None:
        parts["version_document"] = record.document
    return wire.join_object(parts)


def render_data_plan(record: DataPlanRecord, *, legacy_nulls: bool) -> str:
    """Write a data plan as the API does, versions between its description and its stamps."""
    texts = _texts(
        record.fields, (*DATA_PLAN_FIELDS, *STAMPS), _LEGACY_PLAN if legacy_nulls else ()
    )
    parts = {"data_plan_id": wire.encode(record.data_plan_id)}
    parts |= {name: texts.pop(name) for name in DATA_PLAN_FIELDS if name in texts}
    parts["data_plan_versions"] = wire.join_array(
        [render_version(item, legacy_nulls=legacy_nulls) for item in record.versions]
    )
    return wire.join_object(parts | texts)


def _texts(
    fields: Mapping[str, JSONValue], order: tuple[str, ...], nulls: tuple[str, ...]
) -> dict[str, str]:
    """The members that an answer shows: known ones first; null only where it is asked for."""
    names = [*order, *(name for name in fields if name not in order)]
    return {
        name: wire.encode(fields.get(name))
        for name in names
        if fields.get(name) is not None or name in nulls
    }
