"""Rate limits: requests a minute, for the account and for the organization, with the vendor's headers.

The vendor counts GET, POST and PATCH; it does not name DELETE. The whole emulator is one account in one
organization.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dataplan_sync.emulator import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.emulator.options import EmulatorOptions

_WINDOW = 60


class RateLimits:
    """Counts requests minute by minute.

    Args:
        clock: gives seconds; minutes begin where it is a multiple of 60.
    """

    def __init__(self, options: EmulatorOptions, clock: Callable[[], float]) -> None:
        both = {"account": options.account_limit, "org": options.org_limit}
        self._limits = {kind: limit for kind, limit in both.items() if limit}
        self._clock = clock
        self._window = 0
        self._count = 0

    def count(self, method: str) -> Mapping[str, str]:
        """Count a request.

        Returns:
            Headers for its answer, if that is a 2xx.

        Raises:
            RefusedRequestError: 429, over a limit.
        """
        if not self._limits or method == "DELETE":
            return {}
        now = self._clock()
        window = int(now // _WINDOW)
        if window != self._window:
            self._window, self._count = window, 0
        self._count += 1
        for kind, limit in self._limits.items():
            if self._count > limit:
                raise refusals.too_many_requests(kind, math.ceil(_WINDOW - now % _WINDOW))
        used = max(self._count * 100 // limit for limit in self._limits.values())
        return {"X-mp-rate-limit-percentage-used": str(used)}
