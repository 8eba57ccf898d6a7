"""The tables of short forms in `docs/plan-files.md` are what is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.short_form.compression import compress
from dataplan_sync.short_form.expansion import expand
from dataplan_sync.short_form.keys import KINDS

if TYPE_CHECKING:
    from dataplan_sync.wire import Fault

PAGE = (Path(__file__).parents[1] / "docs" / "plan-files.md").read_text("utf-8")
ROW = re.compile(r"^\| `(?P<short>[^`]+)` \| `(?P<full>[^`]+)` \|$", re.MULTILINE)


def rows(name):
    table = PAGE.partition(f"<!-- short forms of {name} -->\n\n")[2].partition("\n\n")[0]
    found = [(row["short"], row["full"]) for row in ROW.finditer(table)]
    assert len(found) == table.count("\n") - 1
    return found


def yaml(content):
    document = read_yaml(Text(content, "plan-files.md"), [])
    assert document
    return document.value


def expanded(value):
    faults: list[Fault] = []
    point = expand(value, faults)
    assert faults == []
    assert point is not None
    return point


def definition(short):
    return expanded(yaml(short))["validator"]["definition"]


@pytest.mark.parametrize(("short", "full"), rows("attributes"))
def test_an_attribute_expands_as_the_page_says(short, full):
    point = expanded({"user_attributes": yaml(short)})
    assert point["validator"]["definition"]["properties"] == yaml(full)


@pytest.mark.parametrize(("short", "full"), rows("matches"))
def test_a_match_expands_as_the_page_says(short, full):
    assert expanded(yaml(short))["match"] == yaml(full)


@pytest.mark.parametrize(("short", "full"), rows("data"))
def test_the_data_of_an_event_expands_as_the_page_says(short, full):
    assert definition(short) == {"properties": {"data": yaml(full)}}


@pytest.mark.parametrize(("short", "full"), rows("users"))
def test_a_definition_of_users_expands_as_the_page_says(short, full):
    assert definition(short) == yaml(full)


@pytest.mark.parametrize(("short", "full"), rows("definitions"))
def test_a_patched_definition_expands_as_the_page_says(short, full):
    assert definition(short) == yaml(full)


@pytest.mark.parametrize(("short", "full"), [*rows("data"), *rows("matches"), *rows("users")])
def test_what_the_page_shows_in_short_is_what_is_written_for_it(short, full):
    assert compress(expanded(yaml(short))) == yaml(short)
    assert yaml(full)


def test_the_page_names_every_key():
    assert [key for kind in KINDS.values() for key in kind.keys if f"`{key}`" not in PAGE] == []
