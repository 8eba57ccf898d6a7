"""Checking plan files and the fixture events beside them: what `validate` and the action both do. No network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import desired
from dataplan_sync.cli import workspace
from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.files.fixtures import fixture_files
from dataplan_sync.files.place import Role, units
from dataplan_sync.files.reading import file_name
from dataplan_sync.model import DataPlanVersionKey
from dataplan_sync.problems.problem import Severity
from dataplan_sync.report import Checked, CommandReport, WorkspaceReport

if TYPE_CHECKING:
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.files.source import Source


def checked(source: Source, configuration: Configuration) -> CommandReport:
    """Report on plan files: all that is wrong, and how much was looked at."""
    loaded = workspace.load(source, configuration)
    fixtures = desired.run_fixture_events(source, loaded)
    problems = (*loaded.problems, *fixtures.problems)
    invalid = any(problem.severity is Severity.ERROR for problem in problems)
    exit_code = InvalidPlanFilesError.exit_code if invalid else 0
    seen = Checked(
        data_plans=len(loaded.state.loaders),
        versions=sum(isinstance(key, DataPlanVersionKey) for key in loaded.state.marks),
        data_points=loaded.data_points,
        fixtures=fixtures.count,
        files=_checked_files(source),
    )
    found = WorkspaceReport(
        None, "", exit_code, problems=problems, marks=loaded.state.marks, checked=seen
    )
    return CommandReport("validate", exit_code, (), (found,))


def _checked_files(source: Source) -> tuple[str, ...]:
    """Give the names, as marks have them, of all plan files and fixture files of a source."""
    places = [place for unit in units(source.paths()) for place in unit.places]
    paths = {place.path for place in places if place.role is not Role.UNLISTED}
    paths |= {file.path for file in fixture_files(source.paths())}
    return tuple(file_name(source, path) for path in sorted(paths))
