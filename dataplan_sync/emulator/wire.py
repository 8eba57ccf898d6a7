"""JSON as text: read it strictly, take it apart without changing it, write it.

A version document is kept as the text that came in. What a client reads back is then byte for byte what it
sent, with the order of keys and the spelling of numbers, and the emulator can bear witness against a codec
that changes either.
"""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from typing import TypeAlias

JSONValue: TypeAlias = "bool | int | float | str | list[JSONValue] | dict[str, JSONValue] | None"
JSONObject: TypeAlias = "dict[str, JSONValue]"

_BLANK = re.compile(r"[ \t\n\r,:]*")
_SURROGATE = re.compile(r"\\u[dD][89abAB-fF]")


def parse(text: str) -> JSONValue:
    """Read JSON strictly.

    Raises:
        ValueError: it is not JSON, holds a number or a character that JSON cannot carry on, or nests
            too deeply.
    """
    try:
        value: JSONValue = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError as exc:
        msg = "it nests too deeply"
        raise ValueError(msg) from exc
    if _SURROGATE.search(text):
        # Half of a surrogate pair is no character: it could be stored, but never be sent back as UTF-8.
        encode(value).encode()
    return value


def _refuse_constant(name: str) -> float:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        msg = f"the number {text[:40]} is out of range"
        raise ValueError(msg)
    return number


def encode(value: object) -> str:
    """Write JSON compactly, in UTF-8 characters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def members(text: str) -> dict[str, str]:
    """Split the text of a JSON object into the texts of its members.

    Args:
        text: an object that `parse` has accepted.
    """
    parts = _values(text)
    return {json.loads(key): value for key, value in zip(parts[::2], parts[1::2], strict=True)}


def elements(text: str) -> list[str]:
    """Split the text of a JSON array that `parse` has accepted into the texts of its elements."""
    return _values(text)


def _values(text: str) -> list[str]:
    """The texts of all values directly inside the brackets: keys count as values."""
    decoder = json.JSONDecoder()
    found: list[str] = []
    start = _skip(text, _skip(text, 0) + 1)
    while text[start] not in "}]":
        _, end = decoder.raw_decode(text, start)
        found.append(text[start:end])
        start = _skip(text, end)
    return found


def _skip(text: str, start: int) -> int:
    blank = _BLANK.match(text, start)
    return blank.end() if blank else start


def join_object(parts: dict[str, str]) -> str:
    """Build the text of an object from the texts of its members."""
    return "{" + ",".join(f"{encode(key)}:{text}" for key, text in parts.items()) + "}"


def join_array(parts: list[str]) -> str:
    """Build the text of an array from the texts of its elements."""
    return "[" + ",".join(parts) + "]"


def timestamp(seconds: float) -> str:
    """Write a time as the vendor does: UTC without a zone, milliseconds, trailing zeros trimmed.

    Args:
        seconds: since the epoch.
    """
    moment = datetime.fromtimestamp(math.floor(seconds * 1000) / 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")


def slug(name: str) -> str:
    """Make the id that the vendor makes of a data plan's name: one character for one."""
    return re.sub(r"[^a-z0-9]", "_", name.lower())
