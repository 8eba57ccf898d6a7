"""Workflows that use the action: whether what it is asked to do there can work.

Looks only at what can be told from the file. A permission that a workflow does not speak of is not judged, because
then the repository's settings decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.diagnosis.diagnosis import advice, faulty, sound, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.diagnosis.diagnosis import Diagnosis
    from dataplan_sync.model import JSONObject, JSONValue

_ACTION: Final = re.compile(r"(?:^|/)dataplan-sync@(?P<ref>.+)$")
_CHECKOUT: Final = re.compile(r"^actions/checkout@")
_NO_COMMIT: Final = re.compile(r"0+")
_ONLY: Final = re.compile(r"github\.event_name\s*(?P<sign>[=!]=)\s*'(?P<event>\w+)'")
_LEVELS: Final = ("none", "read", "write")

_EVENTS: Final[Mapping[str, str]] = {
    "pull_request": "diff",
    "push": "apply",
    "merge_group": "verify",
    "schedule": "drift",
    "workflow_dispatch": "diff",
    "workflow_run": "foreign",
}
"""What the action does on each event, if nothing else is said."""
_NEEDED: Final[Mapping[str, Mapping[str, str]]] = {
    "diff": {"contents": "read"},
    "verify": {"contents": "read"},
    "validate": {"contents": "read"},
    "drift": {"contents": "read"},
    "foreign": {"actions": "read", "contents": "read", "pull-requests": "write"},
    "apply": {"contents": "write", "pull-requests": "write"},
}
"""The permissions that each task needs."""
_FOR: Final[Mapping[str, str]] = {
    "contents": "the plan files and the record of what was applied last",
    "pull-requests": "the comment",
    "issues": "the issue about drift",
    "actions": "the report of the pull request",
}


@dataclass(frozen=True, slots=True)
class _Use:
    """One step that uses the action, with what is around it."""

    where: str
    step: JSONObject
    job: JSONObject
    workflow: JSONObject
    ref: str

    @property
    def inputs(self) -> JSONObject:
        return _object(self.step.get("with"))

    @property
    def events(self) -> tuple[str, ...]:
        """The events on which the job runs, as far as its condition tells."""
        events = _triggers(self.workflow)
        condition = f"{self.job.get('if', '')} {self.step.get('if', '')}"
        for found in _ONLY.finditer(condition):
            keep = found["sign"] == "=="
            events = tuple(event for event in events if (event == found["event"]) is keep)
        return events

    @property
    def tasks(self) -> tuple[tuple[str, str], ...]:
        """What the action does, each with the event that makes it."""
        command = self.inputs.get("command") or "auto"
        if isinstance(command, str) and command in _NEEDED:
            return tuple((event, command) for event in self.events)
        return tuple((event, _EVENTS[event]) for event in self.events if event in _EVENTS)


def diagnose_workflow(file: str, workflow: JSONValue) -> tuple[Diagnosis, ...]:
    """Look at a workflow.

    Args:
        file: its name, for people.
        workflow: its value.

    Returns:
        What was found; nothing for a workflow that does not use the action.
    """
    uses = tuple(_uses(file, _object(workflow)))
    found = tuple(diagnosis for use in uses for diagnosis in _of_use(use))
    if uses and not found:
        events = dict.fromkeys(event for use in uses for event in use.events)
        return (sound(f"workflow {file}", f"on {', '.join(events)}: triggers and permissions fit"),)
    return found


def _uses(file: str, workflow: JSONObject) -> Iterator[_Use]:
    for name, job in _object(workflow.get("jobs")).items():
        steps = _object(job).get("steps")
        for step in steps if isinstance(steps, list) else ():
            found = _ACTION.search(str(_object(step).get("uses", "")))
            if found:
                where = f"job {name}"
                yield _Use(f"{file}, {where}", _object(step), _object(job), workflow, found["ref"])


def _of_use(use: _Use) -> Iterator[Diagnosis]:
    if _NO_COMMIT.fullmatch(use.ref):
        told = f"{use.where}: the action has no version yet"
        yield faulty("workflow", told, "Put the commit of a release in the place of the zeros.")
    yield from _of_triggers(use)
    yield from _of_permissions(use)
    yield from _of_checkout(use)
    yield from _of_credential(use)


def _of_credential(use: _Use) -> Iterator[Diagnosis]:
    """Find that no credential is handed over, where one is needed; a fork's pull request has none to hand over."""
    for_forks = "head.repo" in str(use.job.get("if", ""))
    needed = {task for _, task in use.tasks} - {"validate", "foreign"}
    given = "client-id" in use.inputs and "client-secret" in use.inputs
    elsewhere = any("env" in part for part in (use.step, use.job, use.workflow))
    if needed and not (for_forks or given or elsewhere):
        told = f"{use.where}: no credential is handed to the action"
        yield faulty(
            "workflow", told, "Give client-id and client-secret under with:, from secrets."
        )


