"""The formats of ajv 6 in its default mode, which the vendor's SDK uses; it refuses schemas with any other."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.events import patterns
from dataplan_sync.events.semantics import Semantics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAY: Final = r"[0-9]{4}-[01][0-9]-[0-3][0-9]"
_CLOCK: Final = r"(?:[0-2][0-9]:[0-5][0-9]:[0-5][0-9]|23:59:60)(?:\.[0-9]+)?"
_ZONE: Final = r"(?:z|[+-][0-9]{2}:[0-9]{2})"
_SPACE: Final = r"[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_NO_SPACE: Final = f"[^{_SPACE[1:-1]}]"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_BYTE: Final = re.compile(r"25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?")
_VARIABLE: Final = r"(?:[a-z0-9_]|%[0-9a-f]{2})+(?::[1-9][0-9]{0,3}|\*)?"
_ADDRESS: Final = re.compile(rf"{_SPACE}*(?P<bare>[0-9a-f:.]+)(?:%.+)?{_SPACE}*", re.IGNORECASE)


def is_known(name: str) -> bool:
    """Tell whether ajv knows a format; a schema with another one does not compile."""
    return name in _FORMATS


def is_format(text: str, name: str) -> bool:
    """Tell whether text has a format that ajv knows."""
    return _FORMATS[name](text)


def _ipv4(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(map(_BYTE.fullmatch, parts))


def _ipv6(text: str) -> bool:
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return False
    try:
        ipaddress.IPv6Address(found["bare"])
    except ValueError:
        return False
    return True


def _regex(text: str) -> bool:
    if re.search(r"[^\\]\\Z", text):
        return False
    return patterns.matcher(text, Semantics.NODE_SDK) is not None


def _matches(pattern: str, *, ignore_case: bool = True) -> Callable[[str], bool]:
    """Make a check that compiles its pattern when it is first needed; `re` keeps it."""
    flags = re.IGNORECASE | re.ASCII if ignore_case else re.NOFLAG
    return lambda text: re.fullmatch(pattern, text, flags) is not None


_URL: Final = (
    r"(?:https?|ftp)://(?:\S+(?::\S*)?@)?(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
    r"|(?:[a-z0-9\u00a1-\uffff]+-)*[a-z0-9\u00a1-\uffff]+"
    r"(?:\.(?:[a-z0-9\u00a1-\uffff]+-)*[a-z0-9\u00a1-\uffff]+)*\.[a-z\u00a1-\uffff]{2,})"
    r"(?::[0-9]{2,5})?(?:/\S*)?"
)

_FORMATS: Final[Mapping[str, Callable[[str], bool]]] = {
    "date": _matches(_DAY),
    "time": _matches(f"{_CLOCK}{_ZONE}?"),
    "date-time": _matches(f"{_DAY}(?:t|{_SPACE}){_CLOCK}{_ZONE}"),
    "uri": _matches(f"[a-z][a-z0-9+-.]*:(?:/?/)?{_NO_SPACE}*"),
    "uri-reference": _matches(
        rf"(?:(?:[a-z][a-z0-9+-.]*:)?/?/)?(?:(?![\\#]){_NO_SPACE}(?:(?!#){_NO_SPACE})*)?"
        rf"(?:#(?:(?!\\){_NO_SPACE})*)?"
    ),
    "uri-template": _matches(
        r"(?:(?:[^\x00-\x20\"'<>%\\^`{|}]|%[0-9a-f]{2})"
        rf"|\{{[+#./;?&=,!@|]?{_VARIABLE}(?:,{_VARIABLE})*\}})*"
    ),
    "url": _matches(_URL),
    "email": _matches(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*"),
    "hostname": _matches(rf"{_LABEL}(?:\.{_LABEL})*"),
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "regex": _regex,
    "uuid": _matches(r"(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    "json-pointer": _matches(r"(?:/(?:[^~/]|~[01])*)*", ignore_case=False),
    "json-pointer-uri-fragment": _matches(
        r"#(?:/(?:[a-z0-9_\-.!$&'()*+,;:=@]|%[0-9a-f]{2}|~0|~1)*)*"
    ),
    "relative-json-pointer": _matches(
        r"(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~[01])*)*)", ignore_case=False
    ),
}
