"""YAML scalars to JSON values, by the core schema of YAML 1.2 and not by YAML 1.1.

`NO`, `on`, `1:30` and `2020-01-01` are text, because a data plan is full of such event names and enum values
and PyYAML's own rules would send them as something else. Narrower than the core schema in one point: a number
with a leading zero (`012`) is text, for it is a code rather than an amount.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final[Mapping[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}

_NUMBER_STARTS: Final = frozenset("0123456789+-.")

_NUMBER: Final = re.compile(
    r"""
    (?P<int> [-+]? (?: 0 | [1-9][0-9]* ) )
    | 0o (?P<octal> [0-7]+ )
    | 0x (?P<hex> [0-9a-fA-F]+ )
    | (?P<float> [-+]? (?: \.[0-9]+ | (?: 0 | [1-9][0-9]* ) (?: \.[0-9]* )? ) (?: [eE][-+]?[0-9]+ )? )
    | (?P<special> [-+]? \.(?: inf | Inf | INF ) | \.(?: nan | NaN | NAN ) )
    """,
    re.VERBOSE,
)

Scalar: TypeAlias = bool | int | float | str | None

MAX_NUMBER_LENGTH: Final = 1000
"""Characters in a number. Python refuses to convert much longer ones, and no amount in a data plan is near it."""

_TAGS: Final = "tag:yaml.org,2002:"


class ScalarError(ValueError):
    """A scalar that has no JSON value; the message says why."""


class TagError(ScalarError):
    """A tag that is not of the core schema, or that does not fit its scalar."""


def resolve_plain(text: str) -> Scalar:
    """Give the value of a scalar without quotes and without a tag.

    Raises:
        ScalarError: it is a number that JSON cannot hold.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    number = _NUMBER.fullmatch(text)
    return text if number is None else _number(number)


def resolve_tagged(tag: str, text: str) -> Scalar:
    """Give the value of a scalar with a tag, such as `!!str 012`.

    Args:
        tag: the tag in full, as the parser gives it, or `!`.
        text: the scalar's text.

    Raises:
        TagError: the tag is unknown, or the text is not what the tag says.
        ScalarError: it is a number that JSON cannot hold.
    """
    if tag in {"!", f"{_TAGS}str"}:
        return text
    if not tag.startswith(_TAGS):
        raise TagError(_tag_message(tag, text))
    value = resolve_plain(text)
    match tag.removeprefix(_TAGS), value:
        case ("null", None) | ("bool", bool()):
            return value
        case "int", int() if not isinstance(value, bool):
            return value
        case "float", int() | float() if not isinstance(value, bool):
            return float(value)
        case _:
            pass
    raise TagError(_tag_message(tag, text))


def tag_fits_container(tag: str | None, kind: str) -> bool:
    """Tell whether a mapping (`map`) or a sequence (`seq`) may carry this tag."""
    return tag in {None, "!", f"{_TAGS}{kind}"}


def short_tag(tag: str) -> str:
    """Give a tag as people write it: `!!str`."""
    return tag.replace(_TAGS, "!!", 1)


def _number(number: re.Match[str]) -> int | float:
    text = number[0]
    if number.lastgroup == "special":
        message = f"{text} is no JSON number; leave it out, or put it in quotes if it is text"
        raise ScalarError(message)
    if len(text) > MAX_NUMBER_LENGTH:
        message = f"a number of {len(text)} digits is too long; put it in quotes if it is text"
        raise ScalarError(message)
    if number.lastgroup == "int":
        return int(text)
    if number.lastgroup != "float":
        return int(text, 0)  # 0o and 0x mean the same in Python
    value = float(text)
    if math.isinf(value):
        message = f"the number {text} is too large; put it in quotes if it is text"
        raise ScalarError(message)
    return value


def _tag_message(tag: str, text: str) -> str:
    if tag in {f"{_TAGS}{name}" for name in ("null", "bool", "int", "float", "map", "seq")}:
        return f'"{text}" is not what its tag {short_tag(tag)} says; correct it, or drop the tag'
    return f"the tag {short_tag(tag)} is not supported; drop it"
