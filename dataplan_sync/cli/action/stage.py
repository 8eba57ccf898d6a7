"""Where a run of the action stands: its inputs, its event, its clients; and what it comes to in the end."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli import selection, workspace
from dataplan_sync.cli.action.based import recorded
from dataplan_sync.cli.applying import Applying
from dataplan_sync.credentials import Found
from dataplan_sync.render.comment_facts import CommentFacts, Run
from dataplan_sync.review import SHORTEST_PREFIX
from dataplan_sync.settings import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.action.based import Basing
    from dataplan_sync.cli.action.inputs import Inputs
    from dataplan_sync.cli.action.log import StepConsole
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.files.source import Source
    from dataplan_sync.github.client import GitHubClient
    from dataplan_sync.github.context import RunContext
    from dataplan_sync.report import CommandReport
    from dataplan_sync.transport import Transport

DEPENDABOT: Final = "dependabot[bot]"
"""GitHub treats what it does as a fork's, unless the repository gives it secrets of its own."""


def by_workflow(change_set: ChangeSet) -> str:
    """Say how to go on after a refusal where a workflow did it."""
    return (
        "Look at what would be applied now, in the job summary. To apply exactly that, run the workflow by hand "
        f"(workflow_dispatch) with `command: apply` and `fingerprint: {change_set.fingerprint[:SHORTEST_PREFIX]}`."
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run has of the world beside its environment."""

    transport: Transport | None = None
    """Sends the requests to GitHub; None opens one for the run."""
    pause: Callable[[float], object] = time.sleep
    """Waits that many seconds before what was written on GitHub is looked at again."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What every task of the action works with."""

    console: StepConsole
    inputs: Inputs
    context: RunContext
    configuration: Configuration
    plans: Path
    github: GitHubClient
    author: str
    """The login under which our comments and issues are written."""
    pause: Callable[[float], object] = time.sleep
    selected: SelectedWorkspace | None = None
    """The workspace at hand; None before one is chosen."""
    is_one_of_several: bool = False
    """Whether the run covers several workspaces, which share their comments."""

    @property
    def key(self) -> str:
        """What our comments are found by: the workspace, or the configuration for several or where none is chosen."""
        return self.configuration.file if self.is_one_of_several else self.own_key

    @property
    def own_key(self) -> str:
        """What the issue of the workspace at hand is found by."""
        number = self.inputs.workspace_id
        return str(number) if number is not None else self.configuration.file

    def find_workspaces(self) -> tuple[SelectedWorkspace, ...]:
        """Give the workspaces that the workflow names, in the order of the configuration; all where it names none.

        Raises:
            UsageError: there is no such workspace.
        """
        own = self.selected.options.workspace_name if self.selected else ""
        number = self.inputs.workspace_id
        words = self.inputs.workspaces or (() if number is None else (str(number),))
        options = Options(None, self.plans)
        chosen = (own,) if own else words
        return selection.find(self.console.environ, self.configuration, chosen, options)

    def at(self, selected: SelectedWorkspace, *, one_of_several: bool = False) -> Stage:
        """Go to a workspace, where its own policy holds."""
        number = selected.options.workspace_id
        return replace(
            self,
            selected=selected,
            configuration=selected.configuration,
            inputs=replace(self.inputs, workspace_id=number),
            is_one_of_several=one_of_several,
        )

    def view(self, loaded: LoadedPlans) -> LoadedPlans:
        """Give what plan files say of the workspace at hand."""
        return self.selected.view(loaded) if self.selected else loaded

    @property
    def head(self) -> str:
        """The commit that people look at: a pull request's head, not the test merge that is checked out."""
        event = self.context.pull_request or self.context.workflow_run
        return event.head_sha if event else self.context.sha

    @property
    def is_untrusted(self) -> bool:
        """Whether a pull request runs without secrets and with a token that reads: of a fork, or by Dependabot."""
        pull = self.context.pull_request
        if pull is None:
            return False
        credentials = self.options.credentials
        keyless = self.context.actor == DEPENDABOT and not credentials.client_id.read(
            self.console.environ, Found()
        )
        return pull.is_fork or keyless

    @property
    def options(self) -> Options:
        """What the inputs say of workspace and files."""
        if self.selected is None:
            return Options(self.inputs.workspace_id, self.plans)
        return replace(self.selected.options, plans=self.plans)

    @contextmanager
    def applying(
        self, source: Source, loaded: LoadedPlans, basing: Basing = recorded
    ) -> Iterator[Applying]:
        """Connect to the workspace, with what was applied last at hand where that can be had.

        Args:
            source: the plan files.
            loaded: what they say.
            basing: gives what was applied last.

        Raises:
            UsageError: credentials are missing or wrong in form.
        """
        settings = workspace.read_settings(self.console, self.options)
        with (
            basing(self, settings.workspace_id) as base,
            workspace.connected(settings, self.console) as client,
        ):
            yield Applying(
                self.console,
                settings,
                self.configuration,
                source,
                self.view(loaded),
                client,
                by_workflow,
                base,
            )

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
    """What whoever reads the log should know."""
    warnings: tuple[str, ...] = ()
    """What could not be done and did not stop the run."""
    text: str | None = None
    """Markdown for comment and summary in place of what the report would say."""
