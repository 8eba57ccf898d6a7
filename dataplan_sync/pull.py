"""Live data plans as plan files: what `pull` writes, and where.

A data plan becomes a folder with a file for itself and one for each version, which is how a team wants to review
it. What cannot be a folder's name, because the loader would pass over it or a file system might mix it up,
becomes one file with the id inside. Every text is read back with the reader of plan files before it counts, so
that nothing is written that would come back as something else, or not at all.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical, codec
from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.files.definitions import Definitions
from dataplan_sync.files.editing.data_plan_edits import shortened
from dataplan_sync.files.expanding import expanded
from dataplan_sync.files.json_reader import read_json
from dataplan_sync.files.layout import read_file
from dataplan_sync.files.place import place_of
from dataplan_sync.files.plan_layout import spread
from dataplan_sync.files.source import InMemory
from dataplan_sync.files.text import Text
from dataplan_sync.files.writer import write_yaml
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.model import VersionDocument
from dataplan_sync.problems.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.model import DataPlan, DataPlanVersion, JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem

FOLDER_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
"""Ids that are safe as a folder's name on every file system; the vendor's own ids are of this form."""
RESERVED: Final = frozenset(("shared", "tests"))
"""Folders that hold no data plans (design §4)."""
DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows keeps for devices: a repository with such a folder cannot be checked out there."""

_SHOWN: Final = 20
"""Reasons that a refusal lists; more than these are counted."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan file that is to be written; the path is below the plans directory."""

    path: str
    text: str


def stems(data_plan: DataPlan) -> tuple[str, ...]:
    """Give the paths, without their extension, that a data plan takes; its documents are not needed."""
    if not is_folder_name(data_plan.data_plan_id):
        return (_single_stem(data_plan.data_plan_id),)
    folder = data_plan.data_plan_id
    return (
        f"{folder}/plan",
        *(f"{folder}/versions/{version.version}" for version in data_plan.versions),
    )


def plan_files(data_plan: DataPlan) -> tuple[PlanFile, ...]:
    """Give the plan files of a data plan.

    Returns:
        YAML; JSON where YAML cannot hold a value (a lone surrogate, say).

    Raises:
        InvalidPlanFilesError: plan files cannot declare the data plan as it is live: its id, two data points of
            one identity, a number that JSON does not have. Names everything that is in the way.
    """
    problems: list[Problem] = []
    files = tuple(_plan_file(stem, wire, problems) for stem, wire in _wires(data_plan))
    errors = [found for found in problems if found.severity is Severity.ERROR]
    if errors:
        raise InvalidPlanFilesError(_refusal(data_plan, errors))
    return files


def _wires(data_plan: DataPlan) -> Iterator[tuple[str, JSONObject]]:
    """Give what each file of a data plan holds, by its path without an extension."""
    scalars = codec.encode_data_plan_scalars(data_plan)
    versions = map(version_wire, data_plan.versions)
    if is_folder_name(data_plan.data_plan_id):
        yield from zip(stems(data_plan), (scalars, *versions), strict=True)
    else:
        yield stems(data_plan)[0], {**scalars, "data_plan_versions": [*versions]}


def is_folder_name(data_plan_id: str) -> bool:
    """Tell whether a data plan can have a folder of its own."""
    if data_plan_id in RESERVED or DEVICES.fullmatch(data_plan_id):
        return False
    return bool(FOLDER_NAME.fullmatch(data_plan_id))


def _single_stem(data_plan_id: str) -> str:
    """Name the one file of a data plan: readable, and its own whatever the file system folds together."""
    readable = re.sub(r"[^a-z0-9]+", "_", data_plan_id.lower()).strip("_")[:60]
    digest = hashlib.sha256(data_plan_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}-{digest}" if readable else digest


def version_wire(version: DataPlanVersion) -> JSONObject:
    """Give a version with its data points directly in it, where nothing else is in its document."""
    wire = codec.encode_version(replace(version, version_document=None))
    del wire["data_plan_id"]
    document = version.version_document or VersionDocument(())
    points: list[JSONValue] = [shortened(point) for point in document.data_points]
    if document.extra:
        return {**wire, "version_document": {"data_points": points, **document.extra}}
    return {**wire, "data_points": points}


def _plan_file(stem: str, wire: JSONObject, problems: list[Problem]) -> PlanFile:
    file = PlanFile(f"{stem}.yaml", _yaml(wire))
    document = read_yaml(Text(file.text, file.path), [])
    if document is None or canonical.text(document.value) != canonical.text(wire):
        file = PlanFile(f"{stem}.json", json.dumps(wire, indent=2) + "\n")
        document = read_json(Text(file.text, file.path), problems)
    place = place_of(file.path)
    if document and place:
        definitions = Definitions(InMemory({file.path: file.text.encode("utf-8", "replace")}))
        read_file(expanded(document, file.path, definitions, problems), place, problems)
    return file


def _yaml(wire: JSONObject) -> str:
    try:
        return write_yaml(wire, spread)
    except ValueError:
        return ""


def _refusal(data_plan: DataPlan, errors: Sequence[Problem]) -> str:
    lines = [f"\n  {found.mark.file}: {found.message}" for found in errors[:_SHOWN]]
    if len(errors) > _SHOWN:
        lines.append(f"\n  and {len(errors) - _SHOWN} more")
    return (
        f"Nothing was pulled, because plan files cannot hold the data plan {data_plan.data_plan_id!a} as it is live:"
        f"{''.join(lines)}\nChange it in mParticle, or make a new data plan of it there, then pull again."
    )
