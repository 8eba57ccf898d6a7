from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings

from dataplan_sync.files.document import MAX_DEPTH
from dataplan_sync.files.text import Text
from dataplan_sync.files.writer import write_yaml
from dataplan_sync.files.yaml_reader import read_yaml
from tests.files.values import TEXT, TRICKY, typed, values

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.problem import Problem


def read(text: str):
    problems: list[Problem] = []
    document = read_yaml(Text(text, "f.yaml"), problems)
    assert problems == []
    assert document is not None
    return document.value


@settings(max_examples=400, deadline=None)
@given(values())
def test_what_is_written_reads_back_with_its_types(value):
    assert typed(read(write_yaml(value))) == typed(value)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_text_is_text_to_a_yaml_1_1_reader_too(text):
    assert yaml.load(write_yaml({"key": text}), Loader=yaml.SafeLoader) == {"key": text}
    assert yaml.load(write_yaml({text: 1}), Loader=yaml.SafeLoader) == {text: 1}


@settings(deadline=None)
@given(values())
def test_the_bytes_of_a_file_hold_what_was_written(value):
    text = write_yaml(value)

    assert text.encode().decode("utf-8-sig") == text
    assert text.endswith("\n")


@given(TRICKY, TRICKY)
def test_without_libyaml_text_survives_too(first, second):
    value: JSONValue = {first: [second, {second: first}]}
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeDumper", raising=False)
        patch.delattr(yaml, "CSafeLoader", raising=False)
        assert typed(read(write_yaml(value))) == typed(value)


def test_a_version_looks_as_people_write_it():
    value: JSONValue = {
        "data_plan_id": "shop",
        "version": 3,
        "version_description": "Adds the gift wrap.\nSee the tracking guide.\n",
        "data_points": [
            {
                "description": "Ships to: NO",
                "match": {"type": "product_action", "criteria": {"action": "purchase"}},
                "validator": {
                    "type": "json_schema",
                    "definition": {
                        "enum": ["NO", "SE", None, True, 1.5, 1e21, "1e21"],
                        "pattern": "^\\d+$",
                        "title": "Größe ✓",
                        "const": "2020-01-01",
                    },
                },
                "extra": {"empty": {}, "none": [], "text": ""},
            }
        ],
    }

    assert write_yaml(value) == (
        "data_plan_id: shop\n"
        "version: 3\n"
        "version_description: |\n"
        "  Adds the gift wrap.\n"
        "  See the tracking guide.\n"
        "data_points:\n"
        "  - description: 'Ships to: NO'\n"
        "    match:\n"
        "      type: product_action\n"
        "      criteria:\n"
        "        action: purchase\n"
        "    validator:\n"
        "      type: json_schema\n"
        "      definition:\n"
        "        enum:\n"
        "          - 'NO'\n"
        "          - SE\n"
        "          - null\n"
        "          - true\n"
        "          - 1.5\n"
        "          - 1.0e+21\n"
        "          - '1e21'\n"
        "        pattern: ^\\d+$\n"
        "        title: Größe ✓\n"
        "        const: '2020-01-01'\n"
        "    extra:\n"
        "      empty: {}\n"
        "      none: []\n"
        "      text: ''\n"
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("half \ud83d", "half a character"),
        ({"\udc00": 1}, "half a character"),
        ([float("nan")], "nan is no JSON number"),
        (float("-inf"), "-inf is no JSON number"),
        (10**1500, "too long"),
    ],
)
def test_what_no_file_can_hold_is_refused(value, message):
    with pytest.raises(ValueError, match=message):
        write_yaml(value)


def nested(levels: int, *, kind: type):
    value: JSONValue = None
    for _ in range(levels):
        value = [value] if kind is list else {"a": value}
    return value


@pytest.mark.parametrize("kind", [list, dict])
def test_depth_is_bounded_as_it_is_for_reading(kind):
    deepest = nested(MAX_DEPTH, kind=kind)

    assert read(write_yaml(deepest)) == deepest
    with pytest.raises(ValueError, match="more than 100 deep"):
        write_yaml(nested(MAX_DEPTH + 1, kind=kind))


def test_the_same_list_twice_is_written_twice():
    shared: JSONValue = ["a"]

    assert write_yaml({"a": shared, "b": shared}) == "a:\n  - a\nb:\n  - a\n"
