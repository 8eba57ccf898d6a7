"""What a pull request changes in the policy itself: it is read from the merge result, so a reviewer has to see it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dataplan_sync.cli.action.checkout import files_at
from dataplan_sync.cli.configured import load_configuration
from dataplan_sync.configuration import Policy, Thresholds
from dataplan_sync.errors import ApiError, RepositoryError
from dataplan_sync.files.configuration_file import LoadedConfiguration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.configuration import Acceptance, Configuration, ConfiguredWorkspace
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import Mark


def policy_changes(stage: Stage) -> tuple[str, ...]:
    """Say what differs in the policy between the base branch and the merge result, a sentence each."""
    pull = stage.context.pull_request
    if pull is None:
        return ()
    try:
        before = _at(stage, pull.base_sha)
    except (ApiError, RepositoryError, OSError) as exc:
        said = f"The configuration of the base branch could not be read, so what changes in it is not known: {exc}"
        return (said,)
    if stage.selected is None or not stage.selected.options.workspace_name:
        return tuple(_changes(before, stage.configuration))
    name = stage.selected.options.workspace_name
    old, new = _called(name, before), _called(name, stage.configuration)
    told = _workspace_changes(old, new) if new else ()
    return (*told, *_changes(before.of(old) if old else before, stage.configuration))


def configuration_of(files: Source, file: Path) -> LoadedConfiguration:
    """Read the configuration as a commit has it; the defaults where it has none.

    Args:
        files: the folder of the configuration, at that commit.
        file: where the configuration is, seen from the current directory.

    Raises:
        ApiError: the files could not be listed.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        if file.name in files.paths():
            copy.write_bytes(files.read(file.name))
        found = load_configuration(copy)
        return _named(found, copy, file)


def _named(found: LoadedConfiguration, copy: Path, file: Path) -> LoadedConfiguration:
    """Call a configuration by where it is and not by where a copy of it was read."""
    name, read = file.as_posix(), found.configuration

    def placed(mark: Mark) -> Mark:
        return replace(mark, file=name)

    plans = read.plans
    if plans is not None and Path(plans).is_relative_to(copy.parent):
        plans = (file.parent / Path(plans).relative_to(copy.parent)).as_posix()
    configuration = replace(
        read,
        file=name,
        plans=plans,
        accepted=tuple(replace(entry, mark=placed(entry.mark)) for entry in read.accepted),
        marks={key: placed(mark) for key, mark in read.marks.items()},
    )
    problems = tuple(replace(problem, mark=placed(problem.mark)) for problem in found.problems)
    return LoadedConfiguration(configuration, problems)


def _at(stage: Stage, sha: str) -> Configuration:
    file = Path(stage.configuration.file)
    with files_at(stage, sha, file.parent) as files:
        return configuration_of(files, file).configuration


def _changes(before: Configuration, after: Configuration) -> Iterator[str]:
    for field in fields(Policy):
        old, new = getattr(before.policy, field.name), getattr(after.policy, field.name)
        if isinstance(old, Thresholds) and isinstance(new, Thresholds):
            yield from _threshold_changes(old, new)
        elif old != new:
            yield f"{'.'.join(after.policy_keys)}.{field.name} changes from {_told(old)} to {_told(new)}."
    known = [_extent(entry) for entry in before.accepted]
    for entry in after.accepted:
        if _extent(entry) not in known:
            yield f"{entry.rule} at {' / '.join(entry.path)} is accepted: {entry.reason}"
    severities = before.rules.severities
    for rule, severity in after.rules.severities.items():
        if severities.get(rule) != severity:
            yield f"The rule {rule} becomes {severity.value if severity else 'off'}."


def _called(name: str, configuration: Configuration) -> ConfiguredWorkspace | None:
    return next((one for one in configuration.workspaces if one.name == name), None)


def _workspace_changes(old: ConfiguredWorkspace | None, new: ConfiguredWorkspace) -> Iterator[str]:
    """Say what differs in where a workspace is and what it is about."""
    if old is None:
        yield f"The workspace {new.name} ({new.workspace_id}) is described for the first time."
        return
    if old.workspace_id != new.workspace_id:
        yield f"The id of the workspace {new.name} changes from {old.workspace_id} to {new.workspace_id}."
    if old.credentials != new.credentials:
        yield f"The credential of the workspace {new.name} comes from another place."
    for key in ("include", "exclude"):
        before, after = getattr(old.scope, key), getattr(new.scope, key)
        if before != after:
            yield f"workspaces.{new.name}.{key} changes from {_told(before)} to {_told(after)}."
    if old.overlay != new.overlay:
        yield f"workspaces.{new.name}.overlay changes."


def _threshold_changes(old: Thresholds, new: Thresholds) -> Iterator[str]:
    if old.deletions != new.deletions:
        yield (
            f"One apply may delete {new.deletions} data plans and versions, and not {old.deletions} as before "
            "(policy.thresholds.deletions)."
        )
    if old.deleted_fraction != new.deleted_fraction:
        yield (
            f"One apply may delete {_percent(new.deleted_fraction)} of the live data plans and versions, and not "
            f"{_percent(old.deleted_fraction)} as before (policy.thresholds.deleted_fraction)."
        )
    if old.removed_fraction != new.removed_fraction:
        yield (
            f"One apply may remove {_percent(new.removed_fraction)} of the data points of a version, and not "
            f"{_percent(old.removed_fraction)} as before (policy.thresholds.removed_fraction)."
        )


def _percent(fraction: float) -> str:
    return f"{fraction * 100:g} %"


def _extent(entry: Acceptance) -> tuple[object, ...]:
    """Give all that says how far an acceptance reaches."""
    return entry.rule, entry.path, entry.expires, entry.after, entry.environment


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    return str(value)
