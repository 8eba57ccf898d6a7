"""What an unsuccessful JSON answer says, in each of the forms that are known."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import told

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "errors", "error", "match_key", "x"]), inner, max_size=4
        )
    ),
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, []),
        ({}, []),
        ("no", ['"no"']),
        ({"message": "Bad credentials", "documentation_url": "u"}, ["Bad credentials"]),
        (
            {
                "message": "Validation Failed",
                "errors": [{"message": "too long", "field": "body"}, "x"],
            },
            ["Validation Failed", "too long", "x"],
        ),
        (
            {"message": "Validation Failed", "errors": [{"code": "already_exists"}]},
            ["Validation Failed", '{"code": "already_exists"}'],
        ),
        ({"errors": [{"message": "No", "match_key": "a", "schema_pointer": "/b"}]}, ["No (a /b)"]),
        ({"error": "access_denied", "error_description": "Unauthorized"}, ["Unauthorized"]),
        ({"status": 1}, ['{"status": 1}']),
    ],
)
def test_what_each_api_says(value, expected):
    assert list(told.messages(json.dumps(value).encode(), html=False)) == expected


@given(VALUES)
def test_whatever_it_is_something_is_said_about_it(value):
    said = told.messages(json.dumps(value).encode(), html=False)

    assert all(isinstance(text, str) for text in said)
    assert said or not value or (isinstance(value, dict) and "errors" in value)
