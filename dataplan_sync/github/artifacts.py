"""Artifacts of workflow runs. One that a fork's run wrote is hostile: sizes are capped, names are compared exactly."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from dataplan_sync.errors import UnexpectedAnswerError
from dataplan_sync.github import records

if TYPE_CHECKING:
    from dataplan_sync.github.connection import Connection
    from dataplan_sync.github.records import Artifact

MAX_PACKED: Final = 20 * 1024 * 1024
"""Bytes of an artifact that is downloaded at all."""
MAX_FILE: Final = 50 * 1024 * 1024
"""Bytes of one unpacked file."""


class Artifacts:
    """The artifacts of one repository's runs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_run(self, run_id: int, *, name: str = "") -> tuple[Artifact, ...]:
        """List the artifacts of a run.

        Args:
            run_id: which run.
            name: only those with this name; empty for any.
        """
        query = urlencode({"name": name}) if name else ""
        path = f"/actions/runs/{run_id}/artifacts{'?' if query else ''}{query}"
        return self._connection.entries(path, records.artifact, within="artifacts")

    def read(self, artifact: Artifact, file: str) -> bytes | None:
        """Read one file of an artifact, without unpacking anything to disk.

        Args:
            artifact: which one.
            file: its exact path in the artifact.

        Returns:
            The content; None if there is no such file.

        Raises:
            UnexpectedAnswerError: it is larger than allowed, or no zip.
            ApiError: it could not be downloaded.
        """
        if artifact.size > MAX_PACKED:
            raise _too_large(artifact)
        packed = self._connection.download(f"/actions/artifacts/{artifact.id}/zip")
        try:
            with zipfile.ZipFile(io.BytesIO(packed)) as archive, archive.open(file) as opened:
                content = opened.read(MAX_FILE + 1)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as exc:
            message = f"The artifact {artifact.id} is no zip file that can be read. Run the workflow again."
            raise UnexpectedAnswerError(message) from exc
        if len(content) > MAX_FILE:
            raise _too_large(artifact)
        return content


def _too_large(artifact: Artifact) -> UnexpectedAnswerError:
    return UnexpectedAnswerError(
        f"The artifact {artifact.id} is larger than a report is: over {MAX_PACKED // 2**20} MiB packed or"
        f" {MAX_FILE // 2**20} MiB unpacked. It is not read."
    )