def _of_triggers(use: _Use) -> Iterator[Diagnosis]:
    if "pull_request_target" in use.events:
        told = f"{use.where}: pull_request_target hands the secrets to whatever a fork proposes"
        remedy = "Use pull_request, and for forks the pair of workflows in docs/action.md."
        yield faulty("workflow triggers", told, remedy)
    elif not use.tasks:
        told = f"{use.where}: no event of this job makes the action do anything"
        yield faulty(
            "workflow triggers", told, f"Run it on one of {', '.join(_EVENTS)}, or say command:."
        )


def _of_permissions(use: _Use) -> Iterator[Diagnosis]:
    granted = use.job.get("permissions", use.workflow.get("permissions"))
    if granted is None:
        if use.tasks:
            told = f"{use.where}: no permissions are said, so the repository's settings decide"
            remedy = "Say them in the job: docs/action.md has the list."
            yield unknown("workflow permissions", told, remedy)
        return
    for permission, level in _needed(use).items():
        if _LEVELS.index(_granted(granted, permission)) < _LEVELS.index(level):
            told = f"{use.where}: {permission}: {level} is missing, for {_FOR[permission]}"
            remedy = f"Add {permission}: {level} under permissions: of the job."
            yield faulty("workflow permissions", told, remedy)


def _needed(use: _Use) -> Mapping[str, str]:
    needed: dict[str, str] = {}
    for event, task in use.tasks:
        wanted = dict(_NEEDED[task])
        if event == "pull_request" and use.inputs.get("comment") != "off":
            wanted["pull-requests"] = "write"
        if task == "drift" and use.inputs.get("on-drift") == "issue":
            wanted["issues"] = "write"
        for permission, level in wanted.items():
            known = needed.get(permission, "none")
            needed[permission] = max(known, level, key=_LEVELS.index)
    return needed


def _granted(granted: JSONValue, permission: str) -> str:
    if granted == "write-all":
        return "write"
    if granted == "read-all":
        return "read"
    level = _object(granted).get(permission)
    return level if isinstance(level, str) and level in _LEVELS else "none"


def _of_checkout(use: _Use) -> Iterator[Diagnosis]:
    if not {task for _, task in use.tasks} - {"foreign"}:
        return
    steps = use.job.get("steps")
    checkouts = [
        step
        for step in map(_object, steps if isinstance(steps, list) else ())
        if _CHECKOUT.match(str(step.get("uses", "")))
    ]
    if not checkouts:
        told = f"{use.where}: nothing is checked out before the action runs"
        yield faulty("workflow", told, "Put a step with actions/checkout in front.")
    elif all(str(_object(step.get("with")).get("fetch-depth")) != "0" for step in checkouts):
        told = f"{use.where}: the checkout is shallow, so commits are asked of GitHub one by one"
        yield advice("workflow", told, "Give actions/checkout fetch-depth: 0.")


def _triggers(workflow: JSONObject) -> tuple[str, ...]:
    match workflow.get("on"):
        case str(event):
            return (event,)
        case list(events):
            return tuple(event for event in events if isinstance(event, str))
        case dict(events):
            return tuple(events)
        case _:
            return ()


def _object(value: JSONValue) -> JSONObject:
    return value if isinstance(value, dict) else {}
