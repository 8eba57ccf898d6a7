"""The audit log of a run: what was asked of an API and what became of each change, in a file that only grows.

JSON Lines, without bodies, headers or secrets. The file is opened before the first request, so that a run whose log
cannot be kept does not begin; once it has begun, nothing that happens to the log ends it.
"""

from __future__ import annotations

import json
import os
import stat
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dataplan_sync.model import JSONObject

ONLY_OURS: Final = 0o600
"""The mode of a new log: its owner may read and write it, nobody else."""


class AuditLog:
    """An open log. Threads may share it."""

    def __init__(
        self, path: Path, *, hide: Callable[[str], str], complain: Callable[[str], None]
    ) -> None:
        """Open a log, or begin one.

        Args:
            path: the file. It may be no symbolic link, and has to be a file.
            hide: takes secrets out of a text.
            complain: told once if the log cannot be gone on with.

        Raises:
            UsageError: it cannot be written.
        """
        self._path, self._hide, self._complain = path, hide, complain
        self._lock = threading.Lock()
        self._file: int | None = _open(path)

    def write(self, event: str, entry: JSONObject) -> None:
        """Add an entry, whole or not at all; it is on its way to the disk when this returns."""
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        text = json.dumps({"time": moment, "event": event, **entry}, ensure_ascii=True)
        with self._lock:
            if self._file is None:
                return
            try:
                # One write: what several processes append to one file does not get mixed up.
                os.write(self._file, f"{self._hide(text)}\n".encode("ascii"))
            except OSError as error:
                self._end()
                self._complain(f"warning: the audit log {self._path} ends here: {error.strerror}.")

    def close(self) -> None:
        """Close the file. May be called more than once."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _open(path: Path) -> int:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    # Neither is known on Windows, which has no such traps.
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        file = os.open(path, flags, ONLY_OURS)
    except OSError as exc:
        message = f"--audit-log: {path} cannot be written: {exc.strerror}. Name a file of your own."
        raise UsageError(message) from exc
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        message = f"--audit-log: {path} is no file: name one to which lines can be added."
        raise UsageError(message)
    return file
