"""The plans directory as a place to write: whole files or nothing, never outside of it."""

from __future__ import annotations

import codecs
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import RefusedOverwriteError
from dataplan_sync.files.pulled import is_untouched, restamped, stamped
from dataplan_sync.report import FileFate

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXTENSIONS: Final = frozenset(("yaml", "yml", "json"))


class PlanDirectory:
    """Writes plan files below a directory, which comes to be with the first of them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def name(self, path: str) -> str:
        """Give the name by which messages call a file."""
        return (self._directory / path).as_posix()

    def occupied(self, stem: str) -> str | None:
        """Find what is in the way of `stem.yaml`.

        That is a file which `pull` did not write, or which was edited since; or a file where a folder has to be.
        """
        parts = stem.split("/")
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            place = self._directory / folder
            if os.path.lexists(place) and not place.is_dir():
                return folder
        for path in self._versions_of(stem):
            if not self.is_pulled(path):
                return path
        return None

    def is_pulled(self, path: str) -> bool:
        """Tell whether a file is just as `pull` wrote it."""
        try:
            return is_untouched((self._directory / path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return False

    def write(self, path: str, text: str, *, force: bool) -> FileFate:
        """Write a file, whole or not at all; another extension of the same stem goes.

        Args:
            path: below the directory.
            text: what the file is to hold.
            force: whether a file goes that `pull` did not write, or that was edited since.

        Raises:
            RefusedOverwriteError: the place is outside of the directory, or taken.
            OSError: it cannot be written.
        """
        target = self._resolve(path)
        taken = self.occupied(path.rpartition(".")[0])
        if taken and not force:
            message = f"{self.name(taken)}: pull did not write it, or it was edited since."
            raise RefusedOverwriteError(message)
        content = stamped(text, path).encode()
        for other in self._versions_of(path.rpartition(".")[0]):
            if other != path:
                self.remove(other)
        if target.is_file() and target.read_bytes() == content:
            return FileFate.UNCHANGED
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content)
        return FileFate.WRITTEN

    def edit(self, path: str, text: str) -> FileFate:
        """Give a file another text, whole or not at all; what `pull` wrote and nobody edited is stamped anew.

        Args:
            path: below the directory; the file is there.
            text: what the file is to hold.

        Raises:
            RefusedOverwriteError: the place is outside of the directory.
            OSError: it cannot be read or written.
        """
        target = self._resolve(path)
        before = target.read_bytes()
        mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
        if self.is_pulled(path):
            text = restamped(text, path)
        content = mark + text.encode()
        if content == before:
            return FileFate.UNCHANGED
        _replace(target, content)
        return FileFate.MERGED

    def remove(self, path: str) -> None:
        """Remove a file, and the folders that are empty without it.

        Raises:
            RefusedOverwriteError: the place is outside of the directory.
            OSError: it cannot be removed.
        """
        target = self._resolve(path)
        target.unlink()
        with suppress(OSError):  # a folder that still holds something stays
            for folder in target.parents:
                if folder == self._directory.resolve():
                    break
                folder.rmdir()

    def _versions_of(self, stem: str) -> Iterator[str]:
        """Find the plan files of a stem, whatever the case of their names: the reader takes `plan.YAML` too."""
        folder, _, name = stem.rpartition("/")
        with suppress(OSError):
            for entry in sorted((self._directory / folder).iterdir()):
                extension = entry.suffix.removeprefix(".").lower()
                if entry.stem == name and extension in _EXTENSIONS:
                    yield f"{folder}/{entry.name}" if folder else entry.name

    def _resolve(self, path: str) -> Path:
        target = self._directory / path
        parent = target.parent.resolve()
        if not parent.is_relative_to(self._directory.resolve()):
            message = (
                f"{self.name(path)} leads out of {self._directory}: replace the link by a folder."
            )
            raise RefusedOverwriteError(message)
        return parent / target.name


def _replace(target: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
