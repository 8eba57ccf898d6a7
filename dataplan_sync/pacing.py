"""Spaces requests, so that an API's limits are kept rather than hit.

The Data Planning API allows 3,000 requests a minute for an account, shared by everybody who uses it, and says with
each answer how much of the tightest limit is used. Measured against a server that enforces 50 a second, spacing is
as fast as the limit allows and costs no refusal; without it more than half were refused.

Nobody says how many others there are. But what one own request *costs* can be seen: by how many percent the meter
moves, for each request of ours. Others who ask as much as we do make it cost twice. So what is left of a minute is
divided by the cost, and the requests that it pays for are spread over the rest of the minute. When all clients do so,
each gets its share.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS_PER_SECOND: Final = 48.0
"""Two below the limit: threads that wake late bunch up, and the server counts arrivals."""

USED_HEADER: Final = "x-mp-rate-limit-percentage-used"
"""How much of the tightest limit is used, in percent; sent only for resources that are throttled."""

EXCEEDED_HEADER: Final = "x-mp-rate-limit-exceeded"
"""Which limit a 429 stands for: `org`, `account`, `app`, `feed`, `workspace`, `system`, or `acceleration`."""

ACCELERATION: Final = "acceleration"
"""The limit on how fast traffic may grow: what helps is not to wait but to grow slowly."""

MINUTE: Final = 60.0
"""Seconds in which the API counts."""

FREE: Final = 50.0
"""Percent used up to which nobody is slowed down, if the minute before was not scarce either."""

TARGET: Final = 90.0
"""Percent that all clients together aim at: the rest is for those who come unannounced."""

FEWEST: Final = 3
"""Own requests from which on the cost of one is believed."""

DOCUMENTED_COST: Final = 100.0 / 3000.0
"""What a request costs, in percent, as long as nothing else is known."""

HIGHEST_COST: Final = 30.0
"""What a request is taken to cost at most: however many others there are, nobody is kept out for ever."""

RAMP_HALVES: Final = 10.0
"""Seconds in which the slowing-down after an acceleration limit halves."""

STEEPEST: Final = 64.0
"""How many times wider the spacing gets at most after acceleration limits."""

GLANCE: Final = 1.0
"""Seconds after which somebody who waits looks whether there is less, or more, to wait for."""

TELLING: Final = 5.0
"""Seconds from which on a wait for one's turn is worth a line."""


@dataclass(slots=True)
class _Minute:
    """What is known of the API's current minute, which may have begun before anybody looked."""

    ends: float
    """At the latest."""
    used: float = 0.0
    """Percent, the most that was said."""
    at_first: float = 0.0
    """Percent used when we began to look: only of the first minute it is not 0."""
    own: int = 0
    """Requests of ours since then."""
    unseen: int = 0
    """Those of them that `used` may not hold yet."""


