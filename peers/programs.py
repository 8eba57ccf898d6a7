"""Where npm has put the programs of the peers, and the environment that they run in.

A program gets nothing of the developer's own environment but the way to node: no proxy, no credentials, no
configuration can change what a test shows.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent


def program(name: str) -> Path:
    """Find a program that a node package has brought.

    Raises:
        FileNotFoundError: it is not installed.
    """
    path = HERE / "node_modules" / ".bin" / name
    if not path.exists():
        message = (
            f"{path} is missing: `make peers` installs it, which needs node 18 or newer and npm."
        )
        raise FileNotFoundError(message)
    return path


def environment(home: Path, **more: str) -> Mapping[str, str]:
    """Give the environment of a program.

    Args:
        home: where it may keep its own files.
        more: further variables.
    """
    return {"PATH": os.environ["PATH"], "HOME": str(home), "NO_COLOR": "1", **more}
