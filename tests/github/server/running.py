"""Serves a hub from a thread, on a loopback port."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

import uvicorn

from tests.github.server.app import create_app


def server_of(app, port):
    """A uvicorn that is quiet, on this machine alone."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host="127.0.0.1",
            port=port,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_keep_alive=120,
            timeout_graceful_shutdown=1,
        )
    )


@contextmanager
def running(hub, *, prefix=""):
    """Serve a hub; gives the URL of its API."""
    # asyncio sets TCP_NODELAY only where the protocol is named; without it an answer waits 40 ms for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = server_of(create_app(hub, prefix=prefix), 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        # The socket listens already: whoever asks before the server is up waits a moment.
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{prefix}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
