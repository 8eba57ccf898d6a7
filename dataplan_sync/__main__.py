"""Runs the command line: `dataplan-sync`, or `python -m dataplan_sync`."""

from __future__ import annotations

import os
import sys

from dataplan_sync.cli.boundary import INTERRUPTED, run
from dataplan_sync.cli.signals import interrupt_on_terminate


def main() -> None:
    """Run the command line with this process's arguments and end the process with its exit code."""
    interrupt_on_terminate()
    exit_code = run(sys.argv[1:])
    if exit_code == INTERRUPTED:
        # Nothing was written and all is said: threads that still wait for an answer are not waited for.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(exit_code)
    sys.exit(exit_code)


if __name__ == "__main__":
    main()
