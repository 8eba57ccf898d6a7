"""Serves an emulator on uvicorn: in a thread for tests and tours, in the foreground for the command line."""

from __future__ import annotations

import asyncio
import errno
import json
import socket
import struct
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from dataplan_sync import errors
from dataplan_sync.emulator.app import create_app
from dataplan_sync.emulator.gate import CONNECTION
from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.emulator.routes import TOKEN_PATH
from dataplan_sync.emulator.state import new_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from starlette.applications import Starlette
    from starlette.types import Receive, Scope, Send

_PATIENCE = 10
_BACKLOG = 2048
_NO_LINGER = struct.pack("ii", 1, 0)


class _Protocol(H11Protocol):
    """HTTP/1.1 that hands its connection on, so that the gate can cut it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  uvicorn's own signature
        super().__init__(*args, **kwargs)
        routes = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {CONNECTION: self}
            await routes(scope, receive, send)

        self.app = app

    def close(self) -> None:
        """End the connection in order."""
        self.transport.close()

    def reset(self) -> None:
        """Break the connection off: without lingering, closing sends a reset."""
        raw = self.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()


class _Uvicorn(uvicorn.Server):
    """Uvicorn that says when it is ready."""

    def __init__(self, app: Starlette, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_Protocol,
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                # Pooled connections of a client outlive its pauses: an idle one closed early is a flaky test.
                timeout_keep_alive=120,
                timeout_graceful_shutdown=1,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._ready()


class EmulatorServer:
    """An emulator on a loopback port, served by a thread; a context manager.

    Args:
        options: how it behaves; the defaults if None.
        host: the address to listen on.
        port: 0 takes a free one.
        db: where data plans are kept; None keeps them in memory.
        clock: gives seconds since the epoch.

    Raises:
        UsageError: the port cannot be had, or the database file cannot be used.
    """

    def __init__(
        self,
        options: EmulatorOptions | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        db: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._options = options or EmulatorOptions()
        self._host, self._port = host, port
        self._db, self._clock = db, clock

    def __enter__(self) -> Self:
        """Start; requests are answered from here on."""
        self._app = create_app(self._options, db=self._db, clock=self._clock)
        try:
            self._socket = _listen(self._host, self._port)
        except errors.UsageError:
            self._app.state.emulator.close()
            raise
        self._port = self._socket.getsockname()[1]
        ready = threading.Event()
        self._server = _Uvicorn(self._app, ready.set)
        self._thread = threading.Thread(target=self._serve, name="emulator", daemon=True)
        self._thread.start()
        ready.wait(_PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop; the thread has ended and the port is free afterwards."""
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()
        self._app.state.emulator.close()

    def _serve(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._port

    @property
    def url(self) -> str:
        """The root, without a slash at its end."""
        return root_url(self._host, self._port)

    @property
    def api_url(self) -> str:
        """What `MPARTICLE_API_URL` must say."""
        return self.url

    @property
    def token_url(self) -> str:
        """What `MPARTICLE_TOKEN_URL` must say."""
        return self.url + TOKEN_PATH

    def environment(self, workspace_id: int = 1) -> dict[str, str]:
        """Give the environment variables that lead a client to this emulator."""
        return environment(self.url, self._options, workspace_id)

    def reset(self, options: EmulatorOptions | None = None) -> None:
        """Forget everything: data plans, tokens, faults, journal; go on with these options.

        A database file is no longer used afterwards.
        """
        self._options = options or EmulatorOptions()
        old = self._app.state.emulator
        self._app.state.emulator = new_state(self._options, db=None, clock=self._clock)
        old.close()

    def edit(self, **request: Any) -> Any:  # noqa: ANN401  JSON in, JSON out
        """Edit as somebody in the UI: the members of the body of `POST /_emulator/edit`."""
        return self._back_door("POST", "edit", request)

    def inject(self, *faults: dict[str, Any]) -> None:
        """Inject faults, as `POST /_emulator/faults` does."""
        self._back_door("POST", "faults", list(faults))

    def requests(self) -> list[dict[str, Any]]:
        """Give what was asked, as `GET /_emulator/requests` does."""
        found: list[dict[str, Any]] = self._back_door("GET", "requests", None)
        return found

    def _back_door(self, method: str, name: str, body: object) -> Any:  # noqa: ANN401  JSON
        connection = HTTPConnection(self._host, self._port, timeout=_PATIENCE)
        try:
            connection.request(method, f"/_emulator/{name}", json.dumps(body))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            msg = f"the back door refused {method} {name}: {content.decode()}"
            raise errors.UsageError(msg)
        return json.loads(content) if content else None


def serve(app: Starlette, host: str, port: int, *, ready: Callable[[str], None]) -> None:
    """Serve an application in the foreground until Ctrl-C or a termination signal.

    Args:
        app: what `create_app` made.
        host: the address to listen on.
        port: 0 takes a free one.
        ready: is called with the root URL once requests are answered.

    Raises:
        UsageError: the port cannot be had.
    """
    with _listen(host, port) as listener:
        url = root_url(host, listener.getsockname()[1])
        # Uvicorn shuts down in order on a signal, then passes the signal on.
        with suppress(KeyboardInterrupt):
            _Uvicorn(app, lambda: ready(url)).run(sockets=[listener])


def root_url(host: str, port: int) -> str:
    """Write the root URL of a listening address."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def environment(url: str, options: EmulatorOptions, workspace_id: int) -> dict[str, str]:
    """Give the environment variables that lead a client to an emulator at a URL."""
    return {
        "MPARTICLE_WORKSPACE_ID": str(workspace_id),
        "MPARTICLE_CLIENT_ID": options.client_id,
        "MPARTICLE_CLIENT_SECRET": options.client_secret,
        "MPARTICLE_API_URL": url,
        "MPARTICLE_TOKEN_URL": url + TOKEN_PATH,
    }


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only where the protocol is named; without it an answer waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as exc:
        listener.close()
        taken = exc.errno == errno.EADDRINUSE
        reason = (
            "the port is taken; name another with --port, or 0 for a free one" if taken else exc
        )
        msg = f"cannot listen on {host}:{port}: {reason}"
        raise errors.UsageError(msg) from exc
    return listener
