"""A task of the action in several workspaces: one after the other, with one report and one comment for all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli import workspace
from dataplan_sync.cli.action.inputs import Task
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.errors import DataplanSyncError, UsageError
from dataplan_sync.guards import advice
from dataplan_sync.report import CommandReport, WorkspaceReport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.render.comment_facts import CommentFacts


INTERRUPTED: Final = 130


def in_turn(
    stage: Stage, selected: Sequence[SelectedWorkspace], work: Callable[[Stage], Conclusion]
) -> Conclusion:
    """Do a task in each workspace, in the order of the configuration.

    An apply that does not do all in one workspace does nothing in those behind it. Of everything else, one workspace
    that fails does not hide the others.

    Args:
        stage: where the run stands, with the configuration as the file has it.
        selected: the workspaces. For a single one the stage is there already.
        work: does the task in one of them.

    Raises:
        UsageError: a fingerprint stands for the change set of one workspace.
    """
    if len(selected) == 1:
        return work(stage)
    if stage.inputs.fingerprint is not None:
        message = "The input fingerprint stands for what is to be done in one workspace: name one with `workspace`."
        raise UsageError(message)
    found: list[Conclusion] = []
    for one in selected:
        stopped = stage.inputs.task is Task.APPLY and any(each.report.exit_code for each in found)
        if stopped:
            found.append(_not_attempted(stage, one, found))
            continue
        try:
            found.append(_sectioned(work(stage.at(one, one_of_several=True)), one))
        except (DataplanSyncError, OSError) as error:
            # The report of the others is still to be written, and so is what was applied there.
            code = error.exit_code if isinstance(error, DataplanSyncError) else 1
            found.append(_failed(stage, one, str(error), code))
        except KeyboardInterrupt:
            found.append(_failed(stage, one, "The run was cancelled.", INTERRUPTED))
            break
    return _joined(stage, found)


def _sectioned(conclusion: Conclusion, selected: SelectedWorkspace) -> Conclusion:
    """Move what stopped a run into the section of its workspace."""
    report = conclusion.report
    options = selected.options
    number, name = options.workspace_id, options.workspace_name
    empty = WorkspaceReport(number, name, report.exit_code)
    sections = [
        replace(
            section,
            workspace_id=number,
            name=name,
            errors=(*section.errors, *report.errors),
        )
        for section in report.workspaces or (empty,)
    ]
    return replace(conclusion, report=replace(report, errors=(), workspaces=tuple(sections)))


def _failed(stage: Stage, selected: SelectedWorkspace, message: str, exit_code: int) -> Conclusion:
    failed = replace(selected.failed(DataplanSyncError(message)), exit_code=exit_code)
    return Conclusion(workspace.report_on(stage.inputs.task, failed), stage.facts())


def _not_attempted(
    stage: Stage, selected: SelectedWorkspace, before: Sequence[Conclusion]
) -> Conclusion:
    stopping = next(each.report for each in before if each.report.exit_code)
    (name, *_) = (found.name for found in stopping.workspaces)
    message = f"Not attempted: {name} comes first, and not all was applied there."
    code = DataplanSyncError.exit_code if stopping.has_stored else stopping.exit_code
    return _failed(stage, selected, message, code)


def _joined(stage: Stage, found: Sequence[Conclusion]) -> Conclusion:
    """Make one conclusion of those of all workspaces."""
    sections = tuple(chain.from_iterable(each.report.workspaces for each in found))
    report = workspace.report_on_all(found[0].report.command, sections)
    pulls: dict[int, list[CommentFacts]] = {}
    for each in found:
        for number, facts in each.pulls.items():
            pulls.setdefault(number, []).append(facts)
    if stage.context.pull_request and stage.inputs.task is Task.DIFF:
        pulls.setdefault(stage.context.pull_request.number, [stage.facts()])
    return Conclusion(
        report,
        _facts(stage, report, [each.facts for each in found]),
        {number: _facts(stage, report, facts) for number, facts in pulls.items()},
        {key: since for each in found for key, since in each.listed.items()},
        tuple(dict.fromkeys(chain.from_iterable(each.notes for each in found))),
        tuple(dict.fromkeys(chain.from_iterable(each.warnings for each in found))),
    )


def _facts(stage: Stage, report: CommandReport, told: Sequence[CommentFacts]) -> CommentFacts:
    """Join what is known beside the report; what would allow anything is said in one piece for all."""
    permits = [hazard for found in report.workspaces for hazard in found.hazards if hazard.permit]
    changed = any(found.change_set and found.change_set.changes for found in report.workspaces)
    keeps_previous = report.command == "apply" or not changed or report.exit_code == 1
    previous = next((one.previous for one in told if one.previous), "")
    return replace(
        told[0],
        live_read=all(one.live_read for one in told),
        previous=previous if keeps_previous else "",
        accepted=tuple(dict.fromkeys(chain.from_iterable(one.accepted for one in told))),
        instructions=advice.instructions(permits, stage.configuration),
        label=next((one.label for one in told if one.label), ""),
        policy_changes=tuple(
            dict.fromkeys(chain.from_iterable(one.policy_changes for one in told))
        ),
        unreviewed={key: keys for one in told for key, keys in one.unreviewed.items()},
        holding={key: keys for one in told for key, keys in one.holding.items()},
        covered_by=told[0].covered_by if all(one.covered_by for one in told) else "",
    )
