"""The ASGI application: routes, back door and gate, around one emulator's state."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from dataplan_sync.emulator import backdoor, routes
from dataplan_sync.emulator.gate import Gate
from dataplan_sync.emulator.refusals import RefusedRequestError
from dataplan_sync.emulator.state import new_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dataplan_sync.emulator.options import EmulatorOptions


def create_app(
    options: EmulatorOptions, *, db: Path | None = None, clock: Callable[[], float] = time.time
) -> Starlette:
    """Make an emulator.

    Args:
        options: how it behaves.
        db: where it keeps its data plans; None keeps them in memory.
        clock: gives seconds since the epoch.

    Returns:
        An application whose `state.emulator` is the emulator's `EmulatorState`. Whoever ends the
        application closes that state.

    Raises:
        UsageError: the database file cannot be used.
    """
    handlers = {RefusedRequestError: routes.refused, HTTPException: routes.not_served}
    app = Starlette(
        routes=[*routes.routes(), *backdoor.routes()],
        middleware=[Middleware(Gate)],
        exception_handlers=handlers,
    )
    app.router.redirect_slashes = False
    app.state.emulator = new_state(options, db=db, clock=clock)
    return app
