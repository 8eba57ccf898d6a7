"""How a refusal says what would allow it: the line of `dataplan-sync.yaml`, ready to paste.

The line fits the file as it is: it is short where its section is there already. Values are written in YAML's flow
style on one line, and quoted wherever YAML could take them for something else.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.hazards import Hazard, Permit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.configuration import Configuration
    from dataplan_sync.model import JSONObject, JSONValue, ObjectKey

ACCEPTED: Final = ("accepted",)
"""The one section that is a list: a permit adds an entry to it."""

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[ -][A-Za-z0-9_]+)*")
_WORDS: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def hazard(
    rule: str, key: ObjectKey, sentence: str, permit: Permit, configuration: Configuration
) -> Hazard:
    """Make a hazard that something would allow.

    Args:
        rule: its id.
        key: the object that it is about.
        sentence: what would happen, without what would allow it.
        permit: what would allow it.
        configuration: says what the file holds already, and what it is called.
    """
    return Hazard(rule, key, f"{sentence} {advice(permit, configuration)}", permit)


def advice(permit: Permit, configuration: Configuration) -> str:
    """Say where in the file a permit has to be written, and how."""
    file, marks = configuration.file, configuration.marks
    depth = next(
        size for size in range(len(permit.keys), -1, -1) if size == 0 or permit.keys[:size] in marks
    )
    if depth == 0:
        value = [permit.value] if permit.keys == ACCEPTED else permit.value
        return f"To allow it, add to {file}: {_line(permit.keys, value)}"
    parent = permit.keys[:depth]
    place = f"{file} (line {marks[parent].line})"
    if permit.keys == ACCEPTED:
        return f'To allow it, add to "accepted" in {place}: - {flow(permit.value)}'
    if parent == permit.keys:
        return f"To allow it, change in {place} to: {_line(permit.keys[-1:], permit.value)}"
    line = _line(permit.keys[depth:], permit.value)
    return f'To allow it, add to "{parent[-1]}" in {place}: {line}'


def snippet(hazards: Iterable[Hazard]) -> str:
    """Give all that would allow these hazards as one piece of YAML; empty if nothing allows any of them."""
    content: JSONObject = {}
    accepted: list[JSONValue] = []
    for permit in (found.permit for found in hazards if found.permit):
        if permit.keys == ACCEPTED:
            accepted.append(permit.value)
        else:
            _lay(content, permit)
    lines = list(_block(content, 0))
    if accepted:
        lines.append("accepted:")
        lines.extend(f"  - {flow(entry)}" for entry in accepted)
    return "\n".join(lines)


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


def _line(keys: tuple[str, ...], value: JSONValue) -> str:
    for key in reversed(keys[1:]):
        value = {key: value}
    return f"{keys[0]}: {flow(value)}"


def _lay(content: JSONObject, permit: Permit) -> None:
    """Add a permit to what others need; of two limits the wider one counts."""
    *above, last = permit.keys
    for key in above:
        inner = content.setdefault(key, {})
        if isinstance(inner, dict):
            content = inner
    known, value = content.get(last), permit.value
    numbers = [side for side in (known, value) if isinstance(side, int | float)]
    content[last] = max(numbers) if len(numbers) > 1 else value


def _block(content: JSONObject, depth: int) -> Iterable[str]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{key}:"
            yield from _block(value, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {flow(value)}"
