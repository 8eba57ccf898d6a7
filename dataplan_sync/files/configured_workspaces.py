"""The `workspaces` section of `dataplan-sync.yaml`: which there are, how to reach each, what each is about.

Credentials are named, never written: what looks like one where the name of a variable belongs is a problem, and the
line that holds it is not quoted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.configuration import ConfiguredWorkspace, Policy
from dataplan_sync.credentials import Credentials
from dataplan_sync.files.configured_overlay import read_overlay
from dataplan_sync.files.configured_policy import read_policy
from dataplan_sync.scope import Scope
from dataplan_sync.wire import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dataplan_sync.files.configuration_section import Section

WORKSPACE_KEYS: Final = ("id", "credentials", "include", "exclude", "overlay", "policy")
CREDENTIALS_KEYS: Final = (
    "client_id_env",
    "client_id_file",
    "client_secret_env",
    "client_secret_file",
)
ALL: Final = "all"
"""What `--workspace` says for every workspace, so none can be called that."""

_MAX_ID: Final = 2**63 - 1
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET_KEYS: Final = frozenset(("client_id", "client_secret", "secret", "password", "token"))


def read_workspaces(
    section: Section | None, policy: Policy, directory: Path
) -> tuple[ConfiguredWorkspace, ...]:
    """Read the section.

    Args:
        section: None where the file has none.
        policy: the general one, over which each workspace lays its own.
        directory: where the file is, from which files with credentials are looked for.
    """
    if section is None:
        return ()
    found = tuple(_workspaces(section, policy, directory))
    ids: dict[int, str] = {}
    for workspace in found:
        first = ids.setdefault(workspace.workspace_id, workspace.name)
        if first != workspace.name:
            message = f"{first} and {workspace.name} have the same id, and would undo each other: keep one"
            section.note(message, workspace.name, "id")
    return found


def _workspaces(section: Section, policy: Policy, directory: Path) -> Iterator[ConfiguredWorkspace]:
    for name in section.value:
        flaw = _name_flaw(name)
        if flaw:
            section.note(flaw, name)
        own = section.section(name)
        if own is None:
            if section.value[name] is None:
                section.note(f'{name} lacks its "id": the number of the workspace', name)
            continue
        own.check_keys(WORKSPACE_KEYS)
        workspace_id = _workspace_id(own)
        credentials = _credentials(own.section("credentials"), name, directory)
        scope = Scope(tuple(_patterns(own, "include")), tuple(_patterns(own, "exclude")))
        its_policy = read_policy(own.section("policy"), policy)
        overlay = read_overlay(own.section("overlay"))
        if workspace_id and not flaw:
            yield ConfiguredWorkspace(name, workspace_id, credentials, scope, its_policy, overlay)


def _name_flaw(name: str) -> str:
    if name == ALL:
        return f'a workspace cannot be called "{ALL}", which stands for every one of them'
    if name.isdecimal():
        return f'"{name}" would be taken for an id: give the workspace a name, and "id: {name}" below it'
    if not _NAME.fullmatch(name):
        return (
            f'"{name}" cannot be the name of a workspace: it consists of letters, digits and "_.-", '
            "begins with a letter or a digit and has at most 64 characters"
        )
    return ""


def _workspace_id(workspace: Section) -> int:
    value = workspace.value.get("id")
    if value is None and "id" not in workspace.value:
        workspace.note('"id" is missing: the number of the workspace')
        return 0
    number = workspace.count("id", default=0)
    if value == 0 or number > _MAX_ID:
        workspace.note("id must be a whole number above 0, such as 7505", "id")
        return 0
    return number


def _patterns(workspace: Section, key: str) -> Iterator[str]:
    for index, item in enumerate(workspace.items(key)):
        if isinstance(item, str) and item.strip():
            yield item
        else:
            message = (
                f"{key} lists ids of data plans or patterns such as mobile_*, not {describe(item)}"
            )
            workspace.note(message, key, index)


def _credentials(section: Section | None, workspace: str, directory: Path) -> Credentials:
    if section is None:
        return Credentials()
    written = _SECRET_KEYS.intersection(section.value)
    for key in sorted(written):
        message = (
            f"{key} does not belong here, for this file is in git: put the value into a variable and name that with "
            f"{_named(key)}. If it was committed, revoke it"
        )
        section.note_unquoted(message, key)
    section.check_keys((*CREDENTIALS_KEYS, *written))
    return Credentials.of(
        workspace,
        _part(section, "client_id", directory),
        _part(section, "client_secret", directory),
    )


def _named(key: str) -> str:
    return "client_id_env" if key == "client_id" else "client_secret_env"


def _part(section: Section, part: str, directory: Path) -> str | Path | None:
    """Give where one part of the credential is; None where the file does not say."""
    env, file = f"{part}_env", f"{part}_file"
    variable, path = _variable(section, env), section.text(file)
    if env in section.value and file in section.value:
        section.note(f"{env} and {file} contradict each other: keep one", file)
    if path:
        return directory / path
    return variable


def _variable(section: Section, key: str) -> str | None:
    value = section.value.get(key)
    if not isinstance(value, str) or (_VARIABLE.fullmatch(value) and not _looks_secret(value)):
        return section.text(key)
    message = (
        f"{key} must be the name of a variable, such as MPARTICLE_CLIENT_SECRET_DEV, and this is none. "
        "If it is the value itself, take it out: this file is in git. If it was committed, revoke it"
    )
    section.note_unquoted(message, key)
    return None


def _looks_secret(value: str) -> bool:
    """Tell a value from a name: long, without a separator, and digits among letters of both cases."""
    kinds = (str.isupper, str.islower, str.isdecimal)
    return len(value) > 24 and "_" not in value and all(any(map(kind, value)) for kind in kinds)
