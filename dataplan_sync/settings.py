"""Options and environment, read once into frozen values: the only reader of `os.environ`.

An option wins over the environment, and the environment over a default. Everything that is missing or wrong is
reported in one go. Knows no data plans and no command line.
"""

from __future__ import annotations

import ipaddress
import os
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from dataplan_sync.credentials import USUAL, Credentials, Found
from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORKSPACE_ID: Final = "MPARTICLE_WORKSPACE_ID"
API_URL: Final = "MPARTICLE_API_URL"
TOKEN_URL: Final = "MPARTICLE_TOKEN_URL"  # noqa: S105 - the variable's name

DEFAULT_API_URL: Final = "https://api.mparticle.com"
"""One host for all regions: mParticle routes by the token."""
DEFAULT_TOKEN_URL: Final = "https://sso.auth.mparticle.com/oauth/token"  # noqa: S105 - an address
DEFAULT_PLANS: Final = Path("plans")
DEFAULT_TIMEOUT: Final = 60.0
DEFAULT_CONCURRENCY: Final = 8
"""Threads. At 50 requests a second and 80 ms an answer four are busy; eight cover slower answers."""
MAX_CONCURRENCY: Final = 16
MAX_ID_DIGITS: Final = 19
"""A workspace id fits 64 bits."""
DEFAULT_READ_BACK_TIMEOUT: Final = 10.0
DEFAULT_MAX_WAIT: Final = 600.0
"""For all waits of a run before a request is sent again: a limit that is counted by the minute lifts many times."""
MAX_SECONDS: Final = 86_400.0
"""Longer waits than a day are mistakes, and beyond what operating systems can time."""

