"""The inputs of the action, which `action.yml` hands over in variables: all of them checked, all faults told at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from dataplan_sync.cli.diff import FailOn
from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "DATAPLAN_SYNC_"
NONE: Final = "none"
"""What `fail-on` says to fail on nothing."""
REPORT: Final = "dataplan-sync/report.json"
"""Below the runner's temporary directory."""


class Task(StrEnum):
    """What to do; `auto` follows the event."""

    AUTO = "auto"
    VALIDATE = "validate"
    DIFF = "diff"
    APPLY = "apply"
    VERIFY = "verify"
    DRIFT = "drift"


class CommentMode(StrEnum):
    """Whether a pull request is commented on."""

    ON = "on"
    """A comment that cannot be written is a warning."""
    OFF = "off"
    REQUIRED = "required"
    """A comment that cannot be written fails the run."""


class OnDrift(StrEnum):
    """What drift leads to."""

    FAIL = "fail"
    ISSUE = "issue"


Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the workflow says."""

    task: Task = Task.AUTO
    workspace_id: int | None = None
    plans: Path | None = None
    config: Path | None = None
    comment: CommentMode = CommentMode.ON
    fail_on: tuple[FailOn, ...] = (FailOn.BREAKING,)
    on_drift: OnDrift = OnDrift.FAIL
    fingerprint: str | None = None
    artifact: str = "dataplan-sync-report"
    report: Path = Path(REPORT)
    token: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Inputs:
        """Read the inputs; one that is empty counts as not given.

        Raises:
            UsageError: all that is wrong, in one message.
        """
        reader = _Reader(environ, [])
        inputs = cls(
            task=reader.word("COMMAND", Task, Task.AUTO),
            workspace_id=reader.workspace_id(),
            plans=reader.path("PLANS"),
            config=reader.path("CONFIG"),
            comment=reader.word("COMMENT", CommentMode, CommentMode.ON),
            fail_on=reader.fail_on(),
            on_drift=reader.word("ON_DRIFT", OnDrift, OnDrift.FAIL),
            fingerprint=reader.text("FINGERPRINT") or None,
            artifact=reader.text("ARTIFACT") or "dataplan-sync-report",
            report=reader.path("REPORT") or Path(environ.get("RUNNER_TEMP") or ".") / REPORT,
            token=environ.get("GITHUB_TOKEN", "").strip(),
        )
        if reader.faults:
            raise UsageError("\n".join(reader.faults))
        return inputs


@dataclass(frozen=True, slots=True)
class _Reader:
    environ: Mapping[str, str]
    faults: list[str]

    def text(self, name: str) -> str:
        return self.environ.get(f"{PREFIX}{name}", "").strip()

    def path(self, name: str) -> Path | None:
        text = self.text(name)
        return Path(text) if text else None

    def word(
        self, name: str, words: type[Word], default: Word, beside: tuple[str, ...] = ()
    ) -> Word:
        text = self.text(name)
        if text in set(words):
            return words(text)
        if text:
            known = ", ".join((*words, *beside))
            self.faults.append(f'The input {_input(name)} must be one of {known}, not "{text}".')
        return default

    def fail_on(self) -> tuple[FailOn, ...]:
        if self.text("FAIL_ON") == NONE:
            return ()
        return (self.word("FAIL_ON", FailOn, FailOn.BREAKING, beside=(NONE,)),)

    def workspace_id(self) -> int | None:
        text = self.text("WORKSPACE_ID")
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 19 and int(text) > 0:
            return int(text)
        self.faults.append("The input workspace-id must be a whole number above 0, such as 7505.")
        return None


def _input(name: str) -> str:
    return name.lower().replace("_", "-")
