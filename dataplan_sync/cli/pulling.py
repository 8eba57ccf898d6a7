"""What `pull` does between fetching and reporting: decide for each data plan what is written where, then write.

Nothing is written before everything is decided and proved: half a workspace would look like a whole one. What is
decided waits on disk, where a whole workspace has room.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dataplan_sync import codec, desired, merging
from dataplan_sync import pull as plan_texts
from dataplan_sync.errors import InvalidPlanFilesError, RefusedOverwriteError
from dataplan_sync.files.place import Role, place_of
from dataplan_sync.files.plan_directory import PlanDirectory
from dataplan_sync.files.source import WorkTree
from dataplan_sync.model import (
    DataPlan,
    DataPlanKey,
    DataPlanVersion,
    DataPlanVersionKey,
    WorkspaceState,
)
from dataplan_sync.report import FileFate, PulledFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dataplan_sync.cli.pull_selection import Selection
    from dataplan_sync.files.place import Unit
    from dataplan_sync.model import JSONObject, ObjectKey


@dataclass(frozen=True, slots=True)
class Rejected:
    """A live object that plan files cannot hold."""

    key: ObjectKey
    reason: str
    wire: JSONObject
    """The API's JSON of it."""


@dataclass(slots=True)
class Pull:
    """One pull: what it found, and what it is going to write."""

    plans: Path
    stage: Path
    """A folder for what waits."""
    selection: Selection
    force: bool
    """Whether files at the usual places are written anew, whatever is in them."""
    before: desired.LoadedPlans
    live_keys: set[ObjectKey] = field(default_factory=set)
    """All that is live, as far as the selection goes."""
    pulled_keys: set[ObjectKey] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    _waiting: list[tuple[str, Path, bool]] = field(default_factory=list)
    _live: dict[str, Path] = field(default_factory=dict)
    _units: Mapping[str, Sequence[Unit]] = field(default_factory=dict)

    @classmethod
    def into(cls, plans: Path, stage: Path, selection: Selection, *, force: bool) -> Pull:
        """Look at what there is to pull into.

        Raises:
            InvalidPlanFilesError: plan files are invalid, so that nothing can be merged into them.
        """
        source = WorkTree(plans)
        before = desired.load(source, check=False, allow_empty=True)
        pull = cls(plans, stage, selection, force, before)
        pull._units = merging.units_of(source, before.state)
        return pull

    @property
    def directory(self) -> PlanDirectory:
        """Where plan files are written."""
        return PlanDirectory(self.plans)

    def refuse_broken(self) -> None:
        """Refuse to go on beside invalid plan files, unless the pull writes them anew.

        Raises:
            InvalidPlanFilesError: names what is wrong.
            RefusedOverwriteError: names what is wrong at places that the pull takes.
        """
        prefix = self.directory.name("") + "/"
        ours = {
            stem
            for key in self.live_keys
            if isinstance(key, DataPlanKey)
            for stem in plan_texts.stems(self._listed(key))
        }
        broken: list[str] = []
        in_the_way: list[str] = []
        for problem in self.before.errors:
            path = problem.mark.file.removeprefix(prefix)
            stem = path.rpartition(".")[0]
            if stem in ours and not self.force and not self.directory.is_pulled(path):
                in_the_way.append(f"\n  {problem}")
            elif stem and stem not in ours:
                broken.append(f"\n  {problem}")
        if broken:
            message = (
                f"Nothing was pulled, because plan files that would stay are invalid:{''.join(broken)}\n"
                "Mend them or move them away first."
            )
            raise InvalidPlanFilesError(message)
        if in_the_way:
            message = (
                f"Nothing was pulled, because this is in the way:{''.join(in_the_way)}\n"
                "Mend or move it, pull into another directory (--plans DIR), or overwrite it with --force."
            )
            raise RefusedOverwriteError(message)

    def _listed(self, key: DataPlanKey) -> DataPlan:
        numbers = [
            one.version
            for one in self.live_keys
            if isinstance(one, DataPlanVersionKey) and one.data_plan_id == key.data_plan_id
        ]
        versions = tuple(DataPlanVersion(key.data_plan_id, number) for number in sorted(numbers))
        return DataPlan(key.data_plan_id, versions=versions)

    def decide(self, data_plan: DataPlan, *, may_reject: bool) -> None:
        """Decide what is written of a live data plan.

        Args:
            data_plan: all of it.
            may_reject: whether what plan files cannot hold is set aside, rather than a reason to stop.

        Raises:
            InvalidPlanFilesError: plan files cannot hold it, or cannot be brought to it.
            RefusedOverwriteError: something is in the way.
        """
        live = self.selection.of(data_plan)
        try:
            self._stage(live)
        except InvalidPlanFilesError as error:
            if not may_reject:
                raise
            self._stage_what_holds(live, str(error))

    def _stage_what_holds(self, live: DataPlan, reason: str) -> None:
        """Set aside those versions that cannot be written, and stage the others."""
        holding = []
        aside: list[Rejected] = []
        for version in live.versions:
            alone = replace(live, versions=(version,))
            try:
                self._merge(alone)
            except InvalidPlanFilesError as error:
                wire = codec.encode_version(version)
                aside.append(Rejected(version.key, str(error), wire))
            else:
                holding.append(version)
        try:
            if holding:
                self._stage(replace(live, versions=tuple(holding)))
        except InvalidPlanFilesError as error:
            holding, reason = [], str(error)
        if holding:
            self.rejected.extend(aside)
        else:
            wire = codec.encode_data_plan(live)
            self.rejected.append(Rejected(live.key, reason, wire))

    def _stage(self, live: DataPlan) -> None:
        merge, is_fresh = self._merge(live)
        for path, text in merge.texts.items():
            is_new = is_fresh or not (self.plans / path).exists()
            if is_new and not self.force:
                self._refuse_if_taken(path)
            waiting = self.stage / f"text-{len(self._waiting)}"
            waiting.write_text(text, "utf-8", newline="")
            self._waiting.append((path, waiting, is_new))
        self.notes.extend(merge.notes)
        kept = self.stage / f"live-{len(self._live)}"
        kept.write_text(json.dumps(codec.encode_data_plan(live)), "ascii")
        self._live[live.data_plan_id] = kept
        self.pulled_keys |= {live.key, *(version.key for version in live.versions)}

    def _merge(self, live: DataPlan) -> tuple[merging.Merge, bool]:
        """Give the files of a data plan, and whether they are all written anew."""
        units = self._units.get(live.data_plan_id, ())
        if self._is_ours(units, live):
            return merging.anew(live), True
        return merging.merge(WorkTree(self.plans), units, live), False

    def _is_ours(self, units: Sequence[Unit], live: DataPlan) -> bool:
        """Tell whether a data plan's files may be written anew: there are none, or nobody edited them."""
        paths = [place.path for unit in units for place in unit.places]
        usual = {*plan_texts.stems(live)}
        folder = f"{live.data_plan_id}/"
        at_home = all(path.rpartition(".")[0] in usual or path.startswith(folder) for path in paths)
        if not paths:
            return True
        free = self.force or all(map(self.directory.is_pulled, paths))
        return at_home and free and not self.selection.versions

    def _refuse_if_taken(self, path: str) -> None:
        taken = self.directory.occupied(path.rpartition(".")[0])
        if taken:
            message = (
                f"Nothing was pulled, because {self.directory.name(taken)} is in the way: pull did not write it, or "
                "it was edited since, and it does not declare this. Move it, pull into another directory "
                "(--plans DIR), or overwrite it with --force."
            )
            raise RefusedOverwriteError(message)

    def write(self) -> Iterator[PulledFile]:
        """Write what waits, then remove what is no longer live.

        Raises:
            RefusedOverwriteError: a place is outside of the plans directory.
        """
        directory = self.directory
        written: set[str] = set()
        for path, waiting, is_new in self._waiting:
            text = waiting.read_bytes().decode()
            if is_new:
                fate = directory.write(path, text, force=self.force)
            else:
                fate = directory.edit(path, text)
            written.add(path)
            yield PulledFile(directory.name(path), fate)
        for path in WorkTree(self.plans).paths():
            if path in written or not directory.is_pulled(path):
                continue
            if self._is_gone(path):
                directory.remove(path)
                yield PulledFile(directory.name(path), FileFate.REMOVED)
            elif self._declared_at(path) & self.pulled_keys:
                yield PulledFile(directory.name(path), FileFate.UNCHANGED)

    def _is_gone(self, path: str) -> bool:
        """Tell whether nothing that a file declares is live any more."""
        declared = self._declared_at(path)
        if not self.selection.is_whole or not declared:
            return False
        if any(not self.selection.covers(key.data_plan_id) for key in declared):
            return False
        return not declared & self.live_keys

    def _declared_at(self, path: str) -> set[ObjectKey]:
        place = place_of(path)
        if place is not None and place.data_plan_id is not None:
            number = place.number
            own: ObjectKey = DataPlanKey(place.data_plan_id)
            if place.role is not Role.DATA_PLAN and number is not None:
                own = DataPlanVersionKey(place.data_plan_id, number)
            return {own}
        name = self.directory.name(path)
        return {key for key, mark in self.before.state.marks.items() if mark.file == name}

    def live_state(self) -> WorkspaceState:
        """Give what was fetched of what was pulled."""
        return WorkspaceState(
            {data_plan_id: _Kept(kept) for data_plan_id, kept in self._live.items()}
        )

    def left_alone(self, declared: Iterable[ObjectKey]) -> tuple[str, ...]:
        """Say what is declared and not live: it may be about to be created, or be gone."""
        if not self.selection.is_whole:
            return ()
        strange = [
            str(key)
            for key in declared
            if key not in self.live_keys and self.selection.covers(key.data_plan_id)
        ]
        return tuple(
            f"{key} is declared and not live; its files were left alone" for key in strange
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """A live data plan that waits on disk."""

    path: Path

    def __call__(self) -> DataPlan:
        data_plan = codec.decode_data_plan(json.loads(self.path.read_text("ascii")), [])
        return data_plan or DataPlan("")
