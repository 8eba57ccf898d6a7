"""Values as YAML for people to copy: quoted wherever YAML could take them for something else."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONValue

LIST: Final = "accepted"
"""The one section of the configuration that is a list of objects."""
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[ -][A-Za-z0-9_]+)*")
_WORDS: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def flow(value: JSONValue) -> str:
    """Write a value on one line of YAML."""
    match value:
        case dict():
            members = [f"{flow(key)}: {flow(item)}" for key, item in value.items()]
            return f"{{{', '.join(members)}}}"
        case list():
            return f"[{', '.join(map(flow, value))}]"
        case str() if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
            return value
        case _:
            return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(char: str) -> str:
    """Escape what YAML or a terminal would not take as it is; JSON has escaped all below the space."""
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def block(content: JSONValue) -> Iterator[str]:
    """Write objects with a key a line, and lists of objects with an item a line."""
    match content:
        case dict():
            for key, value in content.items():
                if (isinstance(value, dict) and value) or key == LIST:
                    yield f"{flow(key)}:"
                    yield from (f"  {line}" for line in block(value))
                else:
                    yield f"{flow(key)}: {flow(value)}"
        case list():
            yield from (f"- {flow(item)}" for item in content)
        case _:
            yield flow(content)
