"""Looking once more, right before a write: whether live is still what the change set was made from.

The API has no ETag, so between comparing and writing somebody else may have written, and their edit would be gone
without a word. A look shortens that time from a whole run to one request; what comes in even then is found when the
write is read back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync import differences, errors, managed, write
from dataplan_sync.model import DataPlan, DataPlanVersion
from dataplan_sync.report import Outcome
from dataplan_sync.write import StepResult

if TYPE_CHECKING:
    from dataplan_sync.changes import Resource
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.ordering import Step
    from dataplan_sync.write import Patience


def look(step: Step, client: MParticleClient, patience: Patience) -> StepResult | None:
    """Read the object that a step is about to write.

    Args:
        step: the write.
        client: reaches the workspace.
        patience: how long what moved may turn out to be an answer from before an earlier write.

    Returns:
        None if live is as it was compared, so that the write may be sent. Applied if somebody else has brought about
        what it would do. Failed and stale if live moved, with who did it and when. Nothing is written in any case.
    """
    deadline = patience.clock() + patience.limit
    pause = patience.first_pause
    while True:
        try:
            live = write.read(step, client)
        except errors.ApiError as error:
            return StepResult(
                Outcome.FAILED, f"nothing was written, for live cannot be read: {error}"
            )
        if _is_still(step, live):
            return None
        if write.matches(step.after, live):
            return StepResult(Outcome.APPLIED, applied=frozenset(one.key for one in step.changes))
        if patience.clock() + pause > deadline:
            return StepResult(Outcome.FAILED, _moved(step, live), stale=True)
        patience.sleep(pause)
        pause = min(pause * 2, patience.longest_pause)


def _is_still(step: Step, live: Resource | None) -> bool:
    match step.before, live:
        case DataPlan() as before, DataPlan():
            doomed = () if step.after else step.changes[1:]
            kept = step.after is not None or len(doomed) == len(live.versions)
            return (
                kept
                and differences.same(_own(before), _own(live))
                and all(_same_version(change.before, live) for change in doomed)
            )
        case DataPlanVersion() as before, DataPlanVersion():
            return differences.same(before, live)
        case before, _:
            return before is live


def _own(data_plan: DataPlan) -> DataPlan:
    bare = replace(data_plan, versions=())
    return managed.data_plan_over(bare, bare)


def _same_version(before: Resource | None, live: DataPlan) -> bool:
    found = live.version(before.version) if isinstance(before, DataPlanVersion) else None
    return before is not None and found is not None and differences.same(before, found)


def _moved(step: Step, live: Resource | None) -> str:
    """Say in a sentence that live moved, what, by whom and when."""
    advice = "Nothing was written: look at the new difference, then apply again"
    if live is None:
        return f"somebody deleted it since it was compared. {advice}"
    by, on = live.authorship.latest_by, live.authorship.latest_on
    who = f" by {by}" if by else ""
    when = f", last written {on} UTC" if on else ""
    if step.before is None:
        return f"somebody created it since it was compared{who}{when}. {advice}"
    names = [" ".join(change.path) for change in differences.differences(step.before, live)]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    what = f": {', '.join(names[:3])}{more}" if names else ""
    return f"it was edited since it was compared{who}{when}{what}. {advice}"
