"""What `init` writes into a repository: names and texts, and for whom each file is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.configuration import DEFAULT_FILE
from dataplan_sync.file_schemas.published import (
    SCHEMA_FILES,
    SchemaName,
    modeline,
    schema_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.model import JSONObject

EXAMPLE_ID: Final = "my_app"
"""The data plan that a new repository begins with."""
HOOKS_FILE: Final = ".pre-commit-config.yaml"
VSCODE_FILE: Final = ".vscode/settings.json"
WORKFLOWS_FOLDER: Final = ".github/workflows"
WORKFLOWS: Final[Mapping[str, str]] = {
    "dataplan-sync.yml": "dataplan-sync.yml",
    "drift.yml": "dataplan-sync-drift.yml",
}
"""The workflows to begin with, as the examples call them and as a repository does."""
EXAMPLE_WORKSPACE: Final = "7505"
"""The workspace in the examples of workflows."""

_CONFIGURATION: Final = """\
# What an apply may do, and what has been looked at and is wanted. Every key has a safe default; the commented ones
# show how it is written. Credentials never stand here: they come from the environment.
version: 1
plans: {plans}
# policy:
#   allow_production_edit: false
# rules:
#   missing-description: error
"""
_EXAMPLE: Final = """\
# A data plan: what the app sends, and what of it is allowed. Edit it, or replace it by your own.
data_plan_id: {data_plan_id}
data_plan_name: My app
data_plan_description: What my app sends
data_plan_versions:
  - version: 1
    version_description: First version
    activated_environment: development # none, development or production
    data_points:
      - custom_event: Signed Up
        custom_event_type: other
        description: An account was made
        attributes:
          method: {{type: string, enum: [mail, phone], required: true, description: How the account was made}}
          referrer: {{type: string?, description: Who recommended the app}}
        additional_attributes: false
      - screen_view: Home
        description: The first screen was shown
      - user_attributes:
          tier: {{type: string, enum: [free, paid], description: What the user pays for}}
        description: What is known of users
"""
_HOOKS: Final = """\
# Checks plan files before each commit: `pip install pre-commit && pre-commit install`, or the same with prek.
repos:
  - repo: local
    hooks:
      - id: dataplan-sync-validate
        name: dataplan-sync validate
        entry: dataplan-sync validate
        language: system
        files: ^({plans}/.*\\.(ya?ml|json)|dataplan-sync\\.ya?ml)$
        pass_filenames: false
"""


@dataclass(frozen=True, slots=True)
class StarterFile:
    """A file of a new repository."""

    path: str
    """From the root of the repository, with `/` between folders."""
    text: str
    purpose: str
    """What it is for, in a few words."""
    advice: str = "it was there already"
    """What to know where there is such a file, which is then left as it is."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a repository is to begin with."""

    plans: str
    """The directory of the plan files."""
    example: bool
    """Whether there is to be a first data plan."""
    workspace_id: int | None = None
    """The workspace that workflows speak of; None leaves the one of the examples, to be replaced."""
    workflows: Mapping[str, str] | None = None
    """The texts of example workflows by name; None for a repository without."""


def starter_files(beginning: Beginning) -> Iterator[StarterFile]:
    """Give the files, those first that matter first."""
    plans = beginning.plans
    text = modeline(DEFAULT_FILE, SchemaName.CONFIG) + _CONFIGURATION.format(
        plans=json.dumps(plans)
    )
    yield StarterFile(DEFAULT_FILE, text, "what an apply may do")
    if beginning.example:
        path = f"{plans}/{EXAMPLE_ID}.yaml"
        text = modeline(path) + _EXAMPLE.format(data_plan_id=EXAMPLE_ID)
        yield StarterFile(path, text, "a first data plan")
    for name, own_name in WORKFLOWS.items() if beginning.workflows else ():
        text = _of_workspace((beginning.workflows or {})[name], beginning.workspace_id)
        yield StarterFile(f"{WORKFLOWS_FOLDER}/{own_name}", text, _PURPOSES[name])
    yield StarterFile(
        HOOKS_FILE, _HOOKS.format(plans=re.escape(plans)), "checks before each commit"
    )
    for schema, path in SCHEMA_FILES.items():
        yield StarterFile(path, schema_text(schema), "what editors know of the files")
    yield StarterFile(VSCODE_FILE, _vscode(plans), "tells Visual Studio Code of it", _VSCODE_ADVICE)


_PURPOSES: Final[Mapping[str, str]] = {
    "dataplan-sync.yml": "comments on pull requests, applies after the merge",
    "drift.yml": "watches for edits in mParticle",
}


_VSCODE_ADVICE: Final = "it was there already: docs/editors.md says what to add"


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w./-]*", text) else json.dumps(text)


def _of_workspace(text: str, workspace_id: int | None) -> str:
    return text if workspace_id is None else text.replace(EXAMPLE_WORKSPACE, str(workspace_id))


def editor_settings(plans: str) -> JSONObject:
    """Give the settings of Visual Studio Code that lead to the schemas."""
    schemas = {name: f"./{path}" for name, path in SCHEMA_FILES.items()}
    not_plans = [f"!{plans}/shared/**", f"!{plans}/**/tests/**"]
    return {
        "yaml.schemas": {
            schemas[SchemaName.PLANS]: [f"{plans}/**/*.yaml", f"{plans}/**/*.yml", *not_plans],
            schemas[SchemaName.CONFIG]: DEFAULT_FILE,
        },
        "json.schemas": [
            {"fileMatch": [f"{plans}/**/*.json", *not_plans], "url": schemas[SchemaName.PLANS]}
        ],
    }


def _vscode(plans: str) -> str:
    return json.dumps(editor_settings(plans), indent=2) + "\n"
