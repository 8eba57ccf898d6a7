"""Plan files to the desired state of a workspace, together with all that is wrong in them.

Every file is read once to find its problems. Small workspaces stay in memory from then on; of larger ones a
data plan is read again when it is compared, so that memory follows the largest data plan (design §3).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.files.fixtures import FixtureRun, run_fixtures
from dataplan_sync.files.parts import Part, load_data_plan
from dataplan_sync.files.place import units
from dataplan_sync.files.provenance import shared_parts
from dataplan_sync.files.reading import file_problem
from dataplan_sync.files.room import KEPT_TEXT, Room
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.side_by_side import inspect_all
from dataplan_sync.files.source import WorkTree
from dataplan_sync.files.unused import unused_files
from dataplan_sync.model import DataPlanKey, WorkspaceState
from dataplan_sync.overlay import NOTHING, Overlay
from dataplan_sync.problems import catalogue
from dataplan_sync.problems.problem import Problem, Severity, in_order
from dataplan_sync.problems.rule_settings import RuleSettings
from dataplan_sync.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dataplan_sync.files.declaration import Declaration
    from dataplan_sync.files.inspection import Inspected
    from dataplan_sync.files.place import Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import (
        DataPlanVersion,
        DataPlanVersionKey,
        Mark,
        ObjectKey,
        SharedLoader,
    )

_AS_RULES_SAY: Final = RuleSettings()


@dataclass(frozen=True, slots=True)
class LoadedPlans:
    """What plan files say."""

    state: WorkspaceState
    """The desired state. Where there are errors it lacks what could not be read: refuse it."""

    problems: tuple[Problem, ...]
    """Everything that is wrong, by file, line and column."""

    settings: RuleSettings = _AS_RULES_SAY
    """How the repository wants rules to be taken, for what is looked at later."""

    uncertain: frozenset[str] = frozenset()
    """Data plans of which some file does not say for certain what it declares."""

    has_unnamed: bool = False
    """Whether there is such a file that does not even tell its data plan: it may be any that is not declared."""

    data_points: int = 0
    """Declared, in all versions of all data plans."""

    scope: Scope = EVERYTHING
    """What they are about. Beyond it they say nothing, not even that something is not declared."""

    overlay: Overlay = NOTHING
    """What is otherwise in the workspace that they are seen from."""

    def seen_from(self, scope: Scope, overlay: Overlay) -> LoadedPlans:
        """Give what they say for a workspace that is about some data plans, and wants some things otherwise."""
        seen = replace(self, scope=scope, overlay=overlay)
        return replace(seen, state=seen.view(self.state))

    def view(self, state: WorkspaceState) -> WorkspaceState:
        """Give what plan files say for the same workspace, these or those of another commit."""
        return self.overlay.within(self.scope.within(state))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the plan files invalid."""
        return tuple(found for found in self.problems if found.severity is Severity.ERROR)


@dataclass(slots=True)
class _Workspace:
    """What has been declared so far."""

    room: Room
    parts: dict[str, list[Part]] = field(default_factory=dict)
    marks: dict[ObjectKey, Mark] = field(default_factory=dict)
    data_plans: set[str] = field(default_factory=set)
    general: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    """What is wrong with each data plan as such, which every unit of it finds anew."""
    uncertain: set[str] = field(default_factory=set)
    has_unnamed: bool = False
    data_points: int = 0


def load(
    source: Source,
    *,
    settings: RuleSettings = _AS_RULES_SAY,
    check: bool = True,
    allow_empty: bool = False,
    only: Collection[str] | None = None,
    kept_text: int = KEPT_TEXT,
) -> LoadedPlans:
    """Read all plan files of a source.

    Args:
        source: a folder of the work tree, or of a commit.
        settings: how the repository wants rules to be taken.
        check: whether to look at more than what reading finds. What was reviewed long ago needs no second look.
        allow_empty: whether it is all right that there are no plan files.
        only: the data plans to read; None for all. Files that do not stand in the folder of a data plan are read in
            any case, since their ids are within.
        kept_text: characters of text whose data plans stay in memory.

    Returns:
        The desired state, with a mark for each data plan and version, and all problems of all files. Loading a
        data plan from the state raises `InvalidPlanFilesError` where its files are, or have become, invalid.
    """
    problems: list[Problem] = []
    workspace = _Workspace(Room(kept_text))
    found = [unit for unit in units(source.paths()) if _may_declare(unit, only)]
    if not found and not allow_empty and only is None:
        missing = isinstance(source, WorkTree) and source.is_missing
        lacking = (
            "there is no folder"
            if missing
            else "there are no plan files (.yaml, .yml, .json) below"
        )
        message = f"{lacking} {source.root}; {_ADVICE}"
        problems.append(file_problem(source, "", Rule.NO_PLAN_FILES, message))
    shared: dict[DataPlanVersionKey, SharedLoader] = {}
    used: set[str] = set()
    for group, inspected in inspect_all(source, found, settings, check=check):
        workspace.room.begin()
        # What is not kept is let go before the next data plan is read.
        for unit, each in zip(group, inspected, strict=True):
            _enter(workspace, unit, each, problems)
            used |= each.used
            if each.declaration and each.refers:
                keys = [version.key for version in each.declaration.versions]
                shared.update({key: partial(shared_parts, source, unit, key) for key in keys})
    for general in workspace.general.values():
        problems.extend(general)
    if check and only is None and not workspace.uncertain and not workspace.has_unnamed:
        problems.extend(unused_files(source, used, settings))
    loaders = {
        data_plan_id: partial(load_data_plan, source, data_plan_id, tuple(parts))
        for data_plan_id, parts in workspace.parts.items()
    }
    return LoadedPlans(
        WorkspaceState(loaders, workspace.marks, shared),
        in_order(problems),
        settings,
        frozenset(workspace.uncertain),
        workspace.has_unnamed,
        workspace.data_points,
    )


