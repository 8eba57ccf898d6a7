"""What most commands begin with: where the plan files are, and what `dataplan-sync.yaml` says."""

from __future__ import annotations

from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dataplan_sync.cli.options import in_console

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.cli.console import Console, OutputFormat
    from dataplan_sync.files.configuration_file import LoadedConfiguration


_plans_option: Final = click.option(
    "--plans",
    type=click.Path(path_type=Path),
    help="The directory of the plan files.  [default: plans]",
)
_config_option: Final = click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The configuration.  [default: dataplan-sync.yaml, if there is one here]",
)


def configured(function: Callable[..., int]) -> Callable[..., int]:
    """Give a command its `console`, its `configuration` and, as `plans`, the directory of the plan files.

    Adds `--plans`, which wins over the configuration, and `--config`. A configuration that is invalid is reported
    as invalid plan files are, and the command does not run.
    """

    def command(
        console: Console,
        /,
        *,
        plans: Path | None,
        config: Path | None,
        output_format: OutputFormat | None = None,
        **options: object,
    ) -> int:
        from dataplan_sync.cli.console import OutputFormat
        from dataplan_sync.settings import DEFAULT_PLANS

        loaded = load_configuration(config)
        if loaded.problems:
            command_name = function.__name__.replace("_", "-")
            return _refuse(console, command_name, loaded, output_format or OutputFormat.TEXT)
        if output_format is not None:
            options["output_format"] = output_format
        configuration = loaded.configuration
        return function(
            console,
            plans=plans or Path(configuration.plans or DEFAULT_PLANS),
            configuration=configuration,
            **options,
        )

    update_wrapper(command, function)
    return _plans_option(_config_option(in_console(command)))


def load_configuration(config: Path | None) -> LoadedConfiguration:
    """Read the configuration that is named, or the one that is here, if any."""
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.files.configuration_file import (
        LoadedConfiguration,
        default_file,
        read_configuration,
    )

    file = config or default_file(Path())
    if not file.exists():
        return LoadedConfiguration(Configuration())
    from dataplan_sync.files.configured_rules import KnownRules
    from dataplan_sync.impact import rules_of_attributes, rules_of_values, rules_of_versions
    from dataplan_sync.problems.catalogue import CONFIGURABLE

    impacts = (rules_of_versions.RULES, rules_of_attributes.RULES, rules_of_values.RULES)
    acceptable = frozenset(rule for rules in impacts for rule in rules)
    return read_configuration(file, KnownRules(CONFIGURABLE, acceptable))


def _refuse(
    console: Console, command: str, loaded: LoadedConfiguration, output_format: OutputFormat
) -> int:
    from dataplan_sync.errors import InvalidPlanFilesError
    from dataplan_sync.report import CommandReport, WorkspaceReport

    exit_code = InvalidPlanFilesError.exit_code
    found = WorkspaceReport(None, "", exit_code, problems=loaded.problems)
    return console.emit(CommandReport(command, exit_code, (), (found,)), output_format)
