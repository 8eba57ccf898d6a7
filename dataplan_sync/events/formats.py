"""The formats that the server knows, as its published engine (mParticle's MP.Json) checks them. Others pass."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.events import patterns
from dataplan_sync.events.semantics import Semantics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[zZ]|[+-]([0-9]{2}):([0-9]{2}))?"
)
_EMAIL: Final = re.compile(r"[A-Z\d+.\-]+@[A-Z\d.\-]+\.[A-Z\d\-]+", re.IGNORECASE)
_LABEL: Final = re.compile(r"[A-Z\d][A-Z\d-]{0,63}", re.IGNORECASE)
_BYTE: Final = re.compile(r"25[0-5]|2[0-4]\d|[01]?\d\d?")
_DURATION: Final = re.compile(
    r"-?P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+[DW])?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.IGNORECASE
)
_POINTER: Final = re.compile(r"(/(?:[^~]|~[01])*)?", re.DOTALL)
_RELATIVE_POINTER: Final = re.compile(r"[0-9]+(#|/(?:[^#~]|~[01])*)?", re.DOTALL)
_UUID: Final = re.compile(r"[\dA-F]{8}-(?:[\dA-F]{4}-){3}[\dA-F]{12}", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s].*", re.DOTALL)
_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_BRACES: Final = re.compile(r"[^{}]*(?:\{[^{}]+\}[^{}]*)*")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_format(text: str, name: str) -> bool:
    """Tell whether text has a format; it has every format that the server does not know."""
    check = _FORMATS.get(name)
    return check is None or check(text)


def _date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (month, day) != (2, 29) or leap


def _time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    hour, minute, second, zone_hour, zone_minute = (int(part or 0) for part in found.groups())
    return hour < 24 and minute < 60 and second < 61 and zone_hour < 24 and zone_minute < 60


def _date_time(text: str) -> bool:
    """A date alone passes, and a zone may be left out."""
    day, clock = text[:10], text[10:]
    return _date(day) and (not clock or (clock[0] in "tT" and _time(clock[1:])))


def _hostname(text: str) -> bool:
    *labels, last = text.split(".")
    return len(text) < 254 and len(last) > 1 and all(map(_LABEL.fullmatch, (*labels, last)))


def _ipv4(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(map(_BYTE.fullmatch, parts))


def _ipv6(text: str) -> bool:
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        ipaddress.IPv6Address(bare)
    except ValueError:
        return False
    return True


def _uri(text: str) -> bool:
    return _SCHEME.fullmatch(text) is not None and not _FORBIDDEN.search(text)


def _uri_reference(text: str) -> bool:
    return text.isascii() and not _FORBIDDEN.search(text)


def _iri_reference(text: str) -> bool:
    return not _FORBIDDEN.search(text)


def _uri_template(text: str) -> bool:
    return _BRACES.fullmatch(text) is not None and _iri_reference(re.sub(r"\{[^{}]+\}", "x", text))


def _regex(text: str) -> bool:
    return patterns.matcher(text, Semantics.SERVER) is not None


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


_FORMATS: Final[Mapping[str, Callable[[str], bool]]] = {
    "date": _date,
    "time": _time,
    "date-time": _date_time,
    "duration": _matches(_DURATION),
    "email": _matches(_EMAIL),
    "hostname": _hostname,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "uri": _uri,
    "iri": _uri,
    "uri-reference": _uri_reference,
    "iri-reference": _iri_reference,
    "uri-template": _uri_template,
    "json-pointer": _matches(_POINTER),
    "relative-json-pointer": _matches(_RELATIVE_POINTER),
    "regex": _regex,
    "uuid": _matches(_UUID),
}
