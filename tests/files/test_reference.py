from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.files.reference import BadReferenceError, Reference, is_within, near_file, parse

HOME = "mobile/versions/3/checkout.yaml"


@pytest.mark.parametrize(
    ("text", "path", "keys"),
    [
        ("shared/commerce.yaml#/price", "shared/commerce.yaml", ("price",)),
        ("shared/commerce.yaml", "shared/commerce.yaml", ()),
        ("shared/commerce.yaml#", "shared/commerce.yaml", ()),
        ("shared/commerce.yaml#/", "shared/commerce.yaml", ()),
        ("./price.yaml#/a/b", "mobile/versions/3/price.yaml", ("a", "b")),
        ("../../shared.yaml#/a", "mobile/shared.yaml", ("a",)),
        ("shared/../types.yaml#/a", "types.yaml", ("a",)),
        ("#/definitions/price", HOME, ("definitions", "price")),
        ("a.yaml#/a~1b~0c", "a.yaml", ("a/b~c",)),
        ("a.yaml#/unit%20price", "a.yaml", ("unit price",)),
    ],
)
def test_a_reference_names_a_file_and_the_keys_in_it(text, path, keys):
    assert parse(text, HOME) == Reference(path, keys)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://example.com/a.yaml#/a", "nothing is fetched"),
        ("file:///etc/passwd", "nothing is fetched"),
        ("//host/a.yaml", "nothing is fetched"),
        ("C:\\a.yaml", "nothing is fetched"),
        ("/etc/passwd", "write etc/passwd"),
        ("../../../../secret.yaml#/a", "leads out of the plans folder"),
        ("shared/../../secret.yaml", "leads out of the plans folder"),
        ("..", "leads out of the plans folder"),
        ("a.yaml#price", "write a.yaml#/price"),
        ("", "empty"),
        (" a.yaml", "blanks"),
    ],
)
def test_what_is_no_reference_says_what_to_write(text, told):
    with pytest.raises(BadReferenceError, match=told.replace("/", "[/]")):
        parse(text, HOME)


@given(st.lists(st.text(), min_size=1).filter(lambda keys: keys != [""]))
def test_a_reference_as_it_is_shown_names_the_same(keys):
    reference = Reference("shared/a.yaml", tuple(keys))
    try:
        assert parse(str(reference), HOME) == reference
    except BadReferenceError:
        assert str(reference) != str(reference).strip()


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("#/definitions/a", True),
        ("#", True),
        ("#/definitions/b", False),
        ("#a", False),
        ("shared/a.yaml#/definitions/a", False),
        (1, False),
    ],
)
def test_json_schemas_own_references_lead_to_a_part_of_their_definition(target, expected):
    assert is_within({"definitions": {"a": {}}}, target) is expected
    assert not is_within(None, target)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("commerce.yaml", "shared/commerce.yaml"),
        ("plans/shared/commerce.yaml", "shared/commerce.yaml"),
        ("shared/commerce.yml", "shared/commerce.yaml"),
        ("shared/comerce.yaml", "shared/commerce.yaml"),
        ("shared/users.yaml", None),
    ],
)
def test_a_path_to_no_file_is_near_another(path, near):
    assert near_file(path, ("shop.yaml", "shared/commerce.yaml")) == near
