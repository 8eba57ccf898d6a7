"""SIGINT and SIGTERM during an apply: finish the write in flight, begin no other, write the report."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from dataplan_sync.cli.console import Console

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopping(console: Console) -> Iterator[threading.Event]:
    """Turn the first signal into a stop; a second one does what it always did.

    Args:
        console: told once that the run is ending.

    Yields:
        Set when the run is to stop.
    """
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        restore()
        console.say("Stopping: the write in flight is finished and read back, no other begins.")

    for number in SIGNALS:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        restore()


def interrupt_on_terminate() -> None:
    """Make SIGTERM end a run as Ctrl-C does, with its exit code and its report."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
