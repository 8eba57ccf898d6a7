"""Reads event batches: JSON, lists of batches, JSON Lines, directories of both, and standard input.

JSON Lines are read line by line, so that a file may be larger than memory. What cannot be read is said with
its file and line, and reading goes on with what comes after.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn, TypeAlias

from dataplan_sync.events.tally import BatchPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dataplan_sync.model import JSONObject
    from dataplan_sync.wire import Path

STDIN: Final = FilePath("-")
_LINES: Final = (".jsonl", ".ndjson")
_EXTENSIONS: Final = (".json", *_LINES)
_MAPS: Final = ("user_attributes", "user_identities")


@dataclass(frozen=True, slots=True)
class SentBatch:
    """A batch, and where it was read."""

    place: BatchPlace
    value: JSONObject
    unreadable: frozenset[Path] = frozenset()
    """Where in it stands what could not be read, which was said before: `("events", 3)`."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that could be checked."""
        return not any(self.value.get(name) for name in ("events", *_MAPS))


@dataclass(frozen=True, slots=True)
class UnreadableBatch:
    """What could not be read as a batch: where, why, and what to do."""

    place: str
    message: str

    def __str__(self) -> str:
        """Give one line: `sent.jsonl:3: this is no JSON: …`."""
        return f"{self.place}: {self.message}"


Read: TypeAlias = SentBatch | UnreadableBatch


def read_batches(paths: Iterable[FilePath], stdin: BinaryIO) -> Iterator[Read]:
    """Read batches one by one.

    Args:
        paths: files, directories (every `*.json`, `*.jsonl` and `*.ndjson` below, sorted), `-` for `stdin`.
        stdin: standard input.

    Returns:
        Batches, and what could not be read, in order. A path where there is nothing to check is one of those:
        most often whatever should have recorded the events did not.
    """
    for path in paths:
        empty = True
        for read in _of_path(path, stdin):
            empty = empty and isinstance(read, SentBatch) and read.is_empty
            yield read
        if empty:
            message = "there are no events and no user attributes in here, so nothing is checked"
            yield UnreadableBatch(path.as_posix(), f"{message}; look at what writes it")


def _of_path(path: FilePath, stdin: BinaryIO) -> Iterator[Read]:
    if path == STDIN:
        return _read(stdin, "-")
    return _of_directory(path) if path.is_dir() else _of_file(path)


def _of_directory(directory: FilePath) -> Iterator[Read]:
    files = sorted(
        path
        for path in directory.rglob("*")
        if path.suffix.lower() in _EXTENSIONS and path.is_file()
    )
    if not files:
        yield UnreadableBatch(str(directory), "there are no *.json and *.jsonl files in here")
    for path in files:
        yield from _of_file(path)


def _of_file(path: FilePath) -> Iterator[Read]:
    try:
        with path.open("rb") as file:
            yield from _read(file, path.as_posix())
    except OSError as exc:
        yield UnreadableBatch(path.as_posix(), exc.strerror or str(exc))


def _read(file: BinaryIO, name: str) -> Iterator[Read]:
    if name.lower().endswith(_LINES):
        yield from _of_lines(file, name)
        return
    content = file.read()
    try:
        value = _parsed(content)
    except json.JSONDecodeError as exc:
        if _begins_with_a_line_of_json(content):
            yield from _of_lines(io.BytesIO(content), name)
        else:
            yield UnreadableBatch(f"{name}:{exc.lineno}", _no_json(exc))
        return
    except ValueError as exc:
        yield UnreadableBatch(name, _no_json(exc))
        return
    listed = value if isinstance(value, list) else [value]
    for index, item in enumerate(listed):
        place = BatchPlace(name, None, index if isinstance(value, list) else None)
        yield from _batch(place, item)


def _of_lines(file: BinaryIO, name: str) -> Iterator[Read]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        place = BatchPlace(name, number, None)
        try:
            value = _parsed(line.rstrip())
        except ValueError as exc:
            yield UnreadableBatch(str(place), _no_json(exc))
            continue
        yield from _batch(place, value)


def _begins_with_a_line_of_json(content: bytes) -> bool:
    first, _, rest = content.strip().partition(b"\n")
    try:
        return bool(rest) and isinstance(_parsed(first), dict)
    except ValueError:
        return False


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - JSON may be anything
    """Parse JSON.

    Raises:
        ValueError: it is not UTF-8, no JSON (`JSONDecodeError`), or nested too deeply.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except RecursionError as exc:
        message = "objects and lists stand too deep inside one another"
        raise ValueError(message) from exc


def _refuse(name: str) -> NoReturn:
    message = f"{name} is no number in JSON"
    raise ValueError(message)


def _no_json(error: ValueError) -> str:
    match error:
        case json.JSONDecodeError():
            return f"this is no JSON: {error.msg}, in column {error.colno}"
        case UnicodeDecodeError():
            return f"byte {error.start} is not UTF-8; save the file as UTF-8"
        case _:
            return f"this is no JSON: {error}"


def _batch(place: BatchPlace, value: Any) -> Iterator[Read]:  # noqa: ANN401 - JSON may be anything
    flaw = _flaw(value)
    if flaw is not None:
        yield UnreadableBatch(str(place), flaw)
        return
    flaws = dict(_flaws_within(value))
    yield from (UnreadableBatch(str(place), told) for told in flaws.values())
    yield SentBatch(place, value, frozenset(flaws))


def _flaw(value: Any) -> str | None:  # noqa: ANN401 - JSON may be anything
    """Say why a value is no batch at all."""
    if not isinstance(value, dict):
        return "a batch is an object with a list of events"
    if "event_type" in value:
        return 'this is an event; put it into a batch: {"events": [...]}'
    if not value.keys() & {"events", *_MAPS}:
        return (
            "a batch has events, user_attributes or user_identities; this object has none of them"
        )
    return None


def _flaws_within(batch: JSONObject) -> Iterator[tuple[Path, str]]:
    """Give what the API's `/validate` would refuse a batch for, each with its place."""
    for name in _MAPS:
        if not isinstance(batch.get(name), dict | None):
            yield (name,), f"{name} is no object"
    events = batch.get("events")
    if not isinstance(events, list | None):
        yield ("events",), "events is not a list"
        return
    for index, event in enumerate(events or ()):
        if not (isinstance(event, dict) and isinstance(event.get("event_type"), str)):
            yield ("events", index), f"events[{index}] is no object with an event_type"
        elif not isinstance(event.get("data"), dict | None):
            yield ("events", index), f"events[{index}].data is no object"
