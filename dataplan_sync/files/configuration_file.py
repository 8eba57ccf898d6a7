"""`dataplan-sync.yaml` to a `Configuration`, with everything that is wrong in it.

A safety setting that is mistyped must never be a setting that is left out: whatever is not understood is an error,
also what a later version will know. `docs/configuration.md` describes each key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ABSENT
from dataplan_sync.configuration import (
    DEFAULT_FILE,
    Acceptance,
    Configuration,
    Policy,
)
from dataplan_sync.files.configuration_section import CONFIGURATION, Section, extents
from dataplan_sync.files.configured_policy import read_policy
from dataplan_sync.files.configured_rules import KnownRules, read_rules, unknown_rule
from dataplan_sync.files.configured_workspaces import read_workspaces
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.source import MAX_FILE_SIZE, TOO_LARGE
from dataplan_sync.files.text import decode_text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.guards.advice import ANY_PART, OBJECT_PARTS
from dataplan_sync.model import ActivatedEnvironment, Mark
from dataplan_sync.problems.problem import Problem, Severity
from dataplan_sync.wire import describe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from dataplan_sync.files.document import Document

KEYS: Final = ("version", "plans", "workspaces", "policy", "rules", "accepted")
ACCEPTANCE_KEYS: Final = ("rule", "path", "reason", "expires", "after", "environment")

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class LoadedConfiguration:
    """What the file says, and what is wrong in it."""

    configuration: Configuration
    """The defaults wherever something is wrong: refuse it then."""
    problems: tuple[Problem, ...] = ()


def read_configuration(path: Path, known: KnownRules) -> LoadedConfiguration:
    """Read the file.

    Args:
        path: where it is, seen from the current directory. A file that does not exist says nothing.
        known: the rules that it may name.

    Returns:
        The configuration, and all problems, by line and column.
    """
    name = path.as_posix()
    nothing = Configuration(file=name)
    problems: list[Problem] = []
    data = _bytes(path, problems)
    text = None if data is None else decode_text(data, name, problems)
    if text is None:
        return LoadedConfiguration(nothing, tuple(problems))
    document = read_yaml(text, problems)
    if document is None or document.value is None:
        # A file of comments alone is how one begins.
        told = [problem for problem in problems if problem.rule != Rule.EMPTY_FILE]
        marks = extents(document) if document else {}
        return LoadedConfiguration(replace(nothing, marks=marks), tuple(told))
    configuration = _read(document, path, known, problems)
    ordered = sorted(problems, key=lambda problem: (problem.mark.line, problem.mark.column))
    return LoadedConfiguration(configuration, tuple(ordered))


def default_file(directory: Path) -> Path:
    """Give the file that is read where none is named: of another extension if only that exists."""
    file = directory / DEFAULT_FILE
    twin = file.with_suffix(".yml")
    return twin if twin.exists() and not file.exists() else file


def _bytes(path: Path, problems: list[Problem]) -> bytes | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as exc:
        reason = exc.strerror or str(exc)
        problems.append(_whole(path, f"the file cannot be read: {reason}"))
        return None
    if len(data) > MAX_FILE_SIZE:
        problems.append(_whole(path, TOO_LARGE))
        return None
    return data


def _whole(path: Path, message: str) -> Problem:
    return Problem(CONFIGURATION.id, Severity.ERROR, message, Mark(path.as_posix()))


def _read(
    document: Document, path: Path, known: KnownRules, problems: list[Problem]
) -> Configuration:
    if not isinstance(document.value, dict):
        message = (
            f"the file must hold an object such as policy: {{...}}, not {describe(document.value)}"
        )
        problems.append(document.problem(CONFIGURATION, message))
        return Configuration(file=path.as_posix())
    top = Section(document, document.value, (), problems)
    top.check_keys(KEYS)
    if top.count("version", default=_FORMAT) != _FORMAT:
        top.note(f"version must be {_FORMAT}: it is the format of this file", "version")
    plans = top.text("plans")
    policy = read_policy(top.section("policy"), Policy())
    return Configuration(
        file=path.as_posix(),
        plans=(path.parent / plans).as_posix() if plans else None,
        policy=policy,
        workspaces=read_workspaces(top.section("workspaces"), policy, path.parent),
        accepted=tuple(_accepted(top, known.acceptable)),
        rules=read_rules(top.section("rules"), known.configurable),
        marks=extents(document),
    )


def _accepted(top: Section, rules: Collection[str]) -> Iterator[Acceptance]:
    for entry in top.entries("accepted"):
        entry.check_keys(ACCEPTANCE_KEYS)
        rule = entry.text("rule", required=True)
        reason = entry.text("reason", required=True)
        expires = entry.day("expires")
        path = _impact_path(entry)
        if rule and rule not in rules:
            entry.note(unknown_rule(rule, rules), "rule")
        if rule and reason and path:
            mark = entry.document.mark(entry.path)
            after = entry.value.get("after", ABSENT)
            yield Acceptance(rule, path, reason, mark, expires, after, _environment(entry))


def _environment(entry: Section) -> ActivatedEnvironment | None:
    """Give where a finding is accepted; there is one environment that an entry can be bound to."""
    if "environment" not in entry.value:
        return None
    if entry.value["environment"] != ActivatedEnvironment.DEVELOPMENT.value:
        entry.note(
            "environment can only be development; leave it out to accept everywhere", "environment"
        )
    return ActivatedEnvironment.DEVELOPMENT


def _impact_path(entry: Section) -> tuple[str, ...]:
    """Give the path of a finding; a number is a version's, and a name may look like one.

    `*` stands for any one part, but never for the object: what is accepted on one is not accepted on all.
    """
    if entry.value.get("path") in (None, []):
        entry.note('"path" is missing: it names the data plan, the version and the place', "path")
    path = entry.items("path")
    for index, part in enumerate(path):
        if not isinstance(part, str | int) or isinstance(part, bool):
            entry.note(f"path lists names and numbers, not {describe(part)}", "path", index)
            return ()
        if part == ANY_PART and index < OBJECT_PARTS:
            message = f'"{ANY_PART}" cannot stand for the data plan or the version: name them'
            entry.note(message, "path", index)
    return tuple(map(str, path))
