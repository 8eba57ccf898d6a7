"""The schemas by name, as text: what `dataplan-sync schema` prints, and what a repository keeps for its editors."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from dataplan_sync.file_schemas.configuration import configuration_schema
from dataplan_sync.file_schemas.plan_files import plan_file_schema

if TYPE_CHECKING:
    from collections.abc import Mapping


class SchemaName(StrEnum):
    """The files that have a schema."""

    PLANS = "plans"
    CONFIG = "config"


SCHEMA_FILES: Final[Mapping[SchemaName, str]] = {
    SchemaName.PLANS: ".dataplan-sync/plans.schema.json",
    SchemaName.CONFIG: ".dataplan-sync/config.schema.json",
}
"""Where a repository keeps them: within it, so that editors find them on every machine and without a network."""


def schema_text(name: SchemaName) -> str:
    """Give a schema as JSON: the same text on every machine, so that a copy can be compared."""
    schema = plan_file_schema() if name is SchemaName.PLANS else configuration_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def modeline(file: str, name: SchemaName = SchemaName.PLANS) -> str:
    """Give the comment that tells editors with yaml-language-server which schema a YAML file has.

    Args:
        file: the file, from the root of the repository, with `/` between folders.
        name: the schema.
    """
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    return f"# yaml-language-server: $schema={up or './'}{SCHEMA_FILES[name]}\n"
