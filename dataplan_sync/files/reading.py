"""From a path of a source to a parsed document: bytes, encoding and format, with a problem where one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.files.json_reader import read_json
from dataplan_sync.files.pieces import read_in_pieces
from dataplan_sync.files.pulled import drop_stamp
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.source import MAX_FILE_SIZE, TOO_LARGE
from dataplan_sync.files.text import decode_text, printable
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.model import Mark
from dataplan_sync.problems.problem import Problem

if TYPE_CHECKING:
    from dataplan_sync.files.document import Document
    from dataplan_sync.files.source import Source


def read_document(
    source: Source, path: str, problems: list[Problem], *, in_pieces: bool = False
) -> Document | None:
    """Read and parse one plan file.

    Args:
        source: where its bytes come from.
        path: a path that the source lists.
        problems: what is wrong is appended here.
        in_pieces: whether its data points may be read one by one (`Document.pieces`).

    Returns:
        The document; None where there is none, which a problem then explains.
    """
    try:
        data = source.read(path)
    except OSError as exc:
        reason = exc.strerror or str(exc)
        problems.append(file_problem(source, path, Rule.UNREADABLE_FILE, reason))
        return None
    if len(data) > MAX_FILE_SIZE:
        problems.append(file_problem(source, path, Rule.UNREADABLE_FILE, TOO_LARGE))
        return None
    text = decode_text(data, file_name(source, path), problems)
    if text is None:
        return None
    is_json = path.lower().endswith(".json")
    read = read_json if is_json else read_in_pieces if in_pieces else read_yaml
    document = read(text, problems)
    if document is not None and is_json:
        drop_stamp(document.value)
    if document is not None and document.value is None:
        problems.append(
            document.problem(Rule.EMPTY_FILE, "the file is empty; fill it or delete it")
        )
        return None
    return document


def file_problem(source: Source, path: str, rule: Rule, message: str) -> Problem:
    """Make a problem of a file as a whole."""
    mark = Mark(printable(file_name(source, path)))
    return Problem(rule.value, rule.severity, printable(message), mark)


def file_name(source: Source, path: str) -> str:
    """Give the name by which messages call a file of the source."""
    prefix = "" if source.root in {"", "."} else f"{source.root}/"
    return f"{prefix}{path}".rstrip("/") or "."
