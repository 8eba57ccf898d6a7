"""Runs the command line: `dataplan-sync`, or `python -m dataplan_sync`."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import suppress

INTERRUPTED = 130

COLLECTED_AFTER = (100_000, 20, 100)
"""What fills the memory of a run is parsed JSON, which holds no cycles: to look through it often costs a quarter of
the time. Answers of the API are part of cycles, so that the collector is not turned off."""


def main() -> None:
    """Run the command line with this process's arguments and end the process with its exit code."""
    gc.set_threshold(*COLLECTED_AFTER)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from dataplan_sync.cli.boundary import run  # noqa: PLC0415 - so that Ctrl-C is heeded during imports

        exit_code = run(sys.argv[1:])
    except KeyboardInterrupt:
        exit_code = INTERRUPTED
    if exit_code == INTERRUPTED or threading.active_count() > 1:
        # All is said: threads that still wait for an answer are not waited for.
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(exit_code)
    sys.exit(exit_code)


if __name__ == "__main__":
    main()
