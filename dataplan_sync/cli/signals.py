"""SIGINT and SIGTERM during an apply: finish the write in flight, begin no other, and always write the report.

A run that has written must never end as if it had not. So from the first write until the report is out no signal
ends the process: the first asks to stop, the second gives up waiting for what is in flight, further ones change
nothing. (CI systems send SIGINT, then SIGTERM some seconds later, then SIGKILL.)
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from dataplan_sync.apply import Stop
    from dataplan_sync.cli.console import Console

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class Shield:
    """What keeps a signal from ending a run that has written."""

    stop: Stop
    raised: bool = False
    """From the first write on; before it a signal ends the run at once."""
    finished: bool = False
    """Nothing is in flight any more, only the report is left to be written."""


@contextmanager
def shielding(console: Console) -> Iterator[Shield]:
    """Turn signals into requests, once the shield is up.

    Args:
        console: told what happens.
    """
    from dataplan_sync.apply import Stop

    stop = Stop()
    shield = Shield(stop)
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def heed(number: int, frame: FrameType | None) -> None:
        if not shield.raised:
            signal.default_int_handler(number, frame)
        elif shield.finished or stop.abandoned.is_set():
            return
        elif stop.asked.is_set():
            stop.abandoned.set()
            console.say("Cut off: what became of the write in flight is not known.")
        else:
            stop.asked.set()
            console.say("Stopping: the write in flight is finished and read back, no other begins.")

    for number in SIGNALS:
        signal.signal(number, heed)
    try:
        yield shield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
