"""How a refusal says what would allow it: what to change in `dataplan-sync.yaml`, to be followed to the letter.

What is said fits the file as it is written: a line is added where each key has its own line, and comments stay;
whatever is written otherwise is replaced whole. Values are quoted wherever YAML could take them for something else.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from dataplan_sync.guards.written import LIST, block, flow
from dataplan_sync.hazards import Hazard, Permit
from dataplan_sync.model import JSONValue, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dataplan_sync.configuration import Configuration
    from dataplan_sync.model import JSONObject, ObjectKey

ACCEPTED: Final = (LIST,)
"""The one section that is a list: a permit adds an entry to it."""
POLICY: Final = ("policy",)
"""Where permits of policy stand in general; those of a workspace stand below it."""
ANY_PART: Final = "*"
"""What stands for any one part in the path of an acceptance."""
OBJECT_PARTS: Final = 2
"""The parts of a path that name an object, and are never left open."""

_ALIKE: Final = 3
"""How many findings that differ in one part are still accepted one by one."""


@dataclass(frozen=True, slots=True)
class Extent(Mark):
    """Where a key of the file stands with its value, and how that is written."""

    last_line: int = 1
    value: JSONValue = field(default=None, compare=False)
    indent: int | None = None
    """Spaces in front of each member, where each begins a line of its own; else None, and no line can be added."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """One change to the lines of the file: an insertion, or a replacement of whole lines."""

    line: int | None
    """The line below which to insert, or the first to replace; None for the end of the file."""
    last_line: int | None
    """The last line to replace; None for an insertion."""
    indent: int
    content: JSONValue
    """What the lines say; of a list, the items that are added."""

    def place(self, file: str) -> str:
        """Say what is done where, up to the lines themselves."""
        if self.line is None:
            return f"add at the end of {file}"
        if self.last_line is None:
            return f"insert below line {self.line} of {file}"
        if self.last_line == self.line:
            return f"change line {self.line} of {file} to"
        return f"change lines {self.line} to {self.last_line} of {file} to"

    def in_one_line(self, file: str) -> str:
        """Say all of it in one line, which cannot begin with spaces."""
        noun = "space" if self.indent == 1 else "spaces"
        spaces = f" (behind {self.indent} {noun})" if self.indent else ""
        match self.content:
            case [item]:
                said = f"- {flow(item)}"
            case dict() if len(self.content) == 1:
                ((key, value),) = self.content.items()
                said = f"{flow(key)}: {flow(value)}"
            case _:
                said = flow(self.content)
        return f"{self.place(file)}{spaces}: {said}"

    def lines(self) -> Iterator[str]:
        """Give the lines as they have to be in the file."""
        for line in block(self.content):
            yield f"{' ' * self.indent}{line}"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One change to the file, for somebody to follow."""

    place: str
    """What to do, and where: `insert below line 4 of dataplan-sync.yaml`."""
    lines: tuple[str, ...]
    """What then has to stand there, as it has to be in the file."""


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
    if permit.keys[:1] == POLICY:
        permit = replace(permit, keys=(*configuration.policy_keys, *permit.keys[1:]))
    return Hazard(rule, key, f"{sentence} {advice(permit, configuration)}", permit)


def advice(permit: Permit, configuration: Configuration) -> str:
    """Say in one line what to change in the file so that it holds a permit and nothing else is changed."""
    (edit,) = _edits((), _content([permit]), configuration)
    return f"To allow it, {edit.in_one_line(configuration.file)}"


def together(hazards: Sequence[Hazard], configuration: Configuration) -> tuple[Hazard, ...]:
    """Let each of several hazards refer to `in_one_piece`: two edits of one file, each made for itself, collide."""
    if sum(1 for found in hazards if found.permit) < 2:
        return tuple(hazards)
    return tuple(_referring(found, configuration) for found in hazards)


def in_one_piece(hazards: Sequence[Hazard], configuration: Configuration) -> str:
    """Say what would allow several hazards, and which of them nothing allows.

    Returns:
        Text of several lines; empty if the messages say it already, each for itself.
    """
    permitted = [found for found in hazards if found.permit]
    firm = [found for found in hazards if not found.permit]
    if not permitted or len(hazards) < 2:
        return ""
    said = [f"No setting allows this ({found.rule}): {found.message}" for found in firm]
    if len(permitted) > 1:
        what = "the rest" if firm else "all of this"
        for number, step in enumerate(instructions(permitted, configuration)):
            begin = f"To allow {what}, " if number == 0 else "Then "
            said.extend((f"{begin}{step.place}:", *step.lines))
    return "\n".join(said)


