"""What `doctor` looks at, one thing after the other; nothing here ends the run, whatever is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dataplan_sync.diagnosis import service
from dataplan_sync.diagnosis.diagnosis import Diagnosis, State, advice, faulty, sound, unknown
from dataplan_sync.errors import (
    AuthenticationError,
    DataplanSyncError,
    ForbiddenError,
    NotFoundError,
    RepositoryError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.answers import Answer
    from dataplan_sync.cli.console import Console
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.files.configuration_file import LoadedConfiguration
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.settings import Options, Settings
    from dataplan_sync.transport import Transport

CREDENTIALS: Final = "credentials"
WORKSPACE: Final = "workspace"
GIT: Final = "git"

_TRIES: Final = 2
"""A doctor is not patient: what is out of reach is to be said, not waited for."""
_WAIT: Final = 15.0
"""Seconds for one answer, unless something else is asked for."""


def files(loaded: LoadedConfiguration, plans: Path | None) -> Iterator[Diagnosis]:
    """Look at the configuration, the plan files and what editors know of them."""
    from dataplan_sync.cli import workspace as parts
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.settings import DEFAULT_PLANS

    configuration = loaded.configuration
    if loaded.problems:
        told = "\n".join(str(problem) for problem in loaded.problems)
        yield faulty("configuration", told, "docs/configuration.md has every key.")
    else:
        yield sound("configuration", f"{configuration.file} or its defaults")
    folder = plans or Path(configuration.plans or DEFAULT_PLANS)
    declared = parts.load(WorkTree(folder), configuration)
    if declared.errors:
        told = f"{len(declared.errors)} errors in {folder}, the first: {declared.errors[0]}"
        yield faulty("plan files", told, "Run dataplan-sync validate.")
    else:
        count = len(declared.state.data_plan_ids)
        yield sound("plan files", f"{count} data plan{'s' * (count != 1)} below {folder}, valid")
    yield from _schemas()


def _schemas() -> Iterator[Diagnosis]:
    from dataplan_sync.file_schemas.published import SCHEMA_FILES, schema_text

    kept = {name: Path(path) for name, path in SCHEMA_FILES.items() if Path(path).is_file()}
    old = [path for name, path in kept.items() if path.read_bytes() != schema_text(name).encode()]
    if old:
        told = f"{', '.join(map(str, old))}: not of this version"
        yield advice("editor", told, "Run dataplan-sync schema --write.")
    elif kept:
        yield sound("editor", "the schemas are of this version")


def repository(folder: Path) -> Iterator[Diagnosis]:
    """Look at git, and how deep its history is."""
    from dataplan_sync.repository import open_repository

    try:
        with open_repository(folder) as opened:
            shallow = opened.is_shallow()
    except RepositoryError as error:
        yield faulty(GIT, str(error), "Run git init, or go to where the plan files are kept.")
        return
    if shallow:
        remedy = "fetch-depth: 0 for actions/checkout, git fetch --unshallow elsewhere."
        yield advice(GIT, "this clone is shallow: what was applied before may be missing", remedy)
    else:
        yield sound(GIT, "a repository with its history")


def workflows(root: Path) -> Iterator[Diagnosis]:
    """Look at the workflows that use the action."""
    from dataplan_sync.diagnosis.workflows import diagnose_workflow
    from dataplan_sync.files.text import decode_text
    from dataplan_sync.files.yaml_reader import read_yaml

    found: list[Diagnosis] = []
    for path in sorted((root / ".github" / "workflows").glob("*.y*ml")):
        problems: list[Problem] = []
        text = decode_text(path.read_bytes(), path.name, problems)
        document = read_yaml(text, problems) if text else None
        if document is None:
            told = str(problems[0]) if problems else f"{path.name}: it is empty"
            found.append(unknown("workflow", told))
        else:
            found.extend(diagnose_workflow(path.name, document.value))
    if not found:
        told = "no workflow in .github/workflows uses the action"
        found.append(advice("workflow", told, "dataplan-sync init writes two; docs/action.md."))
    yield from found


def workspaces(
    console: Console, configuration: Configuration, chosen: Sequence[str], options: Options
) -> Iterator[Diagnosis]:
    """Look at the credentials, the workspace, the clock and the rate; of several workspaces, at each."""
    from dataplan_sync.cli.selection import select

    try:
        selected = select(console, configuration, chosen, options)
    except UsageError as error:
        yield from _without_credentials(error)
        return
    for one in selected:
        name = one.options.workspace_name if len(selected) > 1 else ""
        for diagnosis in _workspace(console, one.options):
            subject = f"{diagnosis.subject} ({name})" if name else diagnosis.subject
            yield replace(diagnosis, subject=subject)


def _workspace(console: Console, options: Options) -> Iterator[Diagnosis]:
    from dataplan_sync.settings import Settings

    try:
        settings = Settings.from_environment(console.environ, options)
    except UsageError as error:
        yield from _without_credentials(error)
        return
    yield from (advice("transport", warning, "Use https.") for warning in settings.warnings)
    try:
        answer, now = _asked(settings, options)
    except DataplanSyncError as error:
        yield from _refused(error)
        return
    yield sound(CREDENTIALS, "accepted")
    count = len(answer.value) if isinstance(answer.value, list) else 0
    told = f"{settings.title} answers, with {count} data plan{'s' * (count != 1)}"
    yield sound(WORKSPACE, told)
    yield service.clock(answer.headers.get("date"), now)
    yield service.rate(answer.headers.get("x-mp-rate-limit-percentage-used"))


def _without_credentials(error: UsageError) -> Iterator[Diagnosis]:
    remedy = "README.md lists the variables; dataplan-sync emulator prints some to try."
    yield faulty(CREDENTIALS, str(error), remedy)
    yield from _not_reached("there are no credentials to ask with")


def _asked(settings: Settings, options: Options) -> tuple[Answer, datetime]:
    from dataplan_sync.mparticle.probe import list_answer

    with _transport(options.timeout) as transport:
        return list_answer(transport, settings), datetime.now(UTC)


def _transport(timeout: float | None) -> Transport:
    from dataplan_sync.retry import RetryPolicy
    from dataplan_sync.transport import Transport, TransportOptions

    retry = RetryPolicy(tries=_TRIES, throttled_tries=_TRIES)
    wait = timeout or _WAIT
    return Transport(TransportOptions(connect_timeout=wait, read_timeout=wait, retry=retry))


def _refused(error: DataplanSyncError) -> Iterator[Diagnosis]:
    """Tell what an error says of the credentials and of the workspace."""
    match error:
        case AuthenticationError():
            remedy = "Make a new secret in mParticle, or correct the variables."
            yield faulty(CREDENTIALS, str(error), remedy)
            yield from _not_reached("the credentials are not accepted")
        case ForbiddenError() | NotFoundError():
            yield sound(CREDENTIALS, "accepted")
            remedy = "Check the id of the workspace, and the scope of the credential."
            yield faulty(WORKSPACE, str(error), remedy)
            yield from _not_reached("the workspace gives no answer", after=WORKSPACE)
        case _:
            yield unknown(CREDENTIALS, "they could not be tried: no answer")
            remedy = "Check the network, the proxy (HTTPS_PROXY) and MPARTICLE_API_URL."
            yield faulty(WORKSPACE, str(error), remedy)
            yield from _not_reached("there was no answer", after=WORKSPACE)


def _not_reached(reason: str, *, after: str = "") -> Iterator[Diagnosis]:
    subjects = (WORKSPACE, service.CLOCK, service.RATE)
    yield from (
        Diagnosis(subject, State.UNKNOWN, f"not looked at: {reason}")
        for subject in subjects
        if subject != after
    )


def comment_rights(console: Console, timeout: float | None) -> Iterator[Diagnosis]:
    """Look at what the token of GitHub may do, where there is one."""
    from dataplan_sync.github.connection import Connection
    from dataplan_sync.github.context import DEFAULT_API_URL

    token = console.environ.get("GITHUB_TOKEN", "")
    name = console.environ.get("GITHUB_REPOSITORY", "")
    if not token or not name:
        lacking = "GITHUB_TOKEN" if not token else "GITHUB_REPOSITORY"
        told = f"not looked at: {lacking} is not set, as it need not be outside of workflows"
        yield unknown(service.COMMENTS, told)
        return
    address = console.environ.get("GITHUB_API_URL") or DEFAULT_API_URL
    try:
        with _transport(timeout) as transport:
            answer = Connection(transport, token, name, api_url=address).look()
    except (AuthenticationError, ForbiddenError, NotFoundError) as error:
        yield faulty(service.COMMENTS, str(error), "Give the token access to the repository.")
    except DataplanSyncError as error:
        yield unknown(service.COMMENTS, f"not looked at: {error}")
    else:
        permissions = answer.value.get("permissions") if isinstance(answer.value, dict) else None
        known = permissions if isinstance(permissions, dict) else {}
        yield service.comment_rights(answer.headers, known)
