"""What was asked of the emulator, in order, without secrets."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from dataplan_sync.emulator import wire

if TYPE_CHECKING:
    from dataplan_sync.emulator.wire import JSONObject, JSONValue

_KEPT = 10_000
_SECRET = "client_secret"  # noqa: S105  the name of a field, not a secret


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One request and what became of it.

    Attributes:
        status: of the answer; None when the connection was cut instead.
        body: JSON as JSON, a form as an object, anything else as text; None when there was none.
        author: whose token it carried; None without a valid one.
        time: when it was answered, in the API's own form.
        fault: the kind of the injected fault that it met.
    """

    method: str
    path: str
    query: str
    status: int | None
    body: JSONValue
    author: str | None
    time: str
    fault: str | None


class Journal:
    """The latest requests, oldest first; old ones are forgotten after ten thousand."""

    def __init__(self) -> None:
        self._entries: deque[JournalEntry] = deque(maxlen=_KEPT)

    def add(self, entry: JournalEntry) -> None:
        """Write down a request."""
        self._entries.append(entry)

    def clear(self) -> None:
        """Forget all requests."""
        self._entries.clear()

    def as_json(self) -> list[JSONObject]:
        """Give all entries as JSON objects."""
        return [asdict(entry) for entry in self._entries]


def readable(content_type: str, content: bytes) -> JSONValue:
    """Turn a request body into what the journal shows, a client secret hidden."""
    text = content.decode(errors="replace")
    if not text:
        return None
    value: JSONValue
    if (
        content_type.startswith("application/x-www-form-urlencoded")
        and "=" in text.partition("{")[0]
    ):
        value = dict(parse_qsl(text))
    else:
        try:
            value = wire.parse(text)
        except ValueError:
            return text if _SECRET not in text else "[hidden]"
    if isinstance(value, dict) and _SECRET in value:
        value = {**value, _SECRET: "[hidden]"}
    return value
