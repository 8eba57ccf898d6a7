"""What passed between a run and an API: one exchange, and the sum of all.

Values that a transport fills in and that a report, a log and an audit trail show. No bodies, no headers, no secrets.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it was sent, and what came of it."""

    method: str
    url: str
    """The whole address. That of a download is signed: it goes through a redactor before anybody reads it."""
    scope: str
    """What was asked about: `workspace 7505`."""
    attempt: int
    """1 for the first try of a request."""
    seconds: float
    """From sending to the end of the answer."""
    status: int | None = None
    """None if no answer came."""
    request_id: str = ""
    """How the API names this request in its own logs; empty if it does not say."""
    failure: str = ""
    """Why no answer came; empty if one did."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """All that was sent so far."""

    requests: int = 0
    """Requests sent, repetitions included."""
    retries: int = 0
    """Requests sent again."""
    waits: int = 0
    """Waits before a request was sent again."""
    waited: float = 0.0
    """Seconds in which at least one request waited to be sent again; waits side by side count once."""
    throttled: int = 0
    """Requests that were refused because too much was asked (429)."""

    def __add__(self, other: Traffic) -> Traffic:
        """Add up two sums."""
        return Traffic(
            self.requests + other.requests,
            self.retries + other.retries,
            self.waits + other.waits,
            self.waited + other.waited,
            self.throttled + other.throttled,
        )
