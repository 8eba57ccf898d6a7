"""Several processes find what one finds, in the same order."""

from __future__ import annotations

import gc
import multiprocessing

import pytest

from dataplan_sync.files.place import units
from dataplan_sync.files.side_by_side import inspect_all
from dataplan_sync.files.source import WorkTree
from dataplan_sync.problems.rule_settings import RuleSettings

POINT = """\
  - match: {type: screen_view, criteria: {screen_name: Home}}
    validator: {type: json_schema, definition: {properties: {age: {type: text}}}}
"""
FILES = {
    "alone.yaml": "data_plan_id: alone\ndata_plan_versions: []\n",
    "broken.yaml": "data_plan_id: [\n",
    "one/plan.yaml": "data_plan_name: One\n",
    "one/versions/1.yaml": f"data_points:\n{POINT}",
    "one/versions/2.yaml": f"data_points:\n{POINT}",
    "two/versions/1.yaml": f"data_points:\n{POINT}",
}


@pytest.fixture
def source(tmp_path):
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    return WorkTree(tmp_path, root="plans")


def found(source, worth_processes):
    inspected = inspect_all(
        source,
        units(source.paths()),
        RuleSettings(),
        check=True,
        worth_processes=worth_processes,
    )
    return [(tuple(group), tuple(each)) for group, each in inspected]


def test_several_processes_find_what_one_finds(source):
    alone = found(source, 1 << 30)
    assert [len(group) for group, _ in alone] == [1, 1, 3, 1]
    assert [bool(each.problems) for _, group in alone for each in group] == [
        False,
        True,
        False,
        True,
        True,
        True,
    ]
    assert found(source, 0) == alone


def test_whoever_stops_early_leaves_no_process_behind(source):
    inspected = inspect_all(
        source, units(source.paths()), RuleSettings(), check=True, worth_processes=0
    )
    next(inspected)
    del inspected
    gc.collect()
    assert multiprocessing.active_children() == []