_WORKSPACE: Final = "the number of the workspace, or the option --workspace-id"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says, and of a workspace what the configuration says; None where nothing is said."""

    workspace_id: int | None = None
    plans: Path | None = None
    timeout: float | None = None
    concurrency: int | None = None
    read_back_timeout: float | None = None
    workspace_name: str = ""
    """What the configuration calls the workspace; empty where it does not know it."""
    credentials: Credentials = USUAL


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a command which talks to mParticle needs to know; times in seconds."""

    workspace_id: int
    client_id: str
    client_secret: str = field(repr=False)
    api_url: str = DEFAULT_API_URL
    token_url: str = DEFAULT_TOKEN_URL
    plans: Path = DEFAULT_PLANS
    timeout: float = DEFAULT_TIMEOUT
    """How long to wait for an answer."""
    concurrency: int = DEFAULT_CONCURRENCY
    """How many data plans are worked on side by side."""
    read_back_timeout: float = DEFAULT_READ_BACK_TIMEOUT
    """How long a write may take to be seen by a read."""
    warnings: tuple[str, ...] = ()
    """What is allowed but should be known."""
    workspace_name: str = ""
    """What the configuration calls the workspace; empty where it does not know it."""

    @property
    def title(self) -> str:
        """What messages call the workspace: `dev (7505)`, or its id alone."""
        name, number = self.workspace_name, self.workspace_id
        return f"{name} ({number})" if name else str(number)

    @property
    def repeated(self) -> tuple[str, ...]:
        """The options with which another command speaks of the same workspace and the same files."""
        plans = () if self.plans == DEFAULT_PLANS else (f"--plans {shlex.quote(str(self.plans))}",)
        name = self.workspace_name
        own = f"--workspace {name}" if name else f"--workspace-id {self.workspace_id}"
        return (own, *plans)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], options: Options = Options()) -> Settings:
        """Put settings together.

        Args:
            environ: the environment variables; those that are empty count as not set. The file that
                `MPARTICLE_CLIENT_SECRET_FILE` names is read.
            options: what the command line says.

        Raises:
            UsageError: all that is missing, contradicting or unreadable, in one message.
        """
        reader = _Reader(environ)
        api_url = reader.url(API_URL, DEFAULT_API_URL)
        token_url = reader.url(TOKEN_URL, DEFAULT_TOKEN_URL)
        settings = cls(
            workspace_id=reader.workspace_id(options.workspace_id),
            client_id=options.credentials.client_id.read(environ, reader.found).strip(),
            client_secret=options.credentials.client_secret.read(environ, reader.found),
            api_url=api_url,
            token_url=token_url,
            plans=options.plans or DEFAULT_PLANS,
            timeout=reader.seconds("--timeout", options.timeout, DEFAULT_TIMEOUT),
            concurrency=reader.concurrency(options.concurrency),
            read_back_timeout=reader.seconds(
                "--read-back-timeout", options.read_back_timeout, DEFAULT_READ_BACK_TIMEOUT
            ),
            warnings=tuple(_clear_text({API_URL: api_url, TOKEN_URL: token_url})),
            workspace_name=options.workspace_name,
        )
        reader.refuse()
        return settings


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """What the environment says about the place where output appears."""

    no_color: bool = False
    """`NO_COLOR` is set and not empty (https://no-color.org), or the terminal is dumb."""
    ci: bool = False
    """A CI system runs this: nobody is there to answer a question."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> TerminalSettings:
        """Read `NO_COLOR`, `TERM` and `CI`."""
        dumb = environ.get("TERM") == "dumb"
        ci = environ.get("CI", "").strip().lower()
        return cls(
            no_color=bool(environ.get("NO_COLOR")) or dumb, ci=ci not in {"", "0", "false", "no"}
        )


def read_environment() -> Mapping[str, str]:
    """Give a copy of this process's environment variables."""
    return dict(os.environ)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one value after the other and keeps what is wrong for a single message."""

    environ: Mapping[str, str]
    found: Found = field(default_factory=Found)

    def optional(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def workspace_id(self, option: int | None) -> int:
        if option is None:
            text = self.optional(WORKSPACE_ID)
            if not text:
                self.found.missing[WORKSPACE_ID] = _WORKSPACE
                return 0
            option = int(text) if text.isdecimal() and len(text) < MAX_ID_DIGITS else 0
        if option < 1:
            self.fault(f"{WORKSPACE_ID} must be a whole number above 0, such as 7505.")
        return option

    def fault(self, message: str) -> None:
        self.found.faults.append(message)

    def url(self, name: str, default: str) -> str:
        url = self.optional(name) or default
        fault = _url_fault(url)
        if fault:
            # The value is not quoted: what makes an address wrong may be the password in it.
            self.fault(f"{name} {fault}. It should look like {default}")
        return url.rstrip("/")

    def seconds(self, option: str, value: float | None, default: float) -> float:
        if value is not None and not 0 < value <= MAX_SECONDS:
            self.fault(f"{option} must be a number of seconds above 0, up to a day.")
        return default if value is None else value

    def concurrency(self, value: int | None) -> int:
        if value is not None and not 1 <= value <= MAX_CONCURRENCY:
            self.fault(f"--concurrency must be from 1 to {MAX_CONCURRENCY}.")
        return DEFAULT_CONCURRENCY if value is None else value

    def refuse(self) -> None:
        """Raise for all that is wrong, if anything is."""
        lines = [f"  {name}: {what}" for name, what in self.found.missing.items()]
        if lines:
            lines.insert(0, "Not set in the environment:")
        lines.extend(self.found.faults)
        if lines:
            raise UsageError("\n".join(lines))


def _url_fault(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
        if host:
            host.encode("idna")
    except ValueError:
        return "is not a valid address"
    if parts.scheme not in {"http", "https"} or not host:
        return "must start with https:// and a host name"
    if parts.username is not None or parts.password is not None:
        return "must not hold a user name or password"
    if parts.query or parts.fragment:
        return "must not hold a query or a fragment"
    return ""


def _clear_text(urls: Mapping[str, str]) -> Iterator[str]:
    for name, url in urls.items():
        if not _url_fault(url) and url.startswith("http://") and not _is_loopback(url):
            yield f"{name} is not encrypted: credentials and data plans can be read on the way."


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
