"""The live state of a workspace: one list call, then the data plans that matter, side by side.

The list leaves the documents out (API document, "Get all Data Plans"), so every data plan that is compared
costs one more request. A bounded number of them is fetched ahead of the comparison, in its order, which keeps
the requests overlapping and the memory at a few data plans.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import UnexpectedAnswerError
from dataplan_sync.model import WorkspaceState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dataplan_sync.model import DataPlan
    from dataplan_sync.mparticle.client import MParticleClient

CONCURRENCY: Final = 8
"""Requests at a time. Eight reach the API's limit of 50 a second at any usual latency."""


@contextmanager
def fetch(
    client: MParticleClient,
    wanted: Collection[str] | None = None,
    *,
    concurrency: int = CONCURRENCY,
) -> Iterator[WorkspaceState]:
    """Fetch the live state of the client's workspace.

    Args:
        client: reaches the workspace.
        wanted: the ids of the data plans that will be loaded, and are fetched ahead; None for all.
        concurrency: how many data plans are fetched at a time.

    Yields:
        The state. It names every live data plan; loading one that was not wanted fetches it then.

    Raises:
        ApiError: the workspace could not be listed. Loading raises it for a single data plan.
    """
    listed = sorted(data_plan.data_plan_id for data_plan in client.list_data_plans())
    ahead = [data_plan_id for data_plan_id in listed if wanted is None or data_plan_id in wanted]
    executor = ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="fetch")
    try:
        window = _Window(client, executor, ahead, size=concurrency)
        yield WorkspaceState(
            {data_plan_id: partial(window.take, data_plan_id) for data_plan_id in listed}
        )
    finally:
        # Whoever leaves early (Ctrl-C, an error) does not wait for answers that nobody will read.
        executor.shutdown(wait=False, cancel_futures=True)


class _Window:
    """Data plans on their way: as one is taken, the next one is asked for."""

    def __init__(
        self, client: MParticleClient, executor: ThreadPoolExecutor, ahead: list[str], *, size: int
    ) -> None:
        self._client = client
        self._executor = executor
        self._ahead = deque(ahead)
        self._fetching: dict[str, Future[DataPlan]] = {}
        self._lock = threading.Lock()
        for _ in range(size):
            self._ask_for_next()

    def take(self, data_plan_id: str) -> DataPlan:
        """Give a data plan, waiting for it if it is on its way and fetching it if it is not."""
        with self._lock:
            future = self._fetching.pop(data_plan_id, None)
            self._ask_for_next()
        return future.result() if future else _get(self._client, data_plan_id)

    def _ask_for_next(self) -> None:
        if self._ahead:
            data_plan_id = self._ahead.popleft()
            self._fetching[data_plan_id] = self._executor.submit(_get, self._client, data_plan_id)


def _get(client: MParticleClient, data_plan_id: str) -> DataPlan:
    """Get a data plan, and take it for no other than the one that was asked for: writes will follow from it."""
    data_plan = client.get_data_plan(data_plan_id)
    if data_plan.data_plan_id != data_plan_id:
        message = (
            f'The API was asked for the data plan "{data_plan_id}" and gave "{data_plan.data_plan_id}". A cache or '
            "proxy in between may have mixed up answers: try again, or write the id as mParticle has it."
        )
        raise UnexpectedAnswerError(message)
    return data_plan
