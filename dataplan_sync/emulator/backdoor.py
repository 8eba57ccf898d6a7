"""The back door, `/_emulator/*`: no bearer, loopback clients only, and nothing of it is journalled."""

from __future__ import annotations

import ipaddress
from functools import wraps
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from dataplan_sync.emulator import bodies, faults, refusals, ui, wire
from dataplan_sync.emulator.refusals import RefusedRequestError
from dataplan_sync.emulator.routes import json_response, state_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from dataplan_sync.emulator.state import EmulatorState

_Answer = str | None


def routes() -> list[Route]:
    """List the routes."""
    return [
        Route("/_emulator/health", health, methods=["GET"]),
        Route("/_emulator/faults", list_faults, methods=["GET"]),
        Route("/_emulator/faults", add_faults, methods=["POST"]),
        Route("/_emulator/faults", clear_faults, methods=["DELETE"]),
        Route("/_emulator/requests", list_requests, methods=["GET"]),
        Route("/_emulator/requests", clear_requests, methods=["DELETE"]),
        Route("/_emulator/edit", edit, methods=["POST"]),
    ]


def _local(
    answer: Callable[[EmulatorState, bytes], _Answer],
) -> Callable[[Request], Awaitable[Response]]:
    """Turn a function of state and body into a route that answers on this machine only."""

    @wraps(answer)
    async def endpoint(request: Request) -> Response:
        host = request.client.host if request.client else ""
        if not _is_loopback(host):
            raise RefusedRequestError(403, ({"message": refusals.NOT_LOOPBACK},))
        text = answer(state_of(request), await request.body())
        return Response(status_code=204) if text is None else json_response(text)

    return endpoint


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback


@_local
def health(state: EmulatorState, _: bytes) -> _Answer:
    """Say that the emulator is there, and what time it has."""
    return wire.encode({"status": "ok", "time": state.now()})


@_local
def list_faults(state: EmulatorState, _: bytes) -> _Answer:
    """Give the faults that still wait."""
    return wire.encode(state.faults.as_json())


@_local
def add_faults(state: EmulatorState, content: bytes) -> _Answer:
    """Inject faults; give all that wait now."""
    state.faults.add(faults.read_faults(bodies.read_json(content, state.options)[1]))
    return wire.encode(state.faults.as_json())


@_local
def clear_faults(state: EmulatorState, _: bytes) -> _Answer:
    """Forget the faults."""
    state.faults.clear()
    return None


@_local
def list_requests(state: EmulatorState, _: bytes) -> _Answer:
    """Give the journal."""
    return wire.encode(state.journal.as_json())


@_local
def clear_requests(state: EmulatorState, _: bytes) -> _Answer:
    """Forget the journal."""
    state.journal.clear()
    return None


@_local
def edit(state: EmulatorState, content: bytes) -> _Answer:
    """Edit as somebody in the UI; see `ui`."""
    text, value = bodies.read_object(content, state.options)
    return ui.edit(state, text, value)
