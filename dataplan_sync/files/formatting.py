"""Plan files in the canonical layout, with the proof that they say what they said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dataplan_sync.errors import DataplanSyncError
from dataplan_sync.files.text import Text, decode_text
from dataplan_sync.files.yaml_layout import laid_out
from dataplan_sync.files.yaml_reader import read_yaml

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem


class UnformattedError(DataplanSyncError):
    """A file is left as it is; the message says which and why."""


def has_layout(path: str) -> bool:
    """Tell whether files of this name have a canonical layout: YAML has, JSON is left alone."""
    return path.lower().endswith((".yaml", ".yml"))


def formatted(data: bytes, file: str) -> bytes:
    """Give a YAML file in the canonical layout, with line ends as its first line has them.

    Args:
        data: what it holds.
        file: what messages call it.

    Raises:
        UnformattedError: it cannot be read, or would not say the same.
    """
    problems: list[Problem] = []
    text = decode_text(data, file, problems)
    before = _read(text, problems) if text else ""
    if text is None or problems:
        message = f"{problems[0]} {file} is left as it is."
        raise UnformattedError(message)
    ended = text.content.partition("\n")[0][-1:]
    laid = laid_out(text.content)
    written = Text(laid.replace("\n", "\r\n") if ended == "\r" else laid, file)
    if _read(written, problems) != before or problems:
        message = (
            f"{file} is left as it is: in the canonical layout it would not say the same. "
            "Look for text over several lines and write it on one, in quotes."
        )
        raise UnformattedError(message)
    return written.content.encode()


def _read(text: Text, problems: list[Problem]) -> str:
    """Give what a file says, with types and the order of keys, as something that can be compared."""
    document = read_yaml(text, problems)
    return json.dumps(document.value) if document else ""
