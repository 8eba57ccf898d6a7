"""What came back from an API, and what it means: a value, or a setback with the error that it stands for.

Knows HTTP's meaning but no HTTP library, and no data plans. Everything foreign that a message quotes passes the
redactor. The line that matters is between reads and writes: a read may be repeated at will, a write whose answer
is not understood may have been stored.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from dataplan_sync import told
from dataplan_sync.errors import (
    AnswerLostError,
    ApiError,
    AuthenticationError,
    Fault,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    UnexpectedAnswerError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.redaction import Redactor

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
"""A JSON value as the standard library decodes it."""

_LIMITED: Final = re.compile(r"(?i)\brate limit|\babuse detection\b")
"""How GitHub words a 403 that refuses for asking too much (docs: "Rate limits for the REST API")."""

_LOST_ADVICE: Final = (
    "It may or may not have been stored: read what is live before sending it again."
)


class Wanted(Enum):
    """What a success has to hold to be one."""

    JSON = "a JSON value, or no body where that is allowed"
    BYTES = "a body of any kind"
    ADDRESS = "a redirection: its address is not followed but given, for it leads to another host"


class Credentials(Protocol):
    """What a request is authorised with."""

    def authorization(self) -> str:
        """Give the value of the `Authorization` header."""

    def renew(self, rejected: str) -> bool:
        """Replace what an API has just refused with 401; False if there is nothing else to try."""


@dataclass(frozen=True, slots=True)
class Service:
    """An API, in the words that an error message about it needs."""

    url: str
    url_setting: str
    """What to check when the host does not answer as it should: `MPARTICLE_API_URL`."""
    scope: str
    """What is asked about: `workspace 7505`."""
    unauthorized_advice: str
    forbidden_advice: str
    credentials: Credentials | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request to it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to ask of a service."""

    service: Service
    method: str
    path: str
    body: JSON = field(default=None, repr=False)
    stores: bool = False
    """Whether it may change something. What stores nothing is repeated freely, whatever its method."""
    wanted: Wanted = Wanted.JSON

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.service.url.rstrip('/')}{self.path}"

    def content(self) -> bytes | None:
        """Give the body as it is sent, in ASCII: half a surrogate pair, which JSON allows, has no UTF-8.

        Raises:
            UsageError: the body holds a number that JSON does not have.
        """
        if self.body is None:
            return None
        try:
            return json.dumps(self.body, allow_nan=False, separators=(",", ":")).encode("ascii")
        except ValueError as exc:
            message = (
                f"{self.method} {self.url} ({self.service.scope}) cannot be sent: it holds a number that"
                " is infinite or not a number. Write a number that JSON has."
            )
            raise UsageError(message) from exc


@dataclass(frozen=True, slots=True)
class Received:
    """An answer as it came; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def is_html(self) -> bool:
        """Whether this is a page, which no API sends: a proxy or another server answered."""
        start = self.content[:200].lstrip().lower()
        return "html" in self.headers.get("content-type", "") or start.startswith(
            (b"<!doctype", b"<html")
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A success."""

    status: int
    headers: Mapping[str, str]
    value: JSON = field(repr=False)
    """The decoded body; None if there was none, or if it was not asked for as JSON."""
    content: bytes = field(default=b"", repr=False)
    """The body as it came, if it was asked for as bytes."""


@dataclass(frozen=True, slots=True)
class Setback:
    """Why a try did not succeed."""

    kind: type[ApiError]
    what: str
    """Continues `GET https://… (workspace 7505) …`; foreign parts are quoted by the redactor already."""
    advice: str
    repeatable: bool = False
    """Whether another try can do no harm and may help."""
    status: int = 0
    messages: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    cause: Exception | None = None
    throttled: bool = False
    """Whether the API refused because too much was asked."""

    def error(self, request: Request, redactor: Redactor, *, tries: int = 1) -> ApiError:
        """Build the error that ends a request after that many tries."""
        often = f" ({tries} tries)" if tries > 1 else ""
        text = redactor.redact(
            f"{request.method} {request.url} ({request.service.scope}) {self.what}{often}. {self.advice}"
        )
        if issubclass(self.kind, RejectedError):
            return self.kind(text, status=self.status, messages=self.messages, faults=self.faults)
        return self.kind(text)


