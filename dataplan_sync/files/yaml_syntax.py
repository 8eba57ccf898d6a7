"""What a YAML parser's error means to whoever wrote the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml
from yaml.reader import ReaderError

from dataplan_sync.files.line_breaks import NoStandInError
from dataplan_sync.files.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.files.text import Text
    from dataplan_sync.problems.problem import Problem

HALF_A_CHARACTER: Final = (
    "this text escapes half a character (a lone surrogate); write the character itself"
)

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_NOT_YAML: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_HINT_BY_CHARACTER: Final[Mapping[str, str]] = {
    "\t": "indent with spaces instead of tabs",
    "@": "put text that starts with @ in quotes",
    "`": "put text that starts with a backtick in quotes",
    "%": "put text that starts with % in quotes",
    "!": "put text that starts with ! in quotes",
}

_HINT_BY_COMPLAINT: Final[Mapping[str, str]] = {
    "mapping values are not allowed": (
        "put text that holds a colon and a space in quotes, or check the indentation"
    ),
    "could not find expected ':'": "the line above may lack its colon, or a quote is not closed",
    "expected alphabetic or numeric": "put text that starts with * or & in quotes",
    "unexpected end of stream": "a quote is not closed",
    "unknown escape character": "double a backslash in double quotes, or use single quotes",
    "invalid Unicode character escape": "write the character itself",
    "expected '-' indicator": "check the indentation",
    "expected <block end>": "check the indentation",
    "expected node content": "a value is missing, or a bracket or brace is not closed",
    "expected key": "check the indentation",
    "expected ',' or": "a bracket or brace is not closed, or a comma is missing",
}


def problem(text: Text, error: yaml.YAMLError) -> Problem:
    """Make a problem of what the parser raised, at its place and with advice."""
    if isinstance(error, ReaderError):
        return _control_character(text)
    if isinstance(error, NoStandInError):
        return text.problem(Rule.YAML_SYNTAX, str(error), error.offset)
    complaint = "this is not YAML"
    offset = 0
    if isinstance(error, yaml.MarkedYAMLError):
        complaint = error.problem or complaint
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark else 0
        if error.context and error.context_mark:
            began = text.mark(error.context_mark.index).line
            complaint = f"{complaint} {error.context} from line {began}"
    hint = _hint(complaint, text.content[offset : offset + 1])
    return text.problem(Rule.YAML_SYNTAX, f"{complaint}; {hint}", offset)


def has_half_a_character(text: str) -> bool:
    """Tell whether a text holds a lone surrogate: libyaml refuses such escapes, pure Python lets them pass."""
    return not text.isascii() and _LONE_SURROGATE.search(text) is not None


def _hint(complaint: str, character: str) -> str:
    for words, hint in _HINT_BY_COMPLAINT.items():
        if words in complaint:
            return hint
    return _HINT_BY_CHARACTER.get(character, "correct the YAML here or just above")


def _control_character(text: Text) -> Problem:
    found = _NOT_YAML.search(text.content)
    offset = found.start() if found else 0
    name = f"U+{ord(found[0]):04X}" if found else "a control character"
    message = f"{name} may not stand in YAML as it is; remove it, or escape it in double quotes"
    return text.problem(Rule.YAML_SYNTAX, message, offset)
