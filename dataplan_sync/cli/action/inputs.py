"""The inputs of the action, which `action.yml` hands over in variables: all of them checked, all faults told at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from dataplan_sync.cli.diff import FailOn
from dataplan_sync.errors import UsageError
from dataplan_sync.render.clip import clip
from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "DATAPLAN_SYNC_"
NONE: Final = "none"
"""What `fail-on` says to fail on nothing."""
REPORT: Final = "dataplan-sync/report.json"
"""Below the runner's temporary directory."""
_SHOWN: Final = 60
"""Characters of a wrong input that a message quotes."""
_FINGERPRINT: Final = re.compile(r"[0-9a-fA-F]{8,64}")


class Task(StrEnum):
    """What to do; `auto` follows the event."""

    AUTO = "auto"
    VALIDATE = "validate"
    DIFF = "diff"
    APPLY = "apply"
    VERIFY = "verify"
    DRIFT = "drift"
    FOREIGN = "foreign"
    """Post the report of a fork's pull request: what `auto` does on `workflow_run`."""


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
    workspaces: tuple[str, ...] = ()
    """Names or ids of workspaces of the configuration, or `all`."""
    plans: Path | None = None
    config: Path | None = None
    comment: CommentMode = CommentMode.ON
    fail_on: tuple[FailOn, ...] = (FailOn.BREAKING,)
    on_drift: OnDrift = OnDrift.FAIL
    fingerprint: str | None = None
    artifact: str = "dataplan-sync-report"
    report: Path = Path(REPORT)
    token: str = ""
    allow_other_hosts: bool = False
    """Whether the credential may go to a host that is neither mParticle's nor this machine."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Inputs:
        """Read the inputs; one that is empty counts as not given.

        Raises:
            UsageError: all that is wrong, in one message.
        """
        reader = _Reader(environ, [])
        inputs = cls(
            task=reader.task(),
            workspace_id=reader.workspace_id(),
            workspaces=reader.words("WORKSPACE"),
            plans=reader.path("PLANS"),
            config=reader.path("CONFIG"),
            comment=reader.word("COMMENT", CommentMode, CommentMode.ON),
            fail_on=reader.fail_on(),
            on_drift=reader.word("ON_DRIFT", OnDrift, OnDrift.FAIL),
            fingerprint=reader.fingerprint(),
            artifact=reader.text("ARTIFACT") or "dataplan-sync-report",
            report=report_file(environ),
            token=environ.get("GITHUB_TOKEN", "").strip(),
            allow_other_hosts=reader.flag("ALLOW_OTHER_HOSTS"),
        )
        if reader.faults:
            raise UsageError("\n".join(reader.faults))
        return inputs


def report_file(environ: Mapping[str, str]) -> Path:
    """Say where the report goes, whatever the other inputs are like."""
    named = environ.get(f"{PREFIX}REPORT", "").strip()
    return Path(named) if named else Path(environ.get("RUNNER_TEMP") or ".") / REPORT


@dataclass(frozen=True, slots=True)
class _Reader:
    environ: Mapping[str, str]
    faults: list[str]

    def text(self, name: str) -> str:
        return self.environ.get(f"{PREFIX}{name}", "").strip()

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(self.text(name).replace(",", " ").split())

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
            offered = (word for word in (*words, *beside) if word is not Task.FOREIGN)
            self._fault(name, f"one of {', '.join(offered)}", text)
        return default

    def task(self) -> Task:
        task = self.word("COMMAND", Task, Task.AUTO)
        if task is Task.FOREIGN:
            self._fault("COMMAND", "auto on workflow_run, which is what this is for", task)
        return task

    def flag(self, name: str) -> bool:
        text = self.text(name).lower()
        if text not in {"", "true", "false"}:
            self._fault(name, "true or false", text)
        return text == "true"

    def fingerprint(self) -> str | None:
        text = self.text("FINGERPRINT")
        if text and not _FINGERPRINT.fullmatch(text):
            self._fault("FINGERPRINT", "8 to 64 of the hex digits that the diff printed", text)
        return text or None

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
        self._fault("WORKSPACE_ID", "a whole number above 0, such as 7505", text)
        return None

    def _fault(self, name: str, wanted: str, text: str) -> None:
        shown = clip(visible(text), _SHOWN)
        self.faults.append(f'The input {_input(name)} must be {wanted}, not "{shown}".')


def _input(name: str) -> str:
    return name.lower().replace("_", "-")
