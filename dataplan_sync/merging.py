"""Live data plans into plan files that are there: edits at their place, and the proof that they suffice.

Nothing here writes. What comes out was read again as plan files and says what is live, or there is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync import canonical, differences, managed, pull
from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.files.editing.data_plan_edits import data_plan_edits, new_version, version_edits
from dataplan_sync.files.editing.edit import edit_text, without_aliases
from dataplan_sync.files.editing.splicing import EditError
from dataplan_sync.files.editing.written import written_data_plan
from dataplan_sync.files.layout import read_unit
from dataplan_sync.files.overlay import Overlay
from dataplan_sync.files.place import units
from dataplan_sync.files.reading import file_name
from dataplan_sync.files.source import InMemory
from dataplan_sync.files.text import printable
from dataplan_sync.model import DataPlan, VersionDocument
from dataplan_sync.problems.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dataplan_sync.canonical import PointKey
    from dataplan_sync.files.editing.data_plan_edits import FileEdit
    from dataplan_sync.files.editing.written import WrittenDataPlan
    from dataplan_sync.files.place import Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import DataPlanVersion, WorkspaceState
    from dataplan_sync.problems.problem import Problem


@dataclass(frozen=True, slots=True)
class Merge:
    """What merging a data plan comes to."""

    texts: Mapping[str, str]
    """The new text of each file that changes or comes to be, by its path."""
    notes: tuple[str, ...] = ()
    """What had to be done to files beyond the edit of single values."""


def merge(source: Source, found: Sequence[Unit], live: DataPlan) -> Merge:
    """Bring the files of a data plan to what is live.

    Comments, order, quotes and form stay the author's. A data point that cannot be edited value by value is
    written anew, and if aliases are in the way, they are written out.

    Args:
        source: the plan files.
        found: the files that declare the data plan, or versions of it; no errors are in them.
        live: the data plan; of its versions all that are to be brought up to date.

    Raises:
        InvalidPlanFilesError: the files cannot be brought to it by edits.
    """
    written = written_data_plan(source, found)
    anew: Mapping[int, Collection[PointKey]] = {}
    failed = ""
    for last_try in (False, True):
        try:
            merged = _edited(source, written, live, anew)
        except EditError as error:
            failed = str(error)
            anew = {version.version: _keys(version) for version in live.versions}
            continue
        differing = difference(Overlay(source, merged.texts), found, merged.texts, live)
        if not differing:
            return merged
        failed = "; ".join(differing)
        anew = _differing_points(Overlay(source, merged.texts), found, live)
        if last_try:
            break
    files = ", ".join(sorted({place.path for unit in found for place in unit.places}))
    message = (
        f"The data plan {live.data_plan_id!a} as it is live cannot be merged into {files} ({failed}). "
        "Edit these files by hand, or have them written anew with --force."
    )
    raise InvalidPlanFilesError(message)


def anew(live: DataPlan) -> Merge:
    """Write a data plan that no file declares.

    Raises:
        InvalidPlanFilesError: plan files cannot hold it.
    """
    texts = {file.path: file.text for file in pull.plan_files(live)}
    differing = difference(Overlay(InMemory({}), texts), (), texts, live)
    if differing:
        message = (
            f"The data plan {live.data_plan_id!a} as it is live does not come back from plan files "
            f"({'; '.join(differing)}). Keep it aside with --rejected, and report this."
        )
        raise InvalidPlanFilesError(message)
    return Merge(texts)


def units_of(source: Source, state: WorkspaceState) -> Mapping[str, Sequence[Unit]]:
    """Give for each data plan the files that declare it, or versions of it.

    Args:
        source: the plan files.
        state: what they declare.
    """
    files: dict[str, str] = {mark.file: key.data_plan_id for key, mark in state.marks.items()}
    found: dict[str, list[Unit]] = {}
    for unit in units(source.paths()):
        named = unit.first.data_plan_id or files.get(printable(file_name(source, unit.first.path)))
        if named is not None:
            found.setdefault(named, []).append(unit)
    return found


def difference(
    source: Source, found: Sequence[Unit], texts: Mapping[str, str], live: DataPlan
) -> list[str]:
    """Say in what plan files differ from a live data plan, object by object; nothing if they say the same.

    Args:
        source: the plan files.
        found: the files that declare the data plan.
        texts: further files, by their paths.
        live: what should be declared.
    """
    problems: list[Problem] = []
    declared = _declared(source, [*found, *_new_units(found, texts)], live, problems)
    errors = [str(problem) for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        return errors
    lines = []
    own = managed.data_plan_over(declared, live)
    if not differences.same(own, managed.data_plan_over(live, live)):
        lines.append(f"{live.key}: its own fields differ")
    for version in live.versions:
        before = declared.version(version.version)
        if before is None:
            lines.append(f"{version.key} is not declared")
        elif not differences.same(managed.version_over(before, version), version):
            changes = differences.differences(managed.version_over(before, version), version)
            lines.append(f"{version.key}: {', '.join(' '.join(one.path) for one in changes[:3])}")
    return lines


def _edited(
    source: Source,
    written: WrittenDataPlan,
    live: DataPlan,
    anew: Mapping[int, Collection[PointKey]],
) -> Merge:
    edits: dict[str, list[FileEdit]] = {}
    texts: dict[str, str] = {}
    for edit in _edits(written, live, anew, texts):
        edits.setdefault(edit.file, []).append(edit)
    notes: list[str] = []
    for file, own in edits.items():
        content = source.read(file).decode("utf-8-sig")
        is_json = file.lower().endswith(".json")
        try:
            texts[file] = edit_text(content, [one.edit for one in own], is_json=is_json)
        except EditError:
            plain = content if is_json else without_aliases(content)
            texts[file] = edit_text(plain, [one.edit for one in own], is_json=is_json)
            notes.append(f"{file}: aliases are written out, since what they repeat differs now")
    return Merge(texts, tuple(notes))


def _edits(
    written: WrittenDataPlan,
    live: DataPlan,
    anew: Mapping[int, Collection[PointKey]],
    texts: dict[str, str],
) -> Iterator[FileEdit]:
    """Give the edits of a data plan's files; what becomes a file of its own is put to `texts`."""
    yield from data_plan_edits(written, live)
    added = 0
    for version in live.versions:
        before = written.versions.get(version.version)
        if before is not None:
            yield from version_edits(before, version, anew.get(version.version, ()))
        elif written.end is not None:
            yield new_version(written, pull.version_wire(version), added)
            added += 1
        else:
            for file in pull.plan_files(replace(live, versions=(version,))):
                if file.path.endswith(".json") or "/versions/" in file.path:
                    texts[_beside(written, file.path)] = file.text


