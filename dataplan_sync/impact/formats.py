"""Strings that follow a `format`, and strings that do not, beyond doubt of any validator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue

_FOLLOW: Final = {
    "date-time": ("2020-02-28T12:30:00Z", "1999-12-31T23:59:59Z"),
    "date": ("2020-02-28", "1999-12-31"),
    "time": ("12:30:00Z", "23:59:59Z"),
    "email": ("someone@example.com", "a@b.de"),
    "hostname": ("example.com", "www.example.org"),
    "ipv4": ("192.0.2.1", "10.0.0.1"),
    "ipv6": ("2001:db8::1", "::1"),
    "uri": ("https://example.com/page", "https://example.org"),
    "uri-reference": ("https://example.com/page", "/page"),
    "iri": ("https://example.com/page", "https://example.org"),
    "iri-reference": ("https://example.com/page", "/page"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000",),
    "json-pointer": ("/page", ""),
    "regex": ("a+", "b"),
}
"""For each format that the server knows, some that follow it (domain names and addresses are of documentation)."""
_NEVER: Final = "<no {such> [("


def following(format_name: JSONValue) -> tuple[str, ...]:
    """Give strings that follow a format; none if it is not known."""
    return _FOLLOW.get(format_name, ()) if isinstance(format_name, str) else ()


def breaking(format_name: JSONValue) -> tuple[str, ...]:
    """Give strings that do not follow a format; none if it is not known."""
    return (_NEVER,) if following(format_name) else ()


def follows(format_name: JSONValue, text: str) -> bool | None:
    """Tell whether a string follows a format, or None where that is not certain."""
    if text in following(format_name):
        return True
    return False if text in breaking(format_name) else None
