"""What goes wrong with GitHub: limits, trouble, slowness, lost answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fault:
    """Strikes the next calls that match; the defaults answer 500 once, without doing anything."""

    method: str = ""
    path: str = ""
    """A regular expression that the path has to contain."""
    status: int = 500
    body: Any = field(default_factory=lambda: {"message": "Server Error"})
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    lost: bool = False
    """The call is carried out, and its answer never comes."""
    slow: float = 0.0
    """Seconds before the call is carried out as usual; then nothing else happens."""

    def strikes(self, call):
        if self.times < 1 or (self.method and self.method != call.method):
            return False
        if not re.search(self.path, call.path):
            return False
        self.times -= 1
        return True


def secondary_limit(*, retry_after=None, **where):
    """GitHub's refusal for too many requests in a short time."""
    headers = {} if retry_after is None else {"retry-after": str(retry_after)}
    message = (
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    )
    return Fault(status=403, body={"message": message}, headers=headers, **where)


def primary_limit(*, reset, **where):
    """GitHub's refusal once the requests of the hour are used up."""
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(reset)}
    message = "API rate limit exceeded for installation ID 1."
    return Fault(status=403, body={"message": message}, headers=headers, **where)
