"""Applying to one workspace after the other, in the order of the configuration.

All of them are looked at before the first write, so that a refusal in one leaves none half done. Then one that fails
stops those behind it: what does not work in development is not tried in production.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from dataplan_sync import review
from dataplan_sync.cli import workspace
from dataplan_sync.cli.applying import Applying
from dataplan_sync.cli.base import applied_base
from dataplan_sync.cli.selection import in_each
from dataplan_sync.errors import DataplanSyncError, StaleChangeSetError
from dataplan_sync.report import ApplyReport, ChangeOutcome, CommandReport, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.console import Console
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.cli.signals import Shield
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import JSONValue
    from dataplan_sync.report import WorkspaceReport


@dataclass(frozen=True, slots=True)
class Consent:
    """What has been said about what may be written."""

    yes: bool
    reviewed: JSONValue | None = None
    """The report of a diff that somebody has looked at."""
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A workspace that nothing speaks against."""

    applying: Applying
    found: WorkspaceReport
    change_set: ChangeSet

    @property
    def title(self) -> str:
        """What messages call it."""
        return self.applying.settings.title


@dataclass(frozen=True, slots=True)
class Turns:
    """What is the same for every workspace."""

    console: Console
    source: Source
    loaded: LoadedPlans
    consent: Consent
    shield: Shield
    quiet: bool
    """Whether only the report belongs on stdout."""

    def take(self, selected: Sequence[SelectedWorkspace]) -> CommandReport:
        """Look at all workspaces, ask whoever is there to be asked, and apply.

        Raises:
            DataplanSyncError: the only workspace could not be looked at.
        """
        with ExitStack() as connections:
            ready: list[Ready] = []

            def look(one: SelectedWorkspace) -> WorkspaceReport:
                return self._look(one, ready, connections)

            found = tuple(in_each(selected, look))
            if len(ready) < len(found):
                return _report(_held_back(found))
            pending = [one for one in ready if one.change_set.changes]
            if pending and not (self.quiet and self.consent.yes):
                shown = workspace.report_on_all("diff", [one.found for one in ready])
                self.console.show(shown, on_stderr=self.quiet)
            if pending and not self.consent.yes:
                answer = _ask(pending, ready)
                if answer:
                    return answer
            return _report(self._write(ready))

    def _look(
        self, selected: SelectedWorkspace, ready: list[Ready], connections: ExitStack
    ) -> WorkspaceReport:
        """Compare, and ask the review and the guards."""
        settings, view = selected.settings(self.console), selected.view(self.loaded)
        client = connections.enter_context(workspace.connected(settings, self.console))
        base = connections.enter_context(
            applied_base(settings.plans, settings.workspace_id, selected.configuration)
        )
        applying = Applying(
            self.console, settings, selected.configuration, self.source, view, client, base=base
        )
        reviewed = (
            None
            if self.consent.reviewed is None
            else review.from_report(self.consent.reviewed, workspace_id=settings.workspace_id)
        )
        change_set = applying.compare()
        found = applying.judged(change_set, reviewed)
        refusal = applying.refusal(
            found, change_set, reviewed=reviewed, fingerprint=self.consent.fingerprint
        )
        if refusal:
            return replace(refusal.workspaces[0], errors=refusal.errors)
        ready.append(Ready(applying, found, change_set))
        return found

    def _write(self, ready: Sequence[Ready]) -> list[WorkspaceReport]:
        """Carry out one change set after the other, until one is not carried out whole."""
        found: list[WorkspaceReport] = []
        stopping: WorkspaceReport | None = None
        for one in ready:
            if stopping and one.change_set.changes:
                reason = f"{stopping.name} comes first, and not all was applied there."
                found.append(_not_attempted(one.found, reason, stopping.exit_code))
                continue
            (report,) = one.applying.carry_out(one.found, one.change_set, self.shield).workspaces
            found.append(report)
            stopping = stopping or (report if report.exit_code else None)
        return found


def _ask(pending: Sequence[Ready], ready: Sequence[Ready]) -> CommandReport | None:
    """Ask whether to apply; None for a yes to what is still so after the question, which may stand for an hour."""
    noun = "workspace" if len(pending) == 1 else "workspaces"
    titles = ", ".join(one.title for one in pending)
    if not click.confirm(f"Apply this to {noun} {titles}?", err=True):
        code = DataplanSyncError.exit_code
        declined = [
            replace(one.found, change_set=None, impacts={}, notes=(), exit_code=code)
            for one in ready
        ]
        return CommandReport("apply", code, ("Not applied, as you said.",), tuple(declined))
    now = [_still(one) if one in pending else one.found for one in ready]
    moved = any(found.exit_code for found in now)
    return _report(_held_back(now)) if moved else None


def _still(one: Ready) -> WorkspaceReport:
    """Look again; what moved is stale."""
    now = one.applying.compare()
    moved = review.fingerprint_objection(now, one.change_set.fingerprint)
    if not moved:
        return one.found
    code = StaleChangeSetError.exit_code
    return replace(one.applying.judged(now, None), exit_code=code, errors=(moved,))


def _held_back(found: Sequence[WorkspaceReport]) -> list[WorkspaceReport]:
    """Say of the workspaces that nothing speaks against that nothing was written there either."""
    stopping = next(one for one in found if one.exit_code)
    reason = f"Nothing is written anywhere before {stopping.name} can be applied as well."
    return [
        one
        if one.exit_code or one.change_set is None or not one.change_set.changes
        else _not_attempted(one, reason, stopping.exit_code)
        for one in found
    ]


def _not_attempted(found: WorkspaceReport, reason: str, exit_code: int) -> WorkspaceReport:
    """Account for changes that were not begun, because of a workspace that ended with an exit code."""
    changes = found.change_set.changes if found.change_set else ()
    ledger = ApplyReport(
        tuple(ChangeOutcome(change, Outcome.NOT_ATTEMPTED, reason) for change in changes)
    )
    code = DataplanSyncError.exit_code if exit_code == workspace.PARTLY else exit_code
    return replace(found, apply_report=ledger, exit_code=code)


def _report(found: Sequence[WorkspaceReport]) -> CommandReport:
    """Report on all workspaces; what stopped the only one is the command's own error."""
    report = workspace.report_on_all("apply", found)
    if len(found) == 1:
        only = found[0]
        return replace(report, errors=only.errors, workspaces=(replace(only, errors=()),))
    return report