class Pacer:
    """Hands out starting times to all threads of a run."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], object],
        rate: float = REQUESTS_PER_SECOND,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        """Take the clock.

        Args:
            monotonic: gives seconds.
            sleep: sleeps that many seconds; gives something true if nobody needs to wait any longer.
            rate: requests a second, at most.
            on_wait: told in one line why a request waits long for its turn.
        """
        self._monotonic = monotonic
        self._sleep = sleep
        self._on_wait = on_wait
        self._interval = 1.0 / rate
        self._last = -math.inf
        self._held = self._ramp_since = monotonic()
        self._ramp = 1.0
        self._cost = 0.0
        self._scarce = False
        self._minute = _Minute(self._held + MINUTE)
        self._metered = False
        self._lock = threading.Lock()
        self._turnstile = threading.Lock()

    def wait(self) -> None:
        """Wait until it is this caller's turn."""
        told = False
        # One at a time: whoever is behind it must not be given a time by what is known now.
        with self._turnstile:
            while (seconds := self.turn(self._monotonic())) > 0:
                if self._on_wait and seconds >= TELLING and not told:
                    told = True
                    self._on_wait(f"waiting {seconds:.1f} s for a turn: {self._why()}")
                if self._sleep(min(seconds, GLANCE)):
                    return

    def turn(self, now: float) -> float:
        """Take a turn if it is time for one.

        Args:
            now: the time, by the same clock as ever.

        Returns:
            0 if the caller may start; otherwise the seconds after which to ask again.
        """
        with self._lock:
            self._turn_minutes(now)
            interval = self._interval * self._ramping(now)
            start = max(self._last + interval, self._held, self._affordable(now))
            if start > now:
                return start - now
            # Somebody who wakes late is not paid back more than the little that he overslept.
            self._last = start if now - start < interval else now
            self._minute.own += 1
            self._minute.unseen += 1
            return 0.0

    def hold(self, seconds: float, *, kind: str = "", told: bool = True) -> None:
        """Let nobody start for that long: the limit that one thread ran into is everybody's.

        Args:
            seconds: from now.
            kind: which limit it is, as `EXCEEDED_HEADER` says.
            told: whether the API said how long, which is until its minute ends; or whether it is a guess.
        """
        with self._lock:
            now = self._monotonic()
            self._turn_minutes(now)
            self._held = max(self._held, now + seconds)
            if kind == ACCELERATION:
                self._ramp = min(STEEPEST, self._ramping(now) * 4)
                self._ramp_since = self._held
                return
            if not (kind or self._metered):
                return
            minute = self._minute
            if minute.own >= FEWEST:
                self._cost = max(self._cost, (100.0 - min(minute.at_first, 99.0)) / minute.own)
            minute.used = 100.0
            minute.ends = now + min(seconds, MINUTE) if told else max(minute.ends, now + seconds)

    def observe(self, percentage: str | None) -> None:
        """Take note of what an answer said is used up; text that is no number changes nothing."""
        try:
            used = float(percentage or "")
        except ValueError:
            return
        if not math.isfinite(used) or used < 0:
            return
        with self._lock:
            now = self._monotonic()
            self._turn_minutes(now)
            # Answers overtake each other by a few percent; half and less is a new minute.
            if used < self._minute.used / 2 and now >= self._held:
                self._begin(now + MINUTE)
            self._note(used)

    def _note(self, used: float) -> None:
        minute = self._minute
        if not self._metered:
            # What was used before our first request is not what ours cost.
            minute.at_first, minute.own, self._metered = used, 0, True
        minute.used = max(minute.used, used)
        minute.unseen = 0
        if minute.own >= FEWEST and minute.used > minute.at_first:
            self._cost = (minute.used - minute.at_first) / minute.own

    def _turn_minutes(self, now: float) -> None:
        if now >= self._minute.ends:
            passed = (now - self._minute.ends) // MINUTE
            self._begin(self._minute.ends + (passed + 1) * MINUTE)
            self._scarce = self._scarce and not passed

    def _begin(self, ends: float) -> None:
        self._scarce = self._minute.used > FREE
        self._minute = _Minute(ends)

    def _affordable(self, now: float) -> float:
        """Give the time from which on the next request of ours fits into what is left of the minute."""
        minute = self._minute
        cost = min(self._cost or DOCUMENTED_COST, HIGHEST_COST)
        left = TARGET - minute.used - cost * minute.unseen
        if minute.used < FREE and not self._scarce:
            return now
        if left < cost:
            return minute.ends
        last = max(self._last, minute.ends - MINUTE)
        return last + (minute.ends - last) * cost / left

    def _ramping(self, now: float) -> float:
        since = max(0.0, now - self._ramp_since)
        return max(1.0, self._ramp * math.exp2(-since / RAMP_HALVES))

    def _why(self) -> str:
        if self._monotonic() < self._held:
            return "the API asked for a pause"
        return f"{self._minute.used:.0f} % of the API's rate limit is used, by everybody together"
