"""Faults to inject: which request meets which trouble, and how often."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dataplan_sync.emulator import refusals, wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.emulator.wire import JSONObject, JSONValue


class FaultKind(StrEnum):
    """What happens to a request."""

    RESET = "reset"
    """The connection is reset before the request is carried out."""
    LOST_ANSWER = "lost_answer"
    """The request is carried out, then the connection is closed without an answer."""
    UNSTORED = "unstored"
    """The answer says that the write was done; nothing is stored."""
    TRUNCATED = "truncated"
    """The request is carried out, the answer stops in the middle of its body."""
    STATUS = "status"
    """Another status is answered, with `headers` and `body`."""
    HTML = "html"
    """A proxy's page is answered."""
    GARBAGE = "garbage"
    """Something is answered that claims to be JSON and is not."""
    SLOW = "slow"
    """The request is carried out after `delay`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble.

    Attributes:
        method: of the requests that meet it; None for all.
        path: a regular expression that is searched in their paths.
        times: how many requests meet it; 0 for every one.
        skip: how many matching requests pass beforehand.
        status: of the answer, where the kind answers by itself.
        delay: seconds before anything else happens.
        stored: whether the request is carried out all the same (status, html, garbage).
    """

    kind: FaultKind
    method: str | None = None
    path: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    times: int = 1
    skip: int = 0
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: JSONValue = None
    delay: float = 0.0
    stored: bool = False

    def as_json(self) -> JSONObject:
        """Give the fault in the form in which it is injected."""
        match: JSONObject = {"path_regex": self.path.pattern}
        if self.method:
            match["method"] = self.method
        return {
            "match": match,
            "kind": self.kind.value,
            "times": self.times,
            "skip": self.skip,
            "status": self.status,
            "headers": dict(self.headers),
            "body": self.body,
            "delay": self.delay,
            "stored": self.stored,
        }


_STATUS = {FaultKind.STATUS: 503, FaultKind.HTML: 502, FaultKind.GARBAGE: 200}
_TYPES: dict[str, tuple[type, ...]] = {
    "times": (int,),
    "skip": (int,),
    "status": (int,),
    "headers": (dict,),
    "delay": (int, float),
    "stored": (bool,),
}


def read_faults(value: JSONValue) -> list[Fault]:
    """Read the faults of a request: one object, or a list of them.

    Raises:
        RefusedRequestError: something is unknown or has the wrong type.
    """
    items = value if isinstance(value, list) else [value]
    return [_read(item) for item in items]


def _read(item: JSONValue) -> Fault:
    if not isinstance(item, dict) or item.get("kind") not in list(FaultKind):
        raise refusals.bad_request(refusals.one_of("kind", [*FaultKind]))
    match = item.get("match") or {}
    given: dict[str, Any] = {
        name: value for name, value in item.items() if name not in ("match", "kind")
    }
    if not isinstance(match, dict):
        raise refusals.bad_request(refusals.wrong_type("match"))
    unknown = [*(given.keys() - {*_TYPES, "body"}), *(match.keys() - {"method", "path_regex"})]
    if unknown:
        raise refusals.bad_request(refusals.unknown_key(sorted(unknown)[0]))
    for name, types in _TYPES.items():
        fits = type(given[name]) in types if name in given else True
        if not fits or (type(given.get(name)) in (int, float) and given[name] < 0):
            raise refusals.bad_request(refusals.wrong_type(name))
    return _fault(FaultKind(str(item["kind"])), match, given)


def _fault(kind: FaultKind, match: JSONObject, given: Mapping[str, Any]) -> Fault:
    try:
        path = re.compile(str(match.get("path_regex") or ""))
    except re.error as exc:
        raise refusals.bad_request(refusals.wrong_type("match.path_regex")) from exc
    method = match.get("method")
    settings: dict[str, Any] = {"status": _STATUS.get(kind, 0), **given}
    if kind in _STATUS and not 200 <= settings["status"] <= 599:
        raise refusals.bad_request(refusals.wrong_type("status"))
    return Fault(
        kind=kind,
        method=str(method).upper() if method else None,
        path=path,
        **settings,
    )


class FaultList:
    """The faults that still wait for a request."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []

    def add(self, faults: list[Fault]) -> None:
        """Let further faults wait, behind those that do."""
        self._waiting += [_Waiting(fault, fault.times, fault.skip) for fault in faults]

    def clear(self) -> None:
        """Forget all faults."""
        self._waiting.clear()

    def as_json(self) -> list[JSONObject]:
        """Give what is left, `times` and `skip` counted down."""
        return [
            {**item.fault.as_json(), "times": item.times, "skip": item.skip}
            for item in self._waiting
        ]

    def take(self, method: str, path: str) -> Fault | None:
        """Give the fault that a request meets, if any, and count it."""
        for item in self._waiting:
            if item.fault.method not in (None, method) or not item.fault.path.search(path):
                continue
            if item.skip:
                item.skip -= 1
                continue
            if item.times == 1:
                self._waiting.remove(item)
            item.times = max(item.times - 1, 0)
            return item.fault
        return None


@dataclass(slots=True, eq=False)
class _Waiting:
    fault: Fault
    times: int
    skip: int


def fault_body(fault: Fault) -> tuple[str, bytes]:
    """Give content type and content of the answer of a fault that answers by itself."""
    if fault.status in (204, 304):
        return "text/plain", b""
    if isinstance(fault.body, str):
        kind = "text/html; charset=utf-8" if fault.kind is FaultKind.HTML else "text/plain"
        return kind, fault.body.encode()
    match fault.kind:
        case FaultKind.HTML:
            page = "<html><head><title>Bad gateway</title></head><body>proxy.example</body></html>"
            return "text/html; charset=utf-8", page.encode()
        case FaultKind.GARBAGE:
            return "application/json", b'{"data_plan_id": "shop", "data_plan_ver'
        case _:
            body = (
                {"errors": [{"message": "Injected fault."}]} if fault.body is None else fault.body
            )
            return "application/json", wire.encode(body).encode()
