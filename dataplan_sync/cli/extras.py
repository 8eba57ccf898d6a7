"""What to say when a command needs a part of the package that was not installed."""

from __future__ import annotations

from dataplan_sync.errors import UsageError


def emulator_missing(error: ImportError) -> UsageError:
    """Say how to install the emulator."""
    message = (
        f"The embedded API needs {error.name}, which is not installed: "
        "run pip install 'dataplan-sync[emulator]'."
    )
    return UsageError(message)
