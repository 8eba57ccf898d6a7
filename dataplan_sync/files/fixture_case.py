"""One fixture event: what is sent, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.wire import describe, near_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.wire import Path

_MAPS: Final = ("user_attributes", "user_identities")
_SENT: Final = ("event", "batch", *_MAPS)
_KEYS: Final = ("name", "version", *_SENT, "must", "must_fail_with")
_EXPECTED_KEYS: Final = ("type", "key", "pointer")
_TYPES: Final = ("unplanned", "missing_required", "invalid_value", "unknown")


@dataclass(frozen=True, slots=True)
class Expected:
    """An error that must be found."""

    type: str
    key: str
    pointer: str | None

    def __str__(self) -> str:
        """Give the form for people: `missing_required size`."""
        place = f" at {self.pointer}" if self.pointer else ""
        return f"{self.type} {self.key}{place}"


@dataclass(frozen=True, slots=True)
class FixtureCase:
    """One fixture event."""

    path: Path
    name: str
    version: int | None
    """None for the highest declared one."""
    batch: JSONObject
    must_fail_with: tuple[Expected, ...]
    """All that must be found; nothing where it must pass."""


@dataclass(frozen=True, slots=True)
class CaseFlaw:
    """Why a fixture event cannot be run, and at which key."""

    path: Path
    message: str


def read_cases(value: JSONValue) -> Iterator[FixtureCase | CaseFlaw]:
    """Read the fixture events of a file, in order, each as it is or with its first flaw."""
    if not isinstance(value, list) or not value:
        found = describe(value) if value != [] else "an empty one"
        yield CaseFlaw((), f"a file of fixture events is a list, not {found}")
        return
    for index, item in enumerate(value):
        path = (index,)
        if isinstance(item, dict):
            yield _flaw(item, path) or _case(item, path)
        else:
            yield CaseFlaw(path, f"a fixture event is an object, not {describe(item)}")


def _flaw(item: JSONObject, path: Path) -> CaseFlaw | None:
    return (
        _unknown_key(item, _KEYS, path)
        or _flaw_of_scalars(item, path)
        or _flaw_of_sent(item, path)
        or _flaw_of_outcome(item, path)
    )


def _unknown_key(item: JSONObject, known: tuple[str, ...], path: Path) -> CaseFlaw | None:
    unknown = next((key for key in item if key not in known), None)
    if unknown is None:
        return None
    near = near_match(unknown, known)
    hint = f'did you mean "{near}"?' if near else f"there are {', '.join(known)}"
    return CaseFlaw((*path, unknown), f'"{unknown}" is no key of a fixture event; {hint}')


def _flaw_of_scalars(item: JSONObject, path: Path) -> CaseFlaw | None:
    name, version = item.get("name"), item.get("version")
    if not isinstance(name, str) or not name:
        return CaseFlaw((*path, "name"), "a fixture event needs a name, which says what it shows")
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        return CaseFlaw((*path, "version"), f"version is a number, not {describe(version)}")
    return None


def _flaw_of_sent(item: JSONObject, path: Path) -> CaseFlaw | None:
    sent = [key for key in _SENT if key in item]
    if len(sent) != 1:
        return CaseFlaw(
            path, f"a fixture event has one of {', '.join(_SENT)}; here are {len(sent)}"
        )
    value = item[sent[0]]
    if not isinstance(value, dict):
        return CaseFlaw((*path, sent[0]), f"{sent[0]} is an object, not {describe(value)}")
    if sent[0] == "event" and not isinstance(value.get("event_type"), str):
        return CaseFlaw((*path, "event"), "an event needs its event_type")
    return _flaw_of_batch(value, (*path, "batch")) if sent[0] == "batch" else None


def _flaw_of_batch(batch: JSONObject, path: Path) -> CaseFlaw | None:
    if not isinstance(batch.get("events", []), list):
        return CaseFlaw((*path, "events"), "events is a list")
    if not batch.get("events") and not any(isinstance(batch.get(name), dict) for name in _MAPS):
        message = "nothing is sent, which shows nothing; a batch has events, user_attributes or user_identities"
        return CaseFlaw(path, message)
    return None


def _flaw_of_outcome(item: JSONObject, path: Path) -> CaseFlaw | None:
    if ("must" in item) == ("must_fail_with" in item):
        return CaseFlaw(path, "say either must: pass, or must_fail_with and what is found")
    if "must" in item:
        right = item["must"] == "pass"
        return None if right else CaseFlaw((*path, "must"), "must can only be pass")
    listed, at = item["must_fail_with"], (*path, "must_fail_with")
    if not isinstance(listed, list) or not listed:
        return CaseFlaw(at, "must_fail_with is a list of what is found, with at least one entry")
    flaws = (_flaw_of_expected(value, (*at, index)) for index, value in enumerate(listed))
    return next((flaw for flaw in flaws if flaw), None)


def _flaw_of_expected(value: JSONValue, path: Path) -> CaseFlaw | None:
    if not isinstance(value, dict):
        return CaseFlaw(
            path, f"what is found is an object with type and key, not {describe(value)}"
        )
    unknown = _unknown_key(value, _EXPECTED_KEYS, path)
    if unknown:
        return unknown
    if value.get("type") not in _TYPES:
        return CaseFlaw((*path, "type"), f"type is one of {', '.join(_TYPES)}")
    for key in ("key", "pointer"):
        if not isinstance(value.get(key), str) and (key == "key" or key in value):
            return CaseFlaw((*path, key), f"{key} is text, as check-events prints it")
    return None


def _case(item: JSONObject, path: Path) -> FixtureCase:
    name, version, listed = item["name"], item.get("version"), item.get("must_fail_with", [])
    return FixtureCase(
        path=path,
        name=str(name),
        version=version if isinstance(version, int) else None,
        batch=_batch(item),
        must_fail_with=tuple(
            _expected(value)
            for value in (listed if isinstance(listed, list) else ())
            if isinstance(value, dict)
        ),
    )


def _batch(item: JSONObject) -> JSONObject:
    match item:
        case {"batch": dict() as batch}:
            return batch
        case {"event": event}:
            return {"events": [event]}
        case _:
            return {key: item[key] for key in _SENT if key in item}


def _expected(value: JSONObject) -> Expected:
    pointer = value.get("pointer")
    return Expected(str(value["type"]), str(value["key"]), str(pointer) if pointer else None)
