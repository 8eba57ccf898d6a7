from __future__ import annotations

import pytest
from jsonschema_rs import Draft7Validator

from dataplan_sync.events.formats import is_format
from dataplan_sync.impact.formats import breaking, following, follows

FORMATS = [
    "date-time", "date", "time", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "iri",
    "iri-reference", "uuid", "json-pointer", "regex",
]  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_validators_agree_on_every_sample(name):
    assert following(name)
    assert breaking(name)
    strict = Draft7Validator({"format": name}, validate_formats=True)
    for text in following(name):
        assert (strict.is_valid(text), is_format(text, name), follows(name, text)) == (True,) * 3
    for text in breaking(name):
        assert not is_format(text, name)
        assert follows(name, text) is False
        # Draft-07 does not know `uuid`, and a validator of that draft takes any text for one.
        assert name == "uuid" or not strict.is_valid(text)


@pytest.mark.parametrize("name", ["x-unheard-of", None, ["date"]])
def test_of_an_unknown_format_nothing_is_certain(name):
    assert (following(name), breaking(name), follows(name, "a")) == ((), (), None)
