from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.files.pulled import drop_stamp, is_untouched, stamped
from dataplan_sync.files.writer import write_yaml

VALUES = st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3), min_size=1)
VALUE = {"data_plan_id": "shop", "version": 1}


def written(value, extension):
    text = write_yaml(value) if extension == "yaml" else json.dumps(value, indent=2) + "\n"
    return stamped(text, f"a.{extension}")


@pytest.mark.parametrize("extension", ["yaml", "json"])
@given(value=VALUES)
def test_what_is_stamped_is_untouched_until_it_is_edited(extension, value):
    text = written(value, extension)
    assert is_untouched(text)
    assert is_untouched(text.replace("\n", "\r\n"))
    assert not is_untouched(text + "\n")
    assert not is_untouched(text.replace("Written", "written"))


@pytest.mark.parametrize("extension", ["yaml", "json"])
def test_a_text_without_a_stamp_is_not_ours(extension):
    stamp_less = written(VALUE, extension).replace(" pulled: ", " ")
    assert not is_untouched(stamp_less)


def test_the_stamp_of_a_json_file_is_its_first_key_and_goes_when_it_is_read():
    value = json.loads(written(VALUE, "json"))
    assert list(value) == ["$comment", "data_plan_id", "version"]
    drop_stamp(value)
    assert value == VALUE


@pytest.mark.parametrize("value", [{"$comment": "mine"}, {"$comment": 1}, [], None, "x"])
def test_nothing_else_is_taken_for_a_stamp(value):
    before = json.dumps(value)
    drop_stamp(value)
    assert json.dumps(value) == before


def test_the_stamp_tells_whoever_opens_the_file_what_it_is():
    assert written(VALUE, "yaml").splitlines()[0] == (
        "# Written by dataplan-sync pull. Edit it as you like: the next pull keeps your comments and your order."
    )
    assert json.loads(written(VALUE, "json"))["$comment"].startswith(
        "Written by dataplan-sync pull. Edit it as you like: the next pull keeps your comments and your order. pulled: "
    )
