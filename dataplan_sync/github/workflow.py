"""What a step hands to its workflow: outputs and the job summary, through the files that the runner names.

What is written there goes through the file system and not through a command line, so its size has no limit but GitHub's.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SUMMARY_LIMIT: Final = 1024 * 1024
"""Bytes of a step's summary; GitHub shows nothing at all of a larger one."""

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_TAG: Final = re.compile(r"<(/?)details\b", re.IGNORECASE)
_CUT: Final = "\n\n_Cut here: GitHub shows 1 MiB. The report file is complete._\n"


def write_outputs(file: Path, outputs: Mapping[str, str]) -> None:
    """Set outputs of the step.

    Args:
        file: `GITHUB_OUTPUT`.
        outputs: a name each; a value may hold anything, line breaks included.

    Raises:
        UsageError: the file cannot be written.
        ValueError: a name is none that an output can have.
    """
    _append(file, "".join(_output(name, value) for name, value in outputs.items()))


def write_summary(file: Path, markdown: str) -> bool:
    """Add to the summary of the step, as much as GitHub shows.

    Args:
        file: `GITHUB_STEP_SUMMARY`; what earlier commands of the step wrote counts towards the limit.
        markdown: what to add.

    Returns:
        Whether all of it fitted. If not, it ends at a line, with fences and folded sections closed.

    Raises:
        UsageError: the file cannot be written.
    """
    used = file.stat().st_size if file.exists() else 0
    text = f"{markdown.rstrip()}\n"
    cut = clip(text, SUMMARY_LIMIT - used)
    _append(file, cut)
    return cut == text


def clip(markdown: str, limit: int) -> str:
    """Cut Markdown to a number of bytes at the end of a line, and close what is open there.

    Args:
        markdown: the text.
        limit: the most bytes in UTF-8.

    Returns:
        The text itself if it fits; else its beginning with a line that says that it is cut; nothing if not even that fits.
    """
    if len(_encoded(markdown)) <= limit:
        return markdown
    lines: list[str] = []
    fence, depth, size = "", 0, 0
    best: tuple[int, str] | None = None
    for line in markdown.split("\n"):
        lines.append(line)
        size += len(_encoded(line)) + 1
        fence, depth = _open_after(line, fence, depth)
        ending = (f"\n{fence}" if fence else "") + "\n\n</details>" * depth + _CUT
        if size - 1 + len(_encoded(ending)) > limit:
            break
        best = len(lines), ending
    return "\n".join(lines[: best[0]]) + best[1] if best else ""


def _open_after(line: str, fence: str, depth: int) -> tuple[str, int]:
    found = _FENCE.match(line)
    if fence:
        closed = found and found[1].startswith(fence) and not line.strip().strip(fence[0])
        return ("", depth) if closed else (fence, depth)
    if found:
        return found[1], depth
    for tag in _TAG.finditer(line):
        depth = max(0, depth - 1) if tag[1] else depth + 1
    return "", depth


def _output(name: str, value: str) -> str:
    if not _NAME.fullmatch(name):
        message = f"{name!r} is no name of an output"
        raise ValueError(message)
    # A value cannot know the delimiter, so it cannot end itself and begin another output.
    delimiter = f"dataplan-sync-{secrets.token_hex(16)}"
    return f"{name}<<{delimiter}\n{value}\n{delimiter}\n"


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _append(file: Path, text: str) -> None:
    try:
        with file.open("ab") as opened:
            opened.write(_encoded(text))
    except OSError as exc:
        message = (
            f"{file} cannot be written: {exc.strerror}. GitHub Actions names this file to each step; in a container, mount"
            " the directory that holds it."
        )
        raise UsageError(message) from exc
