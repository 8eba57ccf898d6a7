"""`diff --data-plan`: about some data plans, without a look at the files of others."""

from __future__ import annotations

import pytest

from dataplan_sync import desired
from dataplan_sync.cli.narrowing import narrowed, refuse_unknown
from dataplan_sync.errors import UsageError
from dataplan_sync.scope import Scope
from tests.files.sources import MemorySource

FILES = {
    "shop/plan.yaml": "data_plan_name: Shop\n",
    "app/plan.yaml": "data_plan_name: [\n",
    "alone.yaml": "data_plan_id: alone\n",
}


def test_files_of_other_data_plans_are_not_read():
    source = MemorySource(dict(FILES))
    loaded = desired.load(source, only={"shop"})
    assert loaded.problems == ()
    assert set(source.reads) == {"shop/plan.yaml", "alone.yaml"}


def test_a_data_plan_in_a_file_of_its_own_is_found():
    assert "alone" in desired.load(MemorySource(dict(FILES)), only={"alone"}).state.loaders


def test_ids_that_no_file_declares_are_refused_by_name():
    loaded = desired.load(MemorySource(dict(FILES)), only={"shop", "nope"})
    refuse_unknown(["shop"], loaded)
    with pytest.raises(UsageError, match='no plan file declares the data plan "nope"'):
        refuse_unknown(["shop", "nope"], loaded)


def test_nothing_asked_for_narrows_nothing():
    assert narrowed((), ["shop"]) == ()
    assert narrowed(iter(()), ()) == ()


def test_a_scope_covers_what_was_asked_for_and_is_within_its_patterns():
    scope = Scope(include=("s*",), only=frozenset({"shop", "app"}))
    assert [each for each in ("shop", "app", "site") if scope.covers(each)] == ["shop"]