def _beside(written: WrittenDataPlan, path: str) -> str:
    """Put a new version into the folder in which its data plan is."""
    homes = [written.at] if written.at else []
    homes.extend(version.at for version in written.versions.values() if version.at)
    for home in homes:
        folder, _, name = home.file.rpartition("/")
        if "/versions" in folder:
            folder = folder[: folder.rindex("/versions")]
        elif name.rpartition(".")[0] != "plan":
            continue
        return f"{folder}/versions/{path.rpartition('/')[2]}"
    return path


def _new_units(found: Sequence[Unit], texts: Mapping[str, str]) -> list[Unit]:
    known = {place.path for unit in found for place in unit.places}
    return [unit for unit in units(texts) if unit.first.path not in known]


def _declared(
    source: Source, found: Sequence[Unit], live: DataPlan, problems: list[Problem]
) -> DataPlan:
    own = DataPlan(live.data_plan_id)
    versions: list[DataPlanVersion] = []
    for unit in found:
        declaration = read_unit(source, unit, problems)
        if declaration is None or declaration.data_plan_id != live.data_plan_id:
            continue
        own = declaration.data_plan or own
        versions.extend(declaration.versions)
    return replace(own, versions=tuple(versions))


def _differing_points(
    source: Source, found: Sequence[Unit], live: DataPlan
) -> Mapping[int, Collection[PointKey]]:
    declared = _declared(source, found, live, [])
    anew: dict[int, Collection[PointKey]] = {}
    for version in live.versions:
        before = declared.version(version.version)
        own = managed.version_over(before, version) if before else version
        document = own.version_document or VersionDocument(())
        points = canonical.points_by_key(document)
        wanted = canonical.points_by_key(version.version_document or VersionDocument(()))
        anew[version.version] = [
            key
            for key, point in wanted.items()
            if key not in points or canonical.data_point(points[key]) != canonical.data_point(point)
        ]
    return anew


def _keys(version: DataPlanVersion) -> Collection[PointKey]:
    return canonical.points_by_key(version.version_document or VersionDocument(())).keys()
