from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataplan_sync.model import DataPlan
from dataplan_sync.ownership import claimed_by, stamped


@pytest.mark.parametrize(
    ("description", "owner"),
    [
        (None, ""),
        ("For all", ""),
        ("[dataplan-sync: acme/app]", "acme/app"),
        ("For all\n\n[dataplan-sync: acme/app]\n", "acme/app"),
        ("[dataplan-sync: acme/app] is how it is done", ""),
        ("[dataplan-sync: ]", ""),
    ],
)
def test_an_owner_is_named_at_the_end(description, owner):
    assert claimed_by(description) == owner


@given(st.text(max_size=40))
@example(" ")
@example("text ")
def test_a_stamp_is_written_once_and_replaces_another(text):
    once = stamped(DataPlan("shop", None, text), "acme/app")
    assert claimed_by(once.data_plan_description) == "acme/app"
    assert stamped(once, "acme/app") == once
    other = stamped(once, "acme/web")
    assert stamped(other, "acme/app") == once


def test_without_an_owner_or_a_description_nothing_is_written():
    assert stamped(DataPlan("shop", None, "text"), "") == DataPlan("shop", None, "text")
    assert stamped(DataPlan("shop"), "acme/app") == DataPlan("shop")
