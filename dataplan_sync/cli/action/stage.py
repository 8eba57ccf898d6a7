"""Where a run of the action stands: its inputs, its event, its clients; and what it comes to in the end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dataplan_sync.cli import workspace
from dataplan_sync.cli.applying import Applying
from dataplan_sync.render.comment_facts import CommentFacts, Run
from dataplan_sync.settings import Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dataplan_sync.cli.action.inputs import Inputs
    from dataplan_sync.cli.console import Console
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.files.source import Source
    from dataplan_sync.github.client import GitHubClient
    from dataplan_sync.github.context import RunContext
    from dataplan_sync.report import CommandReport


@dataclass(frozen=True, slots=True)
class Stage:
    """What every task of the action works with."""

    console: Console
    inputs: Inputs
    context: RunContext
    configuration: Configuration
    plans: Path
    github: GitHubClient
    author: str
    """The login under which our comments and issues are written."""

    @property
    def key(self) -> str:
        """What our comments and issues are found by: the workspace, or the configuration where none is chosen."""
        number = self.inputs.workspace_id
        return str(number) if number is not None else self.configuration.file

    @property
    def head(self) -> str:
        """The commit that people look at: a pull request's head, not the test merge that is checked out."""
        pull = self.context.pull_request
        return pull.head_sha if pull else self.context.sha

    @property
    def options(self) -> Options:
        """What the inputs say of workspace and files."""
        return Options(self.inputs.workspace_id, self.plans)

    @contextmanager
    def applying(self, source: Source, loaded: LoadedPlans) -> Iterator[Applying]:
        """Connect to the workspace.

        Raises:
            UsageError: credentials are missing or wrong in form.
        """
        settings = workspace.read_settings(self.console, self.options)
        with workspace.connected(settings, self.console) as client:
            yield Applying(self.console, settings, self.configuration, source, loaded, client)

    def facts(self) -> CommentFacts:
        """Give what is known of the run."""
        run = self.context.run
        return CommentFacts(
            head=self.head, run=Run(run.url, run.number, run.attempt), summary_url=run.url
        )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a task came to."""

    report: CommandReport
    facts: CommentFacts
    pulls: Mapping[int, CommentFacts] = field(default_factory=dict)
    """The pull requests whose comment is to say it, each with what is known beside."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """The findings that the comment lists, by digest, each with the time since when (see `labels`)."""
    notes: tuple[str, ...] = ()
    """Warnings for whoever reads the log."""
