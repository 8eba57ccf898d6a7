"""The token endpoint: client credentials in, a bearer token out, errors as Auth0 words them."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from dataplan_sync.emulator import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.emulator.options import EmulatorOptions
    from dataplan_sync.emulator.wire import JSONObject

AUDIENCE = "https://api.mparticle.com"


class Tokens:
    """Issues access tokens and knows whose they are.

    Args:
        clock: gives seconds; tokens expire by it.
    """

    def __init__(self, options: EmulatorOptions, clock: Callable[[], float]) -> None:
        self._options = options
        self._clock = clock
        self._expiry: dict[str, float] = {}

    def author(self, authorization: str | None) -> str | None:
        """Give the author that the `Authorization` header stands for; None when it stands for nobody."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or self._clock() >= self._expiry.get(token.strip(), 0):
            return None
        return f"client_id:{self._options.client_id}"

    def answer(self, content_type: str, content: bytes) -> tuple[int, JSONObject]:
        """Answer a request for a token.

        Args:
            content_type: of the request; a form is read as such, everything else as JSON.
            content: the request body.

        Returns:
            The status and the body of the answer.
        """
        asked = _fields(content_type, content)
        if asked is None:
            return _error(400, "invalid_request", "The request body cannot be read.")
        grant = asked.get("grant_type")
        if not grant:
            return _error(400, "invalid_request", "Missing required parameter: grant_type")
        if grant != "client_credentials":
            return _error(403, "unsupported_grant_type", f"Unsupported grant type: {grant}")
        if not self._accepts(asked):
            return _error(401, "access_denied", "Unauthorized")
        if asked.get("audience") != AUDIENCE:
            return _error(403, "access_denied", f"Service not found: {asked.get('audience')}")
        return 200, self._issue()

    def _accepts(self, asked: Mapping[str, object]) -> bool:
        pairs = (
            (asked.get("client_id"), self._options.client_id),
            (asked.get("client_secret"), self._options.client_secret),
        )
        return all(hmac.compare_digest(str(a).encode(), b.encode()) for a, b in pairs)

    def _issue(self) -> JSONObject:
        token = secrets.token_urlsafe(32)
        self._expiry[token] = self._clock() + self._options.token_lifetime
        return {
            "access_token": token,
            "expires_in": self._options.token_lifetime,
            "token_type": "Bearer",
        }


def _fields(content_type: str, content: bytes) -> Mapping[str, object] | None:
    try:
        text = content.decode()
        if content_type.partition(";")[0].strip() == "application/x-www-form-urlencoded":
            return dict(parse_qsl(text))
        value = wire.parse(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _error(status: int, code: str, description: str) -> tuple[int, JSONObject]:
    return status, {"error": code, "error_description": description}
