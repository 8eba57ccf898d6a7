"""Where the bytes of plan files come from: a folder of the work tree, or anything with the same two methods."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MAX_FILE_SIZE: Final = 32 * 1024 * 1024
"""Bytes. The API takes less than 10 MB of JSON a version, which is about 17 MB of YAML."""

TOO_LARGE: Final = (
    f"the file has more than {MAX_FILE_SIZE // (1024 * 1024)} MiB; spread it over several"
)


class Source(Protocol):
    """Gives the files of a plans folder. `repository.CommitFiles` is one too, for a commit."""

    @property
    def root(self) -> str:
        """What marks put in front of a path, such as `plans`."""

    def paths(self) -> Sequence[str]:
        """List all files, as paths below the root with `/` between the parts.

        A folder that is not looked into, a link or one without permission, is listed with a `/` at its end,
        and `read` then says why, so that no plan file is left out in silence.
        """

    def read(self, path: str) -> bytes:
        """Give the content of a listed file.

        Raises:
            OSError: it cannot be read; `strerror` says why.
        """


class WorkTree:
    """The plan files in a folder of the file system.

    Names that start with `.` or `_` are left out. Symbolic links are followed to files within the folder and
    nowhere else, so that what a pull request can have read is what it can show.
    """

    def __init__(self, directory: Path, *, root: str | None = None) -> None:
        """Read below `directory`, which marks call `root` (by default the directory as it is given)."""
        self._directory = directory
        self._root = directory.as_posix() if root is None else root

    @property
    def root(self) -> str:
        """What marks put in front of a path."""
        return self._root

    @property
    def is_missing(self) -> bool:
        """Whether the directory does not exist."""
        return not self._directory.exists()

    def paths(self) -> Sequence[str]:
        """List all files, and with a `/` at its end each folder that is not looked into, sorted.

        A directory that does not exist has no files.
        """
        return sorted(self._walk(self._directory, "")) if self._directory.exists() else []

    def size(self, paths: Iterable[str]) -> int:
        """Count the bytes of files; one that cannot be looked at counts for none."""
        total = 0
        for path in paths:
            with suppress(OSError):
                total += (self._directory / path).stat().st_size
        return total

    def read(self, path: str) -> bytes:
        """Give the content of a file.

        Raises:
            OSError: it leaves the folder, is no regular file, is too large, or cannot be opened; `strerror` says
                what to do.
        """
        try:
            return self._read(path)
        except OSError as exc:
            advice = _advice(self._directory / path, exc)
            raise OSError(exc.errno or errno.EINVAL, advice) from exc

    def _read(self, path: str) -> bytes:
        resolved = self._resolve(path)
        if not path or path.endswith("/"):
            raise OSError(errno.EINVAL, _why_not_listed(self._directory / path))
        status = resolved.stat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "this is no regular file; remove it")
        if status.st_size > MAX_FILE_SIZE:
            raise OSError(errno.EINVAL, TOO_LARGE)
        return resolved.read_bytes()

    def _walk(self, directory: Path, prefix: str) -> Iterator[str]:
        try:
            entries = list(os.scandir(directory))
        except OSError:
            yield prefix
            return
        for entry in entries:
            path = prefix + entry.name
            if entry.name.startswith((".", "_")):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(directory / entry.name, f"{path}/")
            elif entry.is_symlink() and Path(entry.path).is_dir():
                yield f"{path}/"
            else:
                yield path

    def _resolve(self, path: str) -> Path:
        try:
            top = self._directory.resolve(strict=True)
            resolved = (self._directory / path).resolve(strict=True)
        except RuntimeError as exc:  # Python before 3.13 says so of links that go in a circle
            raise OSError(errno.EINVAL, "this link leads to itself; remove it") from exc
        if not resolved.is_relative_to(top):
            raise OSError(
                errno.EINVAL, f"this link leads out of {self._root}; put the file itself here"
            )
        return resolved


@dataclass(frozen=True, slots=True)
class InMemory:
    """Plan files that nobody has written yet."""

    files: Mapping[str, bytes]
    root: str = ""

    def paths(self) -> Sequence[str]:
        """List all files."""
        return sorted(self.files)

    def read(self, path: str) -> bytes:
        """Give the content of a file."""
        return self.files[path]


def _why_not_listed(folder: Path) -> str:
    if folder.is_symlink():
        return "this link leads to a folder, which is not followed; move the folder here"
    if folder.is_dir():
        return "this folder may not be read; check its permissions"
    return "this is no folder; name the folder that holds the plan files"


def _advice(file: Path, error: OSError) -> str:
    """Say what to do about an error; ours, which name no file, say it already."""
    match error:
        case FileNotFoundError() if file.is_symlink():
            return "this link leads to nothing; mend or remove it"
        case FileNotFoundError():
            return "this file went away while the folder was read; run again"
        case PermissionError():
            return "this file may not be read; check its permissions"
        case OSError(errno=errno.ELOOP):
            return "this link leads to itself; remove it"
        case OSError(filename=None):
            return error.strerror or str(error)
        case _:
            return f"{error.strerror}; see to it that the file can be read, then run again"
