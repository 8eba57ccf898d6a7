"""Runs the command line: `dataplan-sync`, or `python -m dataplan_sync`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress

INTERRUPTED = 130


def main() -> None:
    """Run the command line with this process's arguments and end the process with its exit code."""
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
