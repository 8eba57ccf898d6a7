"""Who edited an object in live, and when, in words.

The API gives an e-mail address for somebody in its UI and `client_id:<id>` for API credentials; times are UTC
without a zone. No clock is read here: what is relative is relative to a time that the caller gives.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from datetime import timedelta

    from dataplan_sync.model import Authorship

_CREDENTIALS: Final = "client_id:"
_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def edited(authorship: Authorship, *, now: datetime | None) -> str:
    """Say who wrote an object last: `edited in the UI by someone@example.com, 2026-11-22 10:15 UTC`.

    Args:
        authorship: the stamps of the live object.
        now: an aware time to which "2 days ago" refers; None for absolute times only.
    """
    author, stamp = authorship.latest_by, authorship.latest_on
    words = f"edited{_by(author)}" if author else "edited"
    return f"{words}, {_when(stamp, now)}" if stamp else words


def _by(author: str) -> str:
    if author.startswith(_CREDENTIALS):
        return f" by API credentials {visible(author.removeprefix(_CREDENTIALS))}"
    return f" in the UI by {visible(author)}" if "@" in author else f" by {visible(author)}"


def _when(stamp: str, now: datetime | None) -> str:
    moment = _parsed(stamp)
    if moment is None:
        return visible(stamp)
    absolute = f"{moment:%Y-%m-%d %H:%M} UTC"
    return absolute if now is None else f"{_ago(now - moment)} ({absolute})"


def _parsed(stamp: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _ago(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    for unit, size in _UNITS:
        count = seconds // size
        if count > 0:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
