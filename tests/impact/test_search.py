from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft7Validator

from dataplan_sync.impact import sameness
from dataplan_sync.impact.parsing import Parser
from dataplan_sync.impact.reading import Reading
from dataplan_sync.impact.search import Search
from tests.impact.schemas import schema_pairs, values_near


@settings(max_examples=100)
@given(st.data())
def test_values_that_are_asked_for_in_number_are_all_there_are(data):
    before, after = data.draw(schema_pairs())
    parser, search = Parser(), Search(Reading.STRICT)
    wide, narrow = Draft7Validator(before), Draft7Validator(after)
    nodes = (parser.parse(before), parser.parse(after))
    for value in search.values(nodes, None, 3, nulls=True):
        assert wide.is_valid(value)
        assert narrow.is_valid(value)
    lost = search.values(nodes[:1], nodes[1], 3, nulls=True)
    assert all(wide.is_valid(value) and not narrow.is_valid(value) for value in lost)
    keys = {sameness.key(value) for value in lost}
    assert len(keys) == len(lost)
    for value in data.draw(st.lists(values_near(before, after), max_size=5)):
        if len(lost) < 3 and wide.is_valid(value) and not narrow.is_valid(value):
            assert sameness.key(value) in keys