def judge(request: Request, received: Received, redactor: Redactor) -> Answer | Setback:
    """Decide what an answer means for a request."""
    match request.wanted:
        case Wanted.ADDRESS if 300 <= received.status < 400 and received.headers.get("location"):
            return Answer(received.status, received.headers, None)
        case Wanted.BYTES if 200 <= received.status < 300:
            return Answer(received.status, received.headers, None, received.content)
        case _ if 200 <= received.status < 300:
            return _judge_success(request, received, redactor)
        case _:
            return _judge_refusal(request, received, redactor)


def _judge_refusal(request: Request, received: Received, redactor: Redactor) -> Setback:
    messages = tuple(redactor.quote(text) for text in messages_of(received))
    said = "; ".join(messages)
    what = f"was answered with {received.status}{': ' if said else ''}{redactor.quote(said)}"
    throttled = _is_throttled(received, said)
    kind, advice = _verdict(request, received, throttled=throttled)
    return Setback(
        kind=kind,
        what=what.rstrip("."),
        advice=advice,
        repeatable=throttled or (received.status >= 500 and not request.stores),
        status=received.status,
        messages=messages,
        faults=told.faults(received.content),
        headers=received.headers,
        throttled=throttled,
    )


def messages_of(received: Received) -> tuple[str, ...]:
    """Find what an unsuccessful answer has to say, one entry an error; neither redacted nor clipped."""
    return told.messages(received.content, html=received.is_html)


def _judge_success(request: Request, received: Received, redactor: Redactor) -> Answer | Setback:
    if not received.content.strip() and (request.stores or received.status == 204):
        return Answer(received.status, received.headers, None)
    if not received.is_html:
        try:
            return Answer(received.status, received.headers, json.loads(received.content))
        except (ValueError, RecursionError) as exc:
            return unreadable(request, f"was answered with {received.status} and no JSON", exc)
    page = redactor.quote("; ".join(messages_of(received)))
    what = f"was answered with {received.status} and {page}"
    setback = unreadable(request, what)
    return Setback(setback.kind, what, f"{setback.advice} {_elsewhere(request)}")


def unreadable(request: Request, what: str, cause: Exception | None = None) -> Setback:
    """Give the setback of a success that cannot be read: a write may have been stored, a read is repeated."""
    if request.stores:
        return Setback(AnswerLostError, what, _LOST_ADVICE, cause=cause)
    advice = f"The answer may have been cut short. {_elsewhere(request)}"
    return Setback(UnexpectedAnswerError, what, advice, repeatable=True, cause=cause)


def _is_throttled(received: Received, said: str) -> bool:
    if received.status == 429:
        return True
    headers = received.headers
    return received.status == 403 and (
        "retry-after" in headers
        or headers.get("x-ratelimit-remaining") == "0"
        or bool(_LIMITED.search(said))
    )


def _verdict(
    request: Request, received: Received, *, throttled: bool
) -> tuple[type[ApiError], str]:
    service = request.service
    page = f" {_elsewhere(request)}" if received.is_html else ""
    verdict: tuple[type[ApiError], str]
    match received.status:
        case 401:
            verdict = AuthenticationError, service.unauthorized_advice + page
        case _ if throttled:
            verdict = RejectedError, f"Too many requests: {_when(received)}, then run it again."
        case 403:
            verdict = ForbiddenError, service.forbidden_advice + page
        case status if status >= 500:
            verdict = _trouble(request)
        case status if status < 400 or page:
            verdict = UnexpectedAnswerError, _elsewhere(request)
        case 404:
            verdict = NotFoundError, f"Check that it exists in {service.scope}."
        case _:
            verdict = RejectedError, "Nothing was stored: correct the request."
    return verdict


def _when(received: Received) -> str:
    moment = received.headers.get("x-ratelimit-reset", "")
    if not re.fullmatch(r"[0-9]{1,11}", moment):
        return "wait a minute"
    return f"wait until {datetime.fromtimestamp(int(moment), UTC):%Y-%m-%d %H:%M:%S} UTC"


def _trouble(request: Request) -> tuple[type[ApiError], str]:
    if request.stores:
        return AnswerLostError, _LOST_ADVICE
    return UnexpectedAnswerError, "The API is in trouble: try again later."


def _elsewhere(request: Request) -> str:
    return (
        f"A proxy or another server may have answered: check {request.service.url_setting}"
        " and the proxy settings."
    )
