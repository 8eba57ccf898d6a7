"""What reasons say, word by word, where the words depend on the case."""

from __future__ import annotations

import pytest

from tests.impact.points import impacts, of_custom_attributes, of_map

TEXT = {"type": "string"}
NUMBER = {"type": "number"}
WHOLE = {"type": "integer"}


def attributes(**keywords):
    return of_custom_attributes({"type": "object", **keywords})


def maps(**listed):
    """An event with one attribute that holds any number of closed objects by name."""
    inner = {"type": "object", "properties": listed, "additionalProperties": False}
    outer = {"type": "object", "additionalProperties": inner}
    return attributes(properties={"map": outer})


CASES = {
    "removed where any is taken": (
        attributes(properties={"n": WHOLE}),
        attributes(),
        "n is no longer described for Click: it still passes, whatever it holds.",
    ),
    "removed where a schema binds it": (
        attributes(properties={"n": WHOLE}, additionalProperties=TEXT),
        attributes(additionalProperties=TEXT),
        (
            "n is no longer described for Click: it may now hold what attributes that are not listed there may hold. "
            "Once version 2 is active, data that holds anything else is reported as invalid."
        ),
    ),
    "removed where a wider schema binds it": (
        attributes(properties={"n": WHOLE}, additionalProperties=NUMBER),
        attributes(additionalProperties=NUMBER),
        "n is no longer described for Click: it may now hold what attributes that are not listed there may hold.",
    ),
    "added where a schema bound it": (
        attributes(additionalProperties=NUMBER),
        attributes(properties={"n": WHOLE}, additionalProperties=NUMBER),
        (
            "n is described for the first time in Click: until now it could hold what attributes that are not listed "
            "may hold. Once version 2 is active, data that holds anything else is reported as invalid."
        ),
    ),
    "removed from what has any name": (
        maps(n=TEXT, k=TEXT),
        maps(k=TEXT),
        (
            "n is removed from any attribute of map of Click, and only what is listed there is taken. Once version 2 is "
            "active, it may be blocked where it is still sent (if blocking is on), and cannot be replayed."
        ),
    ),
    "changed for any name": (
        attributes(additionalProperties=TEXT),
        attributes(additionalProperties=WHOLE),
        (
            "Any other attribute of Click takes a whole number instead of text. Once version 2 is active, data that "
            "holds anything else is reported as invalid."
        ),
    ),
    "required of a user": (
        of_map({}),
        of_map({"required": ["age"]}),
        (
            "The user attribute age must now be sent. Once version 2 is active, user attributes without it are reported "
            "as invalid."
        ),
    ),
    "less of a user's, by what cannot be compared": (
        of_map({}),
        of_map({"patternProperties": {"^a": TEXT}}),
        (
            "Less is taken for the user attributes than before (patternProperties). Whether data that is sent today "
            'still passes cannot be told: it depends on the keyword "patternProperties", which cannot be compared in '
            "general."
        ),
    ),
    "a type more": (
        attributes(properties={"a": TEXT}),
        attributes(properties={"a": {"type": ["string", "boolean"]}}),
        "a of Click takes text or true or false, no longer only text: the type of its column may change.",
    ),
    "a type more that changes nothing": (
        attributes(properties={"a": {**TEXT, "enum": ["x"]}}),
        attributes(properties={"a": {"type": ["string", "boolean"], "enum": ["x"]}}),
        "a of Click takes text or true or false, no longer only text. What is accepted stays the same.",
    ),
    "the only value, off the list": (
        attributes(properties={"a": {"const": "v1", "enum": ["v1", "v2"]}}),
        attributes(properties={"a": {"const": "v1", "enum": ["v2"]}}),
        'a of Click no longer takes "v1". Once version 2 is active, data that still holds it is reported as invalid.',
    ),
}


@pytest.mark.parametrize(("before", "after", "reason"), CASES.values(), ids=CASES)
def test_a_reason_fits_its_case(before, after, reason):
    assert [impact.reason for impact in impacts([before], [after])] == [reason]
