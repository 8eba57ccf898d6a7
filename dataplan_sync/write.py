"""One write, carried through to certainty: sent, resolved if its answer was lost, read back and compared.

The API has no ETag and no idempotency key, and it documents a silent failure: a write can answer with success
and not be stored. So an answer proves nothing here; only a read does (design §7.4, §7.5).
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from dataplan_sync import differences, errors, managed, sending
from dataplan_sync.model import DataPlan, DataPlanKey, DataPlanVersion, DataPlanVersionKey
from dataplan_sync.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.changes import Resource
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.ordering import Step

SENDS: Final = 3
"""How often a write is sent whose answer keeps getting lost while nothing is stored."""

SILENT_FAILURE: Final = "the API answered with success and did not store it"
VENDORS_ADVICE: Final = (
    "The vendor's advice for this: set the version's status to DEV in the mParticle UI, apply again, then change "
    "the status back to PROD/DEV; or declare a new version"
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a read-back goes on before what it sees is taken as final. Seconds."""

    limit: float = 10.0
    """For all reads after one write: the API may answer a read from before the write."""
    first_pause: float = 0.2
    """Doubles with each read, up to `longest_pause`, less a random part."""
    longest_pause: float = 2.0
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of one write."""

    outcome: Outcome
    reason: str = ""
    stored: bool = False
    """Whether live has moved because of it, as far as is known."""
    faults: tuple[errors.Fault, ...] = ()
    """Where the API sees what it refused."""
    stale: bool = False
    """Whether it was not sent because live had moved."""
    applied: frozenset[ObjectKey] = frozenset()
    """The objects that are live as they should be: a new data plan may be, and its version not."""


class _Seen(Enum):
    AFTER = auto()
    """As it should be after the write."""
    BEFORE = auto()
    """As it was before the write."""
    OTHER = auto()


def perform(step: Step, client: MParticleClient, patience: Patience) -> StepResult:
    """Send a write and find out what became of it.

    Args:
        step: the write.
        client: reaches the workspace.
        patience: how long to read back.

    Returns:
        Applied once it was read back as it should be; failed if it is known not to be; unknown if an answer
        was lost and live cannot be read either. API errors are results here, never raised.
    """
    lost: errors.ApiError | None = None
    for _ in range(SENDS):
        try:
            sending.send(step, client)
        except (errors.AnswerLostError, errors.UnexpectedAnswerError) as error:
            lost = error
        except errors.WrongVersionNumberError as error:
            return StepResult(Outcome.FAILED, str(error), stored=True)
        except errors.ApiError as error:
            return _refused(step, client, patience, error, lost=lost)
        else:
            return _answered(step, client, patience)
        result = _resolve_lost(step, client, patience, lost)
        if result:
            return result
    reason = f"its answer was lost {SENDS} times, and nothing of it is live so far: {lost}"
    return StepResult(Outcome.UNKNOWN, reason)


def _refused(
    step: Step,
    client: MParticleClient,
    patience: Patience,
    error: errors.ApiError,
    *,
    lost: errors.ApiError | None,
) -> StepResult:
    """Judge a refusal. After a lost answer it may only say that the first sending had been stored."""
    if lost and _matches_now(step, client, patience):
        return _applied(step)
    if lost:
        return StepResult(
            Outcome.UNKNOWN, f"an answer was lost ({lost}), then it was refused: {error}"
        )
    faults = error.faults if isinstance(error, errors.RejectedError) else ()
    return StepResult(Outcome.FAILED, str(error), faults=faults)


def _answered(step: Step, client: MParticleClient, patience: Patience) -> StepResult:
    try:
        seen, live = _read_back(step, client, patience)
    except errors.ApiError as error:
        return StepResult(Outcome.UNKNOWN, f"it was accepted, and could not be read back: {error}")
    match seen:
        case _Seen.AFTER:
            return _applied(step)
        case _Seen.BEFORE:
            return StepResult(Outcome.FAILED, _silent_failure(step, patience))
        case _Seen.OTHER:
            reason = f"it was accepted, and live is not as it was sent: {_difference(step, live)}"
            return StepResult(Outcome.FAILED, reason, stored=True, applied=_live_parts(step, live))


def _silent_failure(step: Step, patience: Patience) -> str:
    """Say that a write is not there, after how long, and for an edit of a version what the vendor advises."""
    told = f"{SILENT_FAILURE}: {patience.limit:g} s later it is not there"
    if isinstance(step.before, DataPlanVersion) and isinstance(step.after, DataPlanVersion):
        return f"{told}. {VENDORS_ADVICE}"
    return told


def _applied(step: Step) -> StepResult:
    keys = frozenset(change.key for change in step.changes)
    return StepResult(Outcome.APPLIED, stored=True, applied=keys)


def _live_parts(step: Step, live: Resource | None) -> frozenset[ObjectKey]:
    """Give those objects of a new data plan that are live as they should be."""
    if not isinstance(step.after, DataPlan) or not isinstance(live, DataPlan):
        return frozenset()
    own = replace(step.after, versions=())
    parts = [step.after.key] if matches(own, live) else []
    versions = [
        version.key
        for version in step.after.versions
        if matches(version, live.version(version.version))
    ]
    return frozenset((*parts, *versions))


def _resolve_lost(
    step: Step, client: MParticleClient, patience: Patience, lost: errors.ApiError
) -> StepResult | None:
    """Find out by reading what a write did whose answer was lost; None if it is safe to send it again."""
    try:
        seen, live = _read_back(step, client, patience)
    except errors.ApiError as error:
        return StepResult(Outcome.UNKNOWN, f"{lost} Reading it back failed too: {error}")
    match seen:
        case _Seen.AFTER:
            return _applied(step)
        case _Seen.BEFORE:
            return None
        case _Seen.OTHER:
            reason = f"its answer was lost, and live has moved meanwhile: {_difference(step, live)}"
            return StepResult(Outcome.UNKNOWN, reason)


def _matches_now(step: Step, client: MParticleClient, patience: Patience) -> bool:
    try:
        seen, _ = _read_back(step, client, patience)
    except errors.ApiError:
        return False
    return seen is _Seen.AFTER


def _read_back(
    step: Step, client: MParticleClient, patience: Patience
) -> tuple[_Seen, Resource | None]:
    """Read until the write shows, or patience ends. A read may still give what was there before."""
    deadline = patience.clock() + patience.limit
    pause = patience.first_pause
    while True:
        live = read(step, client)
        if matches(step.after, live):
            return _Seen.AFTER, live
        if patience.clock() + pause > deadline:
            return (_Seen.BEFORE if matches(step.before, live) else _Seen.OTHER), live
        patience.sleep(pause * random.uniform(0.75, 1.0))  # noqa: S311 - jitter, no secret
        pause = min(pause * 2, patience.longest_pause)


def read(step: Step, client: MParticleClient) -> Resource | None:
    """Read the object that a step writes; None if it does not exist.

    Raises:
        ApiError: it could not be read.
    """
    try:
        match step.key:
            case DataPlanKey(data_plan_id):
                return client.get_data_plan(data_plan_id)
            case DataPlanVersionKey(data_plan_id, number):
                return client.get_data_plan_version(data_plan_id, number)
    except errors.NotFoundError:
        return None


def matches(expected: Resource | None, live: Resource | None) -> bool:
    """Tell whether live is as expected in all that is managed; what only live has does not count."""
    match expected, live:
        case DataPlan(), DataPlan():
            own = managed.data_plan_over(expected, live)
            return differences.same(own, managed.data_plan_over(live, live)) and all(
                matches(version, live.version(version.version)) for version in expected.versions
            )
        case DataPlanVersion(), DataPlanVersion():
            return differences.same(managed.version_over(expected, live), live)
        case _:
            return expected is live


def _difference(step: Step, live: Resource | None) -> str:
    """Name what is not as it should be, in a line."""
    if live is None:
        return "it does not exist"
    if step.after is None:
        return "it still exists"
    wanted = step.after
    if isinstance(wanted, DataPlan) and isinstance(live, DataPlan):
        wanted, live = managed.data_plan_over(wanted, live), managed.data_plan_over(live, live)
    names = [" ".join(change.path) for change in differences.differences(wanted, live)]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
