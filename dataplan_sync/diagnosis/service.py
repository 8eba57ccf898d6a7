"""What the headers of an API's answer tell: how far the clocks are apart, how much of the rate is left, what a token may."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from dataplan_sync.diagnosis.diagnosis import advice, faulty, sound, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dataplan_sync.diagnosis.diagnosis import Diagnosis

CLOCK: Final = "clock"
RATE: Final = "rate limit"
COMMENTS: Final = "comment rights"

TOLERATED: Final = 120
"""Seconds that clocks may be apart: tokens are renewed a minute before they end, and an answer takes its time."""
SCARCE: Final = 80
"""Percent of the rate from which a run would have to wait noticeably."""

_SCOPES: Final = frozenset(("repo", "public_repo"))
"""The scopes of a classic personal access token, each of which lets it comment."""
_RIGHTS: Final = (
    "Give it pull-requests: write and issues: write (fine-grained), or the scope repo (classic)."
)


def clock(date: str | None, now: datetime) -> Diagnosis:
    """Compare this machine's clock with that of the API.

    Args:
        date: the `Date` header of an answer; None if it had none.
        now: this machine's time when the answer came, aware.
    """
    try:
        theirs = parsedate_to_datetime(date or "")
    except ValueError:
        return unknown(CLOCK, "the API's answer does not say what time it is")
    aware = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    seconds = round((now - aware).total_seconds())
    if abs(seconds) <= TOLERATED:
        return sound(CLOCK, f"within {TOLERATED} seconds of the API's")
    direction = "ahead of" if seconds > 0 else "behind"
    told = f"this machine is {abs(seconds)} seconds {direction} the API"
    return faulty(CLOCK, told, "Set the clock by NTP: tokens and expiry dates depend on it.")


def rate(percentage: str | None) -> Diagnosis:
    """Tell how much of the workspace's rate is used.

    Args:
        percentage: what the API says is used, in percent; None if it does not say.
    """
    try:
        used = float(percentage or "")
    except ValueError:
        return sound(RATE, "the API does not say, as it does not while there is plenty")
    if used < SCARCE:
        return sound(RATE, f"{used:g} % used in this minute")
    told = f"{used:g} % used in this minute"
    return advice(RATE, told, "Somebody else asks a lot: runs wait until there is room again.")


def comment_rights(headers: Mapping[str, str], permissions: Mapping[str, object]) -> Diagnosis:
    """Tell whether a token of GitHub may comment.

    Args:
        headers: those of the answer about the repository, names in lower case. Only for a classic token do they list
            scopes.
        permissions: what the answer says that the token's owner may do in the repository.
    """
    scopes = headers.get("x-oauth-scopes")
    if scopes is not None:
        held = {scope.strip() for scope in scopes.split(",")}
        if held & _SCOPES:
            return sound(COMMENTS, "GITHUB_TOKEN may comment")
        return faulty(COMMENTS, "GITHUB_TOKEN lacks the scope to comment", _RIGHTS)
    if permissions and permissions.get("push") is not True:
        return faulty(COMMENTS, "GITHUB_TOKEN may only read the repository", _RIGHTS)
    told = "GITHUB_TOKEN reads the repository; GitHub does not say whether it may comment"
    return unknown(COMMENTS, told, "In a workflow, the permissions of the job decide.")