def instructions(
    hazards: Iterable[Hazard], configuration: Configuration
) -> tuple[Instruction, ...]:
    """Say place by place what to change in the file, so that it allows these hazards; () if nothing allows any."""
    content = _content(found.permit for found in hazards)
    edits = sorted(_edits((), content, configuration), key=_from_the_end) if content else []
    return tuple(
        Instruction(place, tuple(line for edit in same for line in edit.lines()))
        for place, same in groupby(edits, key=lambda edit: edit.place(configuration.file))
    )


def _referring(found: Hazard, configuration: Configuration) -> Hazard:
    if found.permit is None:
        return found
    sentence = found.message.removesuffix(advice(found.permit, configuration))
    refer = f"To allow it, see what {configuration.file} needs for all of this, said in one piece."
    return replace(found, message=f"{sentence}{refer}")


def _from_the_end(edit: _Edit) -> tuple[bool, int]:
    """Sort what is further down first, so that following a step moves no line of the next one."""
    return edit.line is not None, -(edit.line or 0)


def _edits(
    keys: tuple[str, ...], wanted: JSONObject, configuration: Configuration, indent: int = 0
) -> Iterator[_Edit]:
    """Find how the object at `keys` comes to hold what is wanted.

    Args:
        keys: where the object stands; () for the whole file.
        wanted: the members that it needs, themselves objects where only a part of them is needed.
        configuration: says how the file is written.
        indent: spaces in front of the key of the object.
    """
    extent = configuration.marks.get(keys)
    if isinstance(extent, Extent) and extent.indent is None:
        yield _replacement(keys, extent, _laid(extent.value, wanted), indent)
        return
    inner = extent.indent if isinstance(extent, Extent) and extent.indent else 0
    missing: JSONObject = {}
    for key, value in wanted.items():
        known = configuration.marks.get((*keys, key))
        if not isinstance(known, Extent):
            missing[key] = value
        elif isinstance(value, dict):
            yield from _edits((*keys, key), value, configuration, inner)
        elif isinstance(value, list) and known.indent is not None:
            yield _Edit(known.line, None, known.indent, value)
        else:
            yield _replacement((*keys, key), known, _laid(known.value, value), inner)
    if missing:
        yield _Edit(extent.line if extent and keys else None, None, inner, missing)


def _replacement(keys: tuple[str, ...], extent: Extent, value: JSONValue, indent: int) -> _Edit:
    content = {keys[-1]: value} if keys else value
    return _Edit(extent.line, extent.last_line, indent, content)


def _laid(known: JSONValue, wanted: JSONValue) -> JSONValue:
    """Give what is known with what is wanted in it."""
    match known, wanted:
        case dict(), dict():
            laid = {key: _laid(known.get(key), value) for key, value in wanted.items()}
            return {**known, **laid}
        case list(), list():
            return [*known, *wanted]
        case _:
            return wanted


def _content(permits: Iterable[Permit | None]) -> JSONObject:
    """Give what the file has to hold for these permits."""
    content: JSONObject = {}
    entries: list[JSONValue] = []
    for permit in filter(None, permits):
        if permit.keys != ACCEPTED:
            _lay(content, permit)
        else:
            entries.append(permit.value)
    return {**content, ACCEPTED[0]: _starred(entries)} if entries else content


def _starred(entries: list[JSONValue]) -> list[JSONValue]:
    """Put one entry in place of more than three that accept the same edit, each in another place.

    Only a part with another one behind it is left open: the last part is what was edited.
    """
    depth = max((len(_path(entry)) for entry in entries), default=0)
    written = {json.dumps(entry): entry for entry in entries}
    for position in range(OBJECT_PARTS, depth - 1):
        opened = {text: _opened(entry, position) for text, entry in written.items()}
        count = Counter(json.dumps(wide) for wide in opened.values() if wide)
        kept = [
            wide if wide and count[json.dumps(wide)] > _ALIKE else written[text]
            for text, wide in opened.items()
        ]
        written = {json.dumps(entry): entry for entry in kept}
    return list(written.values())


def _opened(entry: JSONValue, position: int) -> JSONValue:
    path = _path(entry)
    if not isinstance(entry, dict) or position >= len(path) - 1:
        return None
    return {**entry, "path": [*path[:position], ANY_PART, *path[position + 1 :]]}


def _path(entry: JSONValue) -> list[JSONValue]:
    path = entry.get("path") if isinstance(entry, dict) else None
    return path if isinstance(path, list) else []


def _lay(content: JSONObject, permit: Permit) -> None:
    """Add a permit to what others need; of two limits the wider one counts."""
    *above, last = permit.keys
    for key in above:
        inner = content.setdefault(key, {})
        if isinstance(inner, dict):
            content = inner
    known, value = content.get(last), permit.value
    numbers = [side for side in (known, value) if isinstance(side, int | float)]
    if isinstance(known, list) and isinstance(value, list):
        content[last] = [*known, *value]
    else:
        content[last] = max(numbers) if len(numbers) > 1 else value
