"""What every request passes before it reaches a route: journal, latency, faults, and the target's form.

Official clients reach the emulator as an HTTP proxy (`HTTPS_PROXY`), and such requests name the whole URL.
The gate reads a request to its end and has the whole answer before the first byte of it is sent, so that an
answer can be lost or cut.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dataplan_sync.emulator.faults import Fault, FaultKind, fault_body
from dataplan_sync.emulator.journal import JournalEntry, readable
from dataplan_sync.emulator.store import DISCARD_WRITES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dataplan_sync.emulator.state import EmulatorState

CONNECTION = "dataplan_sync.connection"
"""The ASGI extension under which the server hands on the connection of a request."""

BACK_DOOR = "/_emulator/"
_ORIGIN = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/]*")


class Connection(Protocol):
    """A client's connection, to be ended at once."""

    def close(self) -> None:
        """End it in order, as a server does that has nothing more to say."""

    def reset(self) -> None:
        """Break it off: the client sees a reset."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes


class Gate:
    """ASGI middleware; see the module.

    Args:
        app: the routes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = normal_path(scope["path"])
        scope["path"], scope["raw_path"] = path, path.encode()
        if path.startswith(BACK_DOOR):
            await self._app(scope, receive, send)
            return
        state: EmulatorState = scope["app"].state.emulator
        content = await _read(receive)
        fault = state.faults.take(scope["method"], path)
        await asyncio.sleep(state.options.latency + (fault.delay if fault else 0))
        answer = await self._answer(scope, content, fault)
        state.journal.add(_entry(state, scope, content, fault, answer))
        await _send(scope, receive, send, answer, fault)

    async def _answer(self, scope: Scope, content: bytes, fault: Fault | None) -> _Answer | None:
        """Carry the request out, as far as the fault lets it; None when no answer may leave."""
        match fault:
            case Fault(kind=FaultKind.RESET):
                return None
            case Fault(kind=FaultKind.LOST_ANSWER):
                await self._run(scope, content)
                return None
            case Fault(kind=FaultKind.STATUS | FaultKind.HTML | FaultKind.GARBAGE):
                if fault.stored:
                    await self._run(scope, content)
                return _own_answer(fault)
            case Fault(kind=FaultKind.UNSTORED):
                token = DISCARD_WRITES.set(True)
                try:
                    return await self._run(scope, content)
                finally:
                    DISCARD_WRITES.reset(token)
            case _:
                return await self._run(scope, content)

    async def _run(self, scope: Scope, content: bytes) -> _Answer:
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, send)
        start, *parts = messages
        body = b"".join(part.get("body", b"") for part in parts)
        return _Answer(start["status"], list(start["headers"]), body)


def normal_path(path: str) -> str:
    """Take scheme and host from a path, and a slash from its end."""
    bare = _ORIGIN.sub("", path)
    return bare.rstrip("/") or "/"


async def _read(receive: Receive) -> bytes:
    content = b""
    more = True
    while more:
        message = await receive()
        content += message.get("body", b"")
        more = message.get("more_body", False)
    return content


def _own_answer(fault: Fault) -> _Answer:
    content_type, content = fault_body(fault)
    headers = {
        "content-type": content_type,
        "content-length": str(len(content)),
        **{name.lower(): str(value) for name, value in fault.headers.items()},
    }
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return _Answer(fault.status, pairs, content)


def _entry(
    state: EmulatorState, scope: Scope, content: bytes, fault: Fault | None, answer: _Answer | None
) -> JournalEntry:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return JournalEntry(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        status=answer.status if answer else None,
        body=readable(headers.get("content-type", ""), content),
        author=state.tokens.author(headers.get("authorization")),
        time=state.now(),
        fault=fault.kind.value if fault else None,
    )


async def _send(
    scope: Scope, receive: Receive, send: Send, answer: _Answer | None, fault: Fault | None
) -> None:
    if answer is None:
        await _cut(scope, receive, reset=fault is not None and fault.kind is FaultKind.RESET)
        return
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if fault is not None and fault.kind is FaultKind.TRUNCATED:
        half = answer.content[: len(answer.content) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await _cut(scope, receive, reset=False)
        return
    await send({"type": "http.response.body", "body": answer.content})


async def _cut(scope: Scope, receive: Receive, *, reset: bool) -> None:
    """End the connection, and wait until the server has noticed: it must not answer by itself."""
    connection: Connection = scope["extensions"][CONNECTION]
    if reset:
        connection.reset()
    else:
        connection.close()
    while (await receive())["type"] != "http.disconnect":
        continue
