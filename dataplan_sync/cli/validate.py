"""`validate`: what is wrong in plan files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.console import OutputFormat, ProblemFormat

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.cli.console import Console
    from dataplan_sync.configuration import Configuration


@click.command(short_help="Check plan files.")
@click.option(
    "--output",
    "-o",
    "output_format",
    type=click.Choice([*OutputFormat, *ProblemFormat], case_sensitive=False),
    default=OutputFormat.TEXT.value,
    show_default=True,
    help="How the report is written to stdout; github makes annotations in a workflow.",
)
@configured
def validate(
    console: Console,
    *,
    plans: Path,
    configuration: Configuration,
    output_format: OutputFormat | ProblemFormat,
) -> int:
    """Check plan files and run the fixture events beside them: no credentials, no network.

    docs/rules.md explains every rule, docs/events.md the fixtures.
    """
    from dataplan_sync import desired
    from dataplan_sync.errors import InvalidPlanFilesError
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.model import DataPlanVersionKey
    from dataplan_sync.problems.problem import Severity
    from dataplan_sync.report import Checked, CommandReport, WorkspaceReport

    source = WorkTree(plans)
    loaded = desired.load(
        source,
        settings=configuration.rules,
        allow_empty=configuration.policy.allow_empty,
    )
    fixtures = desired.run_fixture_events(source, loaded)
    problems = (*loaded.problems, *fixtures.problems)
    invalid = any(problem.severity is Severity.ERROR for problem in problems)
    exit_code = InvalidPlanFilesError.exit_code if invalid else 0
    checked = Checked(
        data_plans=len(loaded.state.loaders),
        versions=sum(isinstance(key, DataPlanVersionKey) for key in loaded.state.marks),
        data_points=loaded.data_points,
        fixtures=fixtures.count,
        files=desired.checked_files(source),
    )
    found = WorkspaceReport(
        None, "", exit_code, problems=problems, marks=loaded.state.marks, checked=checked
    )
    return console.emit(CommandReport("validate", exit_code, (), (found,)), output_format)
