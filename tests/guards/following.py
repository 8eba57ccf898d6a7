"""Does to the letter what advice says, as somebody with an editor would, who knows no YAML."""

from __future__ import annotations

import re

FILE = "dataplan-sync.yaml"
_PLACE = rf"(add at the end of|insert below line (\d+) of|change lines? (\d+)(?: to (\d+))? of) {FILE}(?: to)?"
_ALONE = re.compile(rf"To allow it, {_PLACE}(?: \(behind (\d+) spaces?\))?: (.+)")
_STEP = re.compile(rf"(?:To allow (?:all of this|the rest), |Then ){_PLACE}:")


def follow(text, message):
    """Give a file after the last sentence of a hazard was followed."""
    found = _ALONE.fullmatch(message[message.index("To allow it, ") :])
    assert found, f"this is no advice: {message}"
    line = " " * int(found[5] or 0) + found[6]
    return _done(text, found, [line])


def follow_all(text, said):
    """Give a file after everything was followed that is said in one piece, from its first line to its last."""
    steps: list[tuple[re.Match[str], list[str]]] = []
    for line in said.split("\n"):
        found = _STEP.fullmatch(line)
        if found:
            steps.append((found, []))
        elif steps:
            steps[-1][1].append(line)
        else:
            assert line.startswith("No setting allows this ("), f"this is no step: {line}"
    assert steps, f"this is no advice: {said}"
    for found, lines in steps:
        text = _done(text, found, lines)
    return text


def _done(text, place, new):
    lines = text.splitlines()
    if place[2]:
        below = int(place[2])
        lines[below:below] = new
    elif place[3]:
        lines[int(place[3]) - 1 : int(place[4] or place[3])] = new
    else:
        lines += new
    newline = "\r\n" if "\r\n" in text else "\n"
    return newline.join(lines) + newline
