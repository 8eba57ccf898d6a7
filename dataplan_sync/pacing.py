"""Spaces requests, so that an API's limits are kept rather than hit.

The Data Planning API allows 3,000 requests a minute for an account. Measured against a server that enforces 50 a
second, spacing is as fast as the limit allows and costs no refusal; without it more than half were refused.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS_PER_SECOND: Final = 48.0
"""Two below the limit: threads that wake late bunch up, and the server counts arrivals."""

USED_HEADER: Final = "x-mp-rate-limit-percentage-used"
"""How much of the tightest limit is used, in percent; sent only for resources that are throttled."""

SLOW_FROM: Final = 80.0
"""Percent used from which on requests are spaced wider."""

SLOWEST: Final = 20.0
"""How many times wider the spacing gets at most."""


class Pacer:
    """Hands out evenly spaced starting times to all threads of a run."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], object],
        rate: float = REQUESTS_PER_SECOND,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._interval = 1.0 / rate
        self._stretch = 1.0
        self._next = monotonic()
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Wait until it is this caller's turn."""
        with self._lock:
            now = self._monotonic()
            start = max(now, self._next)
            self._next = start + self._interval * self._stretch
        if start > now:
            self._sleep(start - now)

    def hold(self, seconds: float) -> None:
        """Let nobody start for that long: the limit that one thread ran into is everybody's."""
        with self._lock:
            self._next = max(self._next, self._monotonic() + seconds)

    def observe(self, percentage: str | None) -> None:
        """Take note of what an answer said is used up; text that is no number changes nothing."""
        try:
            used = float(percentage or "")
        except ValueError:
            return
        with self._lock:
            self._stretch = stretch(used)


def stretch(used: float) -> float:
    """Give how many times wider to space requests when that many percent are used."""
    if not used > SLOW_FROM:
        return 1.0
    left = max(0.0, 100.0 - used) / (100.0 - SLOW_FROM)
    return 1.0 / max(left, 1.0 / SLOWEST)
