"""The access token for the Data Planning API: fetched once, shared by all threads, replaced once if refused.

A token lasts eight hours, cannot be revoked, and its first request takes up to three seconds; mParticle asks to
cache it (developers/custom-roles). It lives in memory only.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.answers import Request, Service, Setback
from dataplan_sync.errors import (
    AuthenticationError,
    ForbiddenError,
    NotFoundError,
    UnexpectedAnswerError,
)

if TYPE_CHECKING:
    from dataplan_sync.answers import JSON
    from dataplan_sync.errors import ApiError
    from dataplan_sync.transport import Transport

AUDIENCE: Final = "https://api.mparticle.com"
"""What the token is for; the same whatever the API's address is."""

LEEWAY: Final = 60.0
"""Seconds before its end at which a token is replaced, so that none runs out on the way."""

LONGEST: Final = 10 * 365 * 24 * 3600
"""Seconds: no token lives longer, whatever a server says."""

_ADVICE: Final = (
    "Check MPARTICLE_CLIENT_ID and MPARTICLE_CLIENT_SECRET: they must be those of an API credential"
    " with access to Data Planning."
)


@dataclass(frozen=True, slots=True)
class _Token:
    authorization: str
    ends: float


class TokenSource:
    """Gives the `Authorization` of every request to the Data Planning API.

    Args:
        transport: sends the request for a token, knows the clock, and learns the secrets to redact.
        client_id: of the API credential.
        client_secret: of the API credential.
        token_url: where tokens are given out.
        scope: what the token is fetched for, for error messages: `workspace 7505`.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        client_id: str,
        client_secret: str,
        token_url: str,
        scope: str,
    ) -> None:
        if client_secret != client_id:
            # One word for both, as the emulator has it, is a name, and hiding it would hide authors.
            transport.redactor.add(client_secret)
        self._transport = transport
        self._request = Request(
            Service(
                url=token_url,
                url_setting="MPARTICLE_TOKEN_URL",
                scope=scope,
                unauthorized_advice=_ADVICE,
                forbidden_advice=_ADVICE,
            ),
            "POST",
            "",
            {
                "client_id": client_id,
                "client_secret": client_secret,
                "audience": AUDIENCE,
                "grant_type": "client_credentials",
            },
        )
        self._lock = threading.Lock()
        self._token: _Token | None = None
        self._renewed = False

    def authorization(self) -> str:
        """Give the header's value; fetches a token at first, and when the last one is about to end.

        Raises:
            AuthenticationError: the credentials were not accepted.
            ApiError: no token could be had for another reason.
        """
        with self._lock:
            if self._token is None or self._transport.monotonic() >= self._token.ends:
                self._token = self._fetch()
            return self._token.authorization

    def renew(self, rejected: str) -> bool:
        """Replace a token that the API refused: once a run, however many threads were refused.

        Args:
            rejected: the header's value that was refused.

        Returns:
            Whether there is another token to try.
        """
        with self._lock:
            if self._token and self._token.authorization != rejected:
                return True
            if self._renewed:
                return False
            self._renewed = True
            self._token = self._fetch()
            return True

    def _fetch(self) -> _Token:
        started = self._transport.monotonic()
        try:
            answer = self._transport.send(self._request)
        except ForbiddenError as exc:
            # Auth0 answers 403 for credentials that it does not know.
            raise AuthenticationError(str(exc)) from exc
        except NotFoundError as exc:
            raise self._not_a_token_server(404) from exc
        token, lifetime = _read(answer.value)
        if not token:
            raise self._not_a_token_server(answer.status)
        self._transport.redactor.add(token)
        return _Token(f"Bearer {token}", started + lifetime - min(LEEWAY, lifetime / 10))

    def _not_a_token_server(self, status: int) -> ApiError:
        what = f"was answered with {status} and no usable access_token"
        advice = "Another server may have answered: check MPARTICLE_TOKEN_URL."
        setback = Setback(UnexpectedAnswerError, what, advice)
        return setback.error(self._request, self._transport.redactor)


def _read(value: JSON) -> tuple[str, float]:
    """Give the token, empty if unusable, and its life in seconds, endless if not said."""
    if not isinstance(value, dict):
        return "", 0.0
    token, lifetime = value.get("access_token"), value.get("expires_in")
    # Anything but visible ASCII could not be sent in a header.
    usable = isinstance(token, str) and re.fullmatch(r"[!-~]+", token)
    return (token if isinstance(token, str) and usable else "", _seconds(lifetime))


def _seconds(lifetime: JSON) -> float:
    """Give a token's life; one that is not a usable number never ends, a refusal then replaces the token."""
    if isinstance(lifetime, bool) or not isinstance(lifetime, int | float) or lifetime <= 0:
        return float("inf")
    return float(min(lifetime, LONGEST))