def _may_declare(unit: Unit, only: Collection[str] | None) -> bool:
    return only is None or unit.first.data_plan_id is None or unit.first.data_plan_id in only


def fixture_problems(source: Source, loaded: LoadedPlans) -> tuple[Problem, ...]:
    """Run the fixture events that stand beside data plans, as `run_fixture_events` does, for their problems."""
    return run_fixture_events(source, loaded).problems


def run_fixture_events(source: Source, loaded: LoadedPlans) -> FixtureRun:
    """Run the fixture events that stand beside data plans (docs/events.md).

    Args:
        source: what `loaded` was read from.
        loaded: the plan files. Where a data plan cannot be read for certain, its fixtures are not run.

    Returns:
        Fixtures that cannot be run, and events that are not judged as they must be, in the order of files.
    """

    def versions(data_plan_id: str) -> Sequence[DataPlanVersion] | None:
        if data_plan_id in loaded.uncertain:
            return None
        data_plan = loaded.state.load(data_plan_id)
        found = data_plan.versions if data_plan else ()
        return None if not found and loaded.has_unnamed else found

    run = run_fixtures(source, versions, loaded.settings)
    return replace(run, problems=in_order(list(run.problems)))


_ADVICE: Final = (
    "name the folder that holds them, or let `dataplan-sync pull` write what is live as a start"
)


def _enter(
    workspace: _Workspace, unit: Unit, inspected: Inspected, problems: list[Problem]
) -> None:
    problems.extend(inspected.problems)
    declaration = inspected.declaration
    if declaration is None or _is_uncertain(inspected.problems):
        named = declaration.data_plan_id if declaration else unit.first.data_plan_id
        workspace.uncertain.update({named} if named is not None else ())
        workspace.has_unnamed |= named is None
    if declaration is None:
        return
    workspace.data_points += sum(map(_data_points, declaration.versions))
    _enter_general(workspace, declaration, inspected.general)
    _declare(workspace, declaration, problems)
    workspace.parts.setdefault(declaration.data_plan_id, []).append(
        Part(unit, workspace.room.kept(declaration))
    )


def _is_uncertain(problems: Sequence[Problem]) -> bool:
    return any(
        found.severity is Severity.ERROR and found.rule not in catalogue.CONFIGURABLE
        for found in problems
    )


def _data_points(version: DataPlanVersion) -> int:
    return len(version.version_document.data_points) if version.version_document else 0


def _enter_general(
    workspace: _Workspace, declaration: Declaration, general: tuple[Problem, ...]
) -> None:
    """Enter what is wrong with a data plan as such: once, and best where it is declared itself."""
    if declaration.data_plan is None:
        workspace.general.setdefault(declaration.data_plan_id, general)
    elif declaration.data_plan_id not in workspace.data_plans:
        workspace.general[declaration.data_plan_id] = general


def _declare(workspace: _Workspace, declaration: Declaration, problems: list[Problem]) -> None:
    """Enter what is declared where, and find what is declared twice."""
    key = DataPlanKey(declaration.data_plan_id)
    here = declaration.marks[key]
    if declaration.data_plan is not None:
        if declaration.data_plan_id in workspace.data_plans:
            message = (
                f'the data plan "{key}" is already declared at {workspace.marks[key]}; keep one'
            )
            problems.append(_problem(Rule.DUPLICATE_DATA_PLAN, message, here))
            workspace.uncertain.add(declaration.data_plan_id)
        else:
            workspace.marks[key] = here
        workspace.data_plans.add(declaration.data_plan_id)
    for version in declaration.versions:
        if version.key in workspace.marks:
            message = (
                f"{version.key} is already declared at {workspace.marks[version.key]}; keep one"
            )
            mark = declaration.marks[version.key]
            problems.append(_problem(Rule.DUPLICATE_VERSION, message, mark))
            workspace.uncertain.add(declaration.data_plan_id)
    workspace.marks.update(
        {new: mark for new, mark in declaration.marks.items() if new not in workspace.marks}
    )


def _problem(rule: Rule, message: str, mark: Mark) -> Problem:
    return Problem(rule.value, rule.severity, message, mark)
