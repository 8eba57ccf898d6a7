"""What a run has to do with an API beside its command: how patient and how talkative to be, what must not be told.

One for a run, shared by all that sends and all that prints: the options fill it in, the transports report to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from dataplan_sync.cli.audit_log import AuditLog
from dataplan_sync.credentials import CLIENT_ID, CLIENT_SECRET
from dataplan_sync.redaction import Redactor
from dataplan_sync.settings import DEFAULT_MAX_WAIT
from dataplan_sync.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from dataplan_sync.report import CommandReport
    from dataplan_sync.traffic import Exchange
    from dataplan_sync.transport import Transport, TransportOptions

SECRETS: Final = (
    CLIENT_SECRET,
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
)
"""Environment variables whose values are secrets, whether or not this run uses them."""

PROXIES: Final = (
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "ALL_PROXY",
    "https_proxy",
    "http_proxy",
    "all_proxy",
)
"""Environment variables with addresses that may hold a password."""


@dataclass(slots=True)
class Connection:
    """What a run says and keeps of its requests."""

    redactor: Redactor
    """Knows the secrets of the environment, and each token from the moment at which the run has it."""
    debug: bool = False
    """Whether each request is told of."""
    max_wait: float = DEFAULT_MAX_WAIT
    """Seconds that the run may wait, in all, before requests are sent again."""
    log_file: Path | None = None
    log: AuditLog | None = None
    _transports: list[Transport] = field(default_factory=list)

    @property
    def traffic(self) -> Traffic | None:
        """All that was sent; None if nothing was to be sent."""
        if not self._transports:
            return None
        return sum((transport.traffic for transport in self._transports), Traffic())

    def begin(self, say: Callable[[str], None]) -> None:
        """Open the audit log, if one is wanted and not open yet.

        Args:
            say: writes a line for people.

        Raises:
            UsageError: it cannot be written.
        """
        if self.log_file and not self.log:
            self.log = AuditLog(self.log_file, hide=self.redactor.hide, complain=say)

    def options(self, *, timeout: float, say: Callable[[str], None]) -> TransportOptions:
        """Give the options of a transport that reports here.

        Args:
            timeout: how long to wait for an answer, in seconds.
            say: writes a line for people.
        """
        from dataplan_sync.retry import RetryPolicy
        from dataplan_sync.transport import TransportOptions

        return TransportOptions(
            read_timeout=timeout,
            retry=RetryPolicy(budget=self.max_wait),
            on_wait=say,
            on_exchange=partial(self._heed, say),
            redactor=self.redactor,
        )

    def watch(self, transport: Transport) -> None:
        """Count what passes over a transport as this run's."""
        self._transports.append(transport)

    def conclude(self, report: CommandReport) -> None:
        """Note in the audit log what a run came to, each change with its outcome, then the end; and close it."""
        if not self.log:
            return
        for found in report.workspaces:
            for outcome in found.apply_report.outcomes if found.apply_report else ():
                change = outcome.change
                self.log.write(
                    "change",
                    {
                        "workspace": found.workspace_id,
                        "object": str(change.key),
                        "kind": change.kind.value,
                        "before": change.live_digest,
                        "after": change.desired_digest,
                        "fingerprint": change.fingerprint,
                        "outcome": outcome.outcome.value,
                        "stored": outcome.stored,
                    },
                )
        traffic = self.traffic or Traffic()
        self.log.write(
            "end",
            {
                "command": report.command,
                "exit_code": report.exit_code,
                "requests": traffic.requests,
                "retries": traffic.retries,
                "waits": traffic.waits,
                "seconds_waited": round(traffic.waited, 3),
                "rate_limited": traffic.throttled,
            },
        )
        self.log.close()
        self.log = None

    def _heed(self, say: Callable[[str], None], exchange: Exchange) -> None:
        milliseconds = round(exchange.seconds * 1000)
        if self.debug:
            came = exchange.failure or f"was answered with {exchange.status}"
            named = f", request id {exchange.request_id}" if exchange.request_id else ""
            say(
                self.redactor.redact(
                    f"debug: {exchange.method} {exchange.url} {came} after {milliseconds} ms"
                    f" (try {exchange.attempt}{named})"
                )
            )
        if self.log:
            self.log.write(
                "request",
                {
                    "scope": exchange.scope,
                    "method": exchange.method,
                    "url": exchange.url,
                    "status": exchange.status,
                    "milliseconds": milliseconds,
                    "attempt": exchange.attempt,
                    "request_id": exchange.request_id,
                    "failure": exchange.failure,
                },
            )


def connection_of(environ: Mapping[str, str]) -> Connection:
    """Give the connection of a run that sees these environment variables."""
    return Connection(Redactor(_secrets(environ)))


def _secrets(environ: Mapping[str, str]) -> Iterator[str]:
    for name in SECRETS:
        secret = environ.get(name, "").strip("\r\n")
        # Where both are the same word, as in the emulator, it is no secret but a name.
        if secret != environ.get(CLIENT_ID, "").strip():
            yield secret
    for name in PROXIES:
        password = _password(environ.get(name, ""))
        yield password
        yield unquote(password)


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""
