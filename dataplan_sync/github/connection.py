"""How every part of the client asks GitHub: addresses, headers, pages, and answers that are not as documented.

Works on github.com and on GitHub Enterprise Server, whose base address ends in `/api/v3`. The token is sent to
that host alone: of a `Link` to a next page only the query is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from dataplan_sync.answers import Request, Service, Wanted, unreadable
from dataplan_sync.errors import NotFoundError
from dataplan_sync.github.fields import Fields, UnexpectedFieldError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataplan_sync.answers import JSON, Answer
    from dataplan_sync.redaction import Redactor
    from dataplan_sync.transport import Transport

Decoded = TypeVar("Decoded")

HEADERS: Final = {
    # The second form is what GitHub's OpenAPI description names, and what validating proxies insist on.
    "Accept": "application/vnd.github+json, application/json;q=0.9",
    "X-GitHub-Api-Version": "2022-11-28",
}

PAGE: Final = 100
"""Entries of a page: the most that GitHub gives."""

MOST_PAGES: Final = 1000
"""Where a list is given up: a `Link` that leads in circles must end."""

_NEXT: Final = re.compile(r"<([^<>]*)>\s*(?:;[^,<>]*)?;\s*rel=\"?next\"?")

_UNAUTHORIZED: Final = "Check that GITHUB_TOKEN is passed on and has not expired."
_FORBIDDEN: Final = (
    "Give the job what this needs under `permissions:` in the workflow. A pull request from a fork gets a token that"
    " only reads: there, let a workflow_run workflow write."
)


class _Token:
    """The token of a run, which cannot be renewed."""

    def __init__(self, token: str) -> None:
        self._token = token

    def authorization(self) -> str:
        return f"Bearer {self._token}"

    def renew(self, rejected: str) -> bool:
        del rejected
        return False


class Connection:
    """One repository of one GitHub, as one token sees it."""

    def __init__(
        self,
        transport: Transport,
        token: str,
        repository: str,
        *,
        api_url: str,
        redactor: Redactor | None = None,
    ) -> None:
        transport.redactor.add(token)
        if redactor:
            redactor.add(token)
        self._transport = transport
        self._hide = (redactor or transport.redactor).hide
        self.repository: Final = repository
        self._service: Final = Service(
            url=api_url,
            url_setting="GITHUB_API_URL",
            scope=repository,
            unauthorized_advice=_UNAUTHORIZED,
            forbidden_advice=_FORBIDDEN,
            credentials=_Token(token),
            headers=HEADERS,
        )

    def get(self, path: str, decode: Callable[[JSON], Decoded]) -> Decoded:
        """Read one thing of the repository.

        Args:
            path: below the repository: `/issues/1`.
            decode: makes a value of the answer; raises `UnexpectedFieldError` if it cannot.

        Raises:
            NotFoundError: it does not exist, or the token may not see it.
            ApiError: it could not be read.
        """
        request = self._read(path)
        return self._decoded(request, self._transport.send(request), decode)

    def find(self, path: str, decode: Callable[[JSON], Decoded]) -> Decoded | None:
        """Read one thing of the repository; None if it does not exist.

        Raises:
            ApiError: it could not be read.
        """
        try:
            return self.get(path, decode)
        except NotFoundError:
            return None

    def pages(self, path: str) -> Iterator[JSON]:
        """Read page after page of a list, as they come.

        Args:
            path: below the repository, with the query that the list needs.

        Raises:
            UnexpectedAnswerError: the list does not end.
            ApiError: a page could not be read.
        """
        bare, _, query = path.partition("?")
        following = f"{query}&per_page={PAGE}" if query else f"per_page={PAGE}"
        for _page in range(MOST_PAGES):
            request = self._read(f"{bare}?{following}")
            answer = self._transport.send(request)
            yield answer.value
            following = _next_query(answer.headers.get("link", ""))
            if not following:
                return
        what = f"was answered with more than {MOST_PAGES} pages"
        raise unreadable(self._read(bare), what).error(self._read(bare), self._transport.redactor)

    def entries(
        self, path: str, decode: Callable[[JSON], Decoded], *, within: str = ""
    ) -> tuple[Decoded, ...]:
        """Read all pages of a list.

        Args:
            path: below the repository, with the query that the list needs.
            decode: makes a value of one entry.
            within: the key of the list, where an answer is an object around it.

        Raises:
            ApiError: a page could not be read.
        """
        found: list[Decoded] = []
        for page in self.pages(path):
            found.extend(self.decode(path, page, lambda value: _entries(value, decode, within)))
        return tuple(found)

    def decode(self, path: str, value: JSON, decode: Callable[[JSON], Decoded]) -> Decoded:
        """Decode a page.

        Raises:
            UnexpectedAnswerError: it is not as documented.
        """
        request = self._read(path)
        try:
            return decode(value)
        except UnexpectedFieldError as exc:
            raise self._undocumented(request, exc) from exc

    def send(
        self, method: str, path: str, body: JSON, decode: Callable[[JSON], Decoded]
    ) -> Decoded:
        """Write something in the repository; a secret that is in it is not written.

        Raises:
            AnswerLostError: it may or may not have been stored.
            RejectedError: GitHub refused it.
            ApiError: it was not stored.
        """
        clean = _hidden(body, self._hide)
        request = Request(self._service, method, self._path(path), clean, stores=True)
        return self._decoded(request, self._transport.send(request), decode)

    def delete(self, path: str) -> None:
        """Delete something; what is gone already counts as deleted.

        Raises:
            AnswerLostError: it may or may not have been deleted.
            ApiError: it was not deleted.
        """
        try:
            request = Request(self._service, "DELETE", self._path(path), stores=True)
            self._transport.send(request)
        except NotFoundError:
            return

    def login(self) -> str:
        """Ask who the token belongs to.

        Raises:
            ForbiddenError: it belongs to no user, as that of a workflow run.
            ApiError: it could not be asked.
        """
        request = Request(self._service, "GET", "/user")
        return self._decoded(
            request, self._transport.send(request), lambda value: Fields.of(value).text("login")
        )

    def look(self) -> Answer:
        """Read what there is to know of the repository itself, with the headers, which tell of the token.

        Raises:
            NotFoundError: it does not exist, or the token may not see it.
            ApiError: it could not be read.
        """
        return self._transport.send(self._read(""))

    def download(self, path: str) -> bytes:
        """Fetch a file that GitHub keeps on another host, which gets no token.

        Raises:
            ApiError: it could not be fetched.
        """
        answer = self._transport.send(
            Request(self._service, "GET", self._path(path), wanted=Wanted.ADDRESS)
        )
        address = answer.headers.get("location", "")
        # The address is good for a minute for everybody who knows it.
        self._transport.redactor.add(urlsplit(address).query)
        elsewhere = Service(
            url=address,
            url_setting="GITHUB_API_URL",
            scope=self.repository,
            unauthorized_advice="Try again: the address of a download expires.",
            forbidden_advice="Try again: the address of a download expires.",
        )
        return self._transport.send(Request(elsewhere, "GET", "", wanted=Wanted.BYTES)).content

    def _read(self, path: str) -> Request:
        return Request(self._service, "GET", self._path(path))

    def _path(self, path: str) -> str:
        return f"/repos/{self.repository}{path}"

    def _decoded(
        self, request: Request, answer: Answer, decode: Callable[[JSON], Decoded]
    ) -> Decoded:
        try:
            return decode(answer.value)
        except UnexpectedFieldError as exc:
            raise self._undocumented(request, exc) from exc

    def _undocumented(self, request: Request, fault: UnexpectedFieldError) -> Exception:
        redactor = self._transport.redactor
        what = f"was answered not as documented: {redactor.quote(str(fault))}"
        return unreadable(request, what).error(request, redactor)


def _hidden(value: JSON, hide: Callable[[str], str]) -> JSON:
    match value:
        case str():
            return hide(value)
        case list():
            return [_hidden(item, hide) for item in value]
        case dict():
            return {key: _hidden(item, hide) for key, item in value.items()}
        case _:
            return value


def nothing(value: JSON) -> None:
    """Decode an answer that does not matter."""
    del value


def _entries(value: JSON, decode: Callable[[JSON], Decoded], within: str) -> list[Decoded]:
    entries = Fields.of(value).value.get(within) if within else value
    if not isinstance(entries, list):
        message = f"{within or 'the whole'} is no list"
        raise UnexpectedFieldError(message)
    return [decode(entry) for entry in entries]


def _next_query(link: str) -> str:
    found = _NEXT.search(link)
    return urlsplit(found[1]).query if found else ""
