"""How long to be patient with an API: how often to try, and how long to wait in between.

The clock, the sleep and the dice are fields, so that tests take no time and know what comes.
"""

from __future__ import annotations

import math
import random
import re
import time
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Tries and waits, all in seconds."""

    tries: int = 5
    """How often a request is sent at most, the first time included."""
    throttled_tries: int = 12
    """The same where the API says how long to wait: others who share the limit may be quicker afterwards."""
    budget: float = math.inf
    """How long all requests together may wait to be sent again; waits side by side count once."""
    budget_option: str = "--max-wait"
    """What gives a run more of it; empty where nothing does."""
    base: float = 0.5
    """The wait before the second try; each further wait is twice as long."""
    throttled_base: float = 5.0
    """The same after a 429 that does not say how long to wait: the API counts per minute."""
    cap: float = 20.0
    """The longest wait of our own."""
    asked_cap: float = 120.0
    """The longest wait that an API may ask for."""
    sleep: Callable[[float], object] | None = None
    """None sleeps until the time is up or the transport is closed, so that Ctrl-C waits for no thread."""
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    """Seconds since the epoch, to read an HTTP date."""
    random: Callable[[], float] = random.random
    """A number from 0 up to 1."""

    def backoff(self, tries_made: int, *, throttled: bool = False) -> float:
        """Give the wait after that many tries: exponential, capped, and jittered between half and whole.

        The jitter keeps threads that failed together from coming back together.
        """
        base = self.throttled_base if throttled else self.base
        doublings = min(tries_made - 1, 30)  # far beyond any cap, and still a float
        longest = min(self.cap, base * 2.0**doublings)
        return longest * (0.5 + self.random() / 2)

    def asked_wait(self, headers: Mapping[str, str]) -> float | None:
        """Read how long an answer asks to wait, capped.

        Args:
            headers: the answer's headers, names in lower case. `retryafter` is mParticle's misspelling;
                GitHub says `x-ratelimit-remaining: 0` and, in seconds since the epoch, when the limit is lifted.

        Returns:
            Seconds, never negative; None if the answer does not say, or not readably.
        """
        text = (headers.get("retry-after") or headers.get("retryafter") or "").strip()
        if not text and headers.get("x-ratelimit-remaining") == "0":
            return self._until(headers.get("x-ratelimit-reset", ""))
        if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
            return min(self.asked_cap, float(text))
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        # A date without a usable zone is UTC (RFC 9110 §5.6.7).
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(self.asked_cap, max(0.0, aware.timestamp() - self.now()))

    def out_of_reach(self, headers: Mapping[str, str]) -> bool:
        """Say whether a limit is lifted later than this policy would ever wait for it.

        GitHub's primary limit is per hour: five waits that are too short would only cost ten minutes.
        """
        moment = headers.get("x-ratelimit-reset", "")
        spent = headers.get("x-ratelimit-remaining") == "0" and "retry-after" not in headers
        return spent and _is_moment(moment) and float(moment) - self.now() > self.asked_cap

    def _until(self, moment: str) -> float | None:
        if not _is_moment(moment):
            return None
        return min(self.asked_cap, max(0.0, float(moment) - self.now()))


def _is_moment(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,11}", text) is not None
