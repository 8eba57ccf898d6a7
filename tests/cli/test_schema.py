from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dataplan_sync.file_schemas.published import SCHEMA_FILES, SchemaName, modeline, schema_text

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["plans", "config"])
def test_a_schema_is_printed_without_credentials_and_network(cli, name):
    result = cli("schema", name, environ={})
    assert (result.exit_code, result.err) == (0, "")
    assert json.loads(result.out) == json.loads(schema_text(SchemaName(name)))
    assert cli.emulator.requests() == []


def test_both_are_written_where_editors_look_and_brought_up_to_date(cli):
    cli.write(".dataplan-sync/plans.schema.json", "{}")
    result = cli("schema", "--write", environ={})
    assert (result.exit_code, result.out) == (0, "")
    assert cli.files() == [".dataplan-sync/config.schema.json", ".dataplan-sync/plans.schema.json"]
    assert cli.read(".dataplan-sync/plans.schema.json") == cli("schema", "plans").out
    assert cli.read(".dataplan-sync/config.schema.json") == cli("schema", "config").out


@pytest.mark.parametrize("argv", [(), ("plans", "--write"), ("plan",)])
def test_it_must_be_said_which(cli, argv):
    result = cli("schema", *argv, environ={})
    assert result.exit_code == 2
    assert "plans" in result.err
    assert cli.files() == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("plans/shop.yaml", "../.dataplan-sync/plans.schema.json"),
        ("plans/shop/versions/3/a.yaml", "../../../../.dataplan-sync/plans.schema.json"),
        ("shop.yaml", "./.dataplan-sync/plans.schema.json"),
    ],
)
def test_the_line_for_editors_leads_to_the_schema_from_wherever_a_file_is(file, line):
    assert modeline(file) == f"# yaml-language-server: $schema={line}\n"


@pytest.mark.parametrize("name", SchemaName)
def test_the_copies_of_this_repository_are_up_to_date(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    copy = Path(SCHEMA_FILES[name])
    if os.environ.get("UPDATE_GOLDEN"):
        copy.write_text(schema_text(name), "utf-8")
    assert copy.read_text("utf-8") == schema_text(name), "run `dataplan-sync schema --write`"
