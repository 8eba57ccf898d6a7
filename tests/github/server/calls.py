"""What is asked of the hub, and what it answers, without HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """One request."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    token: str = ""
    url: str = "http://github.test"
    """Where the hub is reached, for the addresses in its answers."""

    @property
    def name(self):
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Reply:
    """One answer."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False
    """Whether the connection breaks before the answer is whole."""


@dataclass(frozen=True)
class Page:
    """A list that the hub gives out page by page."""

    entries: list[Any]
    around: dict[str, Any] = field(default_factory=dict)
    within: str = ""
    """The key of the list, where an object is around it."""


class RefusedError(Exception):
    """A call that GitHub would refuse."""

    def __init__(self, status, message, *errors):
        super().__init__(message)
        body = {"message": message, "documentation_url": "https://docs.github.com/rest"}
        self.reply = Reply(
            status,
            {**body, "status": str(status)} if not errors else {**body, "errors": list(errors)},
        )


def invalid(*errors):
    """A 422 with what is wrong."""
    return RefusedError(422, "Validation Failed", *errors)
