"""What a pull request changes in the policy itself: it is read from the merge result, so a reviewer has to see it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dataplan_sync.cli.configured import load_configuration
from dataplan_sync.configuration import Configuration, Policy
from dataplan_sync.errors import RepositoryError
from dataplan_sync.repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.cli.action.stage import Stage


def policy_changes(stage: Stage) -> tuple[str, ...]:
    """Say what differs in the policy between the base branch and the merge result, a sentence each."""
    pull = stage.context.pull_request
    if pull is None:
        return ()
    try:
        before = _at(stage, pull.base_sha)
    except RepositoryError:
        return (
            "The base branch is not in this checkout: whether the policy changes is not known.",
        )
    return tuple(_changes(before, stage.configuration))


def _at(stage: Stage, sha: str) -> Configuration:
    """Read the configuration as a commit has it; the defaults where it has none, or an invalid one."""
    file = Path(stage.configuration.file)
    with open_repository(Path()) as repository, TemporaryDirectory() as folder:
        files = repository.files(repository.resolve(sha), repository.relative(file.parent))
        try:
            content = files.read(file.name)
        except OSError:
            return Configuration()
        copy = Path(folder) / file.name
        copy.write_bytes(content)
        return load_configuration(copy).configuration


def _changes(before: Configuration, after: Configuration) -> Iterator[str]:
    for field in fields(Policy):
        old, new = getattr(before.policy, field.name), getattr(after.policy, field.name)
        if old != new:
            yield f"policy.{field.name} changes from {_told(old)} to {_told(new)}."
    known = {(entry.rule, entry.path) for entry in before.accepted}
    for entry in after.accepted:
        if (entry.rule, entry.path) not in known:
            yield f"{entry.rule} at {' / '.join(entry.path)} is accepted: {entry.reason}"
    severities = before.rules.severities
    for rule, severity in after.rules.severities.items():
        if severities.get(rule) != severity:
            yield f"The rule {rule} becomes {severity.value if severity else 'off'}."


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    return str(value)
