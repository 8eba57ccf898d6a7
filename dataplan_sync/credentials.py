"""Where a credential is: in a variable of the environment or in a file. Never the credential itself.

Configuration names such places and settings read them, so neither a configuration nor a report can hold a secret.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass, field, replace
from pathlib import Path, WindowsPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIENT_ID: Final = "MPARTICLE_CLIENT_ID"
CLIENT_SECRET: Final = "MPARTICLE_CLIENT_SECRET"  # noqa: S105 - the variable's name
CLIENT_SECRET_FILE: Final = "MPARTICLE_CLIENT_SECRET_FILE"  # noqa: S105 - the variable's name

_ID: Final = "the id of an API credential with access to Data Planning"
_EXPOSED: Final = "can be read by everybody on this machine: take that away (chmod o-r), or have it mounted with mode 0400."
_SECRET: Final = "the secret of that credential"  # noqa: S105 - words about it


LONGEST_FILE: Final = 65_536
"""Bytes that are read of a file: what is longer is something else."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one part of a credential is."""

    what: str
    """What to put there, in words."""
    variable: str = ""
    """The variable that holds it."""
    file: Path | None = None
    """The file that holds it, seen from the current directory."""
    file_variable: str = ""
    """The variable that may name such a file in place of `variable`."""
    private: bool = False
    """Whether a file that everybody can read is refused."""

    def read(self, environ: Mapping[str, str], found: Found) -> str:
        """Read it, without the line breaks at its end; empty, and noted, where it cannot be had."""
        if self.file is not None:
            return self._from_file(self.file, str(self.file), found)
        value = environ.get(self.variable, "").rstrip("\r\n")
        file = environ.get(self.file_variable, "").strip() if self.file_variable else ""
        if not value.isascii() and not _is_text(value):
            found.faults.append(f"{self.variable} is not UTF-8 text.")
            return ""
        if value and file:
            found.faults.append(
                f"{self.variable} and {self.file_variable} are both set: unset one."
            )
        elif file:
            return self._from_file(Path(file), f"{self.file_variable}: {file}", found)
        elif not value.strip():
            found.missing[self.variable] = self.what
        return value

    def _from_file(self, file: Path, called: str, found: Found) -> str:
        try:
            with file.open("rb") as opened:
                exposed = self.private and _is_exposed(file)
                value = opened.read(LONGEST_FILE).decode("utf-8-sig").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as exc:
            reason = exc.strerror if isinstance(exc, OSError) else "it is not UTF-8 text"
            found.faults.append(f"{called} cannot be read: {reason}.")
            return ""
        if exposed:
            found.faults.append(f"{called} {_EXPOSED}")
        if not value.strip():
            found.faults.append(f"{called} is empty.")
        return value


@dataclass(frozen=True, slots=True)
class Found:
    """What is missing or wrong, kept for a single message."""

    missing: dict[str, str] = field(default_factory=dict)
    """By the variable that is to be set: what to put there."""
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where both parts of a credential are; left out, in the variables that every user knows."""

    client_id: Place = Place(_ID, CLIENT_ID)
    client_secret: Place = Place(
        f"{_SECRET}, or {CLIENT_SECRET_FILE}: a file that holds it",
        CLIENT_SECRET,
        file_variable=CLIENT_SECRET_FILE,
        private=True,
    )

    @classmethod
    def of(
        cls, workspace: str, client_id: str | Path | None, client_secret: str | Path | None
    ) -> Credentials:
        """Say where the credential of a workspace is.

        Args:
            workspace: its name, for messages.
            client_id: the variable or the file that holds the id; None for the usual variable.
            client_secret: the same for the secret.
        """
        default = cls()
        return cls(
            default.client_id if client_id is None else _place(_ID, client_id, workspace),
            default.client_secret
            if client_secret is None
            else replace(_place(_SECRET, client_secret, workspace), private=True),
        )


USUAL: Final = Credentials()
"""The variables that every user knows."""


def _place(what: str, where: str | Path, workspace: str) -> Place:
    said = f"{what}, for the workspace {workspace}"
    return Place(said, file=where) if isinstance(where, Path) else Place(said, where)


def _is_exposed(file: Path) -> bool:
    """Tell a file that everybody can read; a pipe is none, and Windows has no such modes."""
    mode = file.stat().st_mode
    return not isinstance(file, WindowsPath) and stat.S_ISREG(mode) and bool(mode & stat.S_IROTH)


def _is_text(value: str) -> bool:
    """Tell text from bytes that Python could not decode, which it keeps as lone surrogates."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
