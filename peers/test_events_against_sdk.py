"""Our `node-sdk` semantics and the vendor's own validator find the same: word for word, in the same order.

`docs/events.md` lists what differs. Where the SDK throws, over a definition that does not compile, we say so in
a result. Release 1.0.3 also complains of user attributes that no data point plans, and later ones do not, so
every document here plans them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataplan_sync.events import Semantics, validate_batch
from peers.local_sdk import LocalSdk
from tests.events.strategies import batch, definitions, document, members, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONObject, JSONValue

UNUSABLE = "Invalid JSON Schema"
USERS = document({"title": "Anything"}, kind="user_attributes")["data_points"]
MANY = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def local_sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSdk]:
    with LocalSdk(tmp_path_factory.mktemp("sdk")) as sdk:
        yield sdk


def assert_agreement(sdk: LocalSdk, planned: JSONObject, sent: JSONObject) -> None:
    theirs = sdk.results(planned, sent)
    ours = validate_batch(planned, sent, semantics=Semantics.NODE_SDK)
    if theirs is None:
        assert UNUSABLE in str(ours)
    else:
        assert ours == theirs


@MANY
@given(definition=definitions, attributes=values)
def test_random_events(local_sdk: LocalSdk, definition: JSONValue, attributes: JSONValue) -> None:
    planned: JSONObject = {"data_points": [*document(definition)["data_points"], *USERS]}
    assert_agreement(local_sdk, planned, batch(attributes))


@MANY
@given(definition=definitions, attributes=st.none() | members)
def test_random_user_attributes(
    local_sdk: LocalSdk, definition: JSONValue, attributes: JSONValue
) -> None:
    planned = document(definition, kind="user_attributes")
    assert_agreement(local_sdk, planned, {"events": [], "user_attributes": attributes})


PLANNED: JSONObject = {
    "data_points": [
        {"match": match, "validator": {"type": "json_schema", "definition": {"required": ["x"]}}}
        for match in (
            {
                "type": "custom_event",
                "criteria": {"event_name": "Sent", "custom_event_type": "other"},
            },
            {"type": "screen_view", "criteria": {"screen_name": "7"}},
            {"type": "product_action", "criteria": {"action": "click"}},
            {"type": "promotion_action", "criteria": {"action": "view"}},
            {"type": "product_impression", "criteria": {}},
            {"type": "session_end"},
            {
                "type": "application_state_transition",
                "criteria": {"application_transition_type": "exit"},
            },
        )
    ]
    + USERS
}


@pytest.mark.parametrize(
    ("event_type", "data"),
    [
        ("custom_event", {"event_name": "Sent", "custom_event_type": "other"}),
        ("custom_event", {"event_name": "Sent", "custom_event_type": "search"}),
        ("custom_event", {"event_name": None}),
        ("custom_event", {}),
        ("custom_event", None),
        ("screen_view", {"screen_name": "7"}),
        ("screen_view", {"screen_name": 7}),
        ("screen_view", {"screen_name": ["7", None]}),
        ("screen_view", {}),
        ("screen_view", None),
        ("commerce_event", {"product_action": {"action": "click"}}),
        ("commerce_event", {"product_action": {}, "promotion_action": {"action": "view"}}),
        ("commerce_event", {"product_action": None, "promotion_action": {"action": "view"}}),
        ("commerce_event", {"promotion_action": {"action": "click"}}),
        ("commerce_event", {"product_impressions": []}),
        ("commerce_event", {"product_impressions": None}),
        ("commerce_event", None),
        ("session_start", {}),
        ("session_end", {}),
        ("application_state_transition", {"application_transition_type": "exit"}),
        ("application_state_transition", {}),
        ("application_state_transition", None),
        ("user_attributes", {}),
        ("product_impression", {}),
        ("profile", {}),
    ],
)
def test_events_of_every_kind(local_sdk: LocalSdk, event_type: str, data: JSONValue) -> None:
    assert_agreement(local_sdk, PLANNED, {"events": [{"event_type": event_type, "data": data}]})


@pytest.mark.parametrize(
    "definition",
    [
        {
            "properties": {"data": {"$ref": "#/definitions/d"}},
            "definitions": {"d": {"required": ["a"]}},
        },
        {"properties": {"data": {"$ref": "#/definitions/gone"}}},
        {"$schema": "http://json-schema.org/draft-07/schema#", "maxProperties": 1},
        {"$schema": "http://json-schema.org/draft-04/schema#", "maxProperties": 1},
        {"format": "duration"},
        {"properties": {"data": {"enum": ["BQ", "BQ"]}}},
        {"exclusiveMinimum": True},
        {},
        True,
        False,
        None,
    ],
)
def test_definitions_as_a_whole(local_sdk: LocalSdk, definition: JSONValue) -> None:
    (point,) = document(True)["data_points"]
    point["validator"]["definition"] = definition
    assert_agreement(local_sdk, {"data_points": [point, *USERS]}, batch({"a": 1}))


TEXTS_OF_FORMATS = {
    "date": ("2020-02-30", "2020-13-01", "2020-20-01", "2020-1-01", "a2020-01-01"),
    "time": (
        "12:00:00",
        "23:59:60",
        "24:00:00",
        "30:00:00",
        "12:00:00.5+01:00",
        "12:00",
        "12:00:00Z",
    ),
    "date-time": ("2020-01-01T12:00:00Z", "2020-01-01\u00a012:00:00z", "2020-01-01T12:00:00"),
    "uri": ("http://a", "http:", "mailto:x", "a:b c", "1a:b", "//x", "a"),
    "uri-reference": ("", "//x", "/a/b", "#f", "#a b", "a#b\\", "\\a", "a\\b", "a b"),
    "uri-template": ("", "/{x}", "{+x,y:3}", "{x", "{}", "a b"),
    "url": ("http://example.com", "ftp://a.b.co", "http://a", "https://a.b.co/x y", "mailto:x"),
    "email": ("a@b", "a@b.c", "a_%@b.c", "a b@c", "a@-b", "é@b.c", "@b"),
    "hostname": ("a", "a.b", "-a", "a-", "a..b", "x" * 63, "x" * 64, "a_b"),
    "ipv4": ("1.2.3.4", "01.2.3.4", "256.1.1.1", "1.2.3", "1.2.3.4.5"),
    "ipv6": ("::1", "1::2::3", "fe80::1%eth0", " ::1 ", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", "1:2"),
    "regex": ("a", "[a-z", "(a)", "a{2", "\\Z", "a\\Z", "(?<n>a)\\k<n>", "a**"),
    "uuid": (
        "123e4567-E89b-12d3-a456-426614174000",
        "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
        "1",
    ),
    "json-pointer": ("", "/", "/a~0", "/a~2", "a"),
    "json-pointer-uri-fragment": ("#", "#/a%20", "#/%zz", "a"),
    "relative-json-pointer": ("0", "01", "1#", "2/~1", "0/a", "a"),
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in TEXTS_OF_FORMATS.items() for text in texts]
)
def test_formats(local_sdk: LocalSdk, name: str, text: str) -> None:
    definition = {"properties": {"a": {"format": name}}}
    planned: JSONObject = {"data_points": [*document(definition)["data_points"], *USERS]}
    assert_agreement(local_sdk, planned, batch({"a": text}))


PATTERNS = (
    *(
        "^a$",
        r"\d",
        r"^\s+$",
        r"[\s]",
        r"\S",
        r"\w+",
        r"\bb",
        "a.b",
        "[^]",
        "[]",
        r"\p{L}",
        r"[\p{L}]",
    ),
    *(
        r"\y\Z\A",
        r"\u00e9",
        r"\x61",
        r"\cA",
        r"(?<n>a)\k<n>",
        r"(a)\1",
        "a{,3}",
        "a{2",
        "{",
        "}",
        "]",
    ),
    *("a{1,2}{2}", "a++", "(?>a)", "(?i)a", "[a-z-[aeiou]]", "[[]", "[[a]]", "(?=a)a", "(?<=a)b"),
    *(r"\/", r"\-", r"[\-]", r"[a\]b]", "[]a]", "(?#c)a", "(?P<n>a)", r"[\b]", "a|b|", "^(a+)+$"),
    *(
        r"[\w.-]+@",
        "[&&a]",
        "$^",
        "a$b",
        "a**",
        "(",
        ")",
        "[z-a]",
        r"[\d-x]",
        r"[a-\d]",
        r"\é",
        "(?!a)",
        r"[\s-x]",
        r"[\w-\.]",
        r"^[a-z\_]+$",
        r"(a)|b\1",
        r"(?<n>a)|\k<n>b",
        "(?<=a+)b",
        "(?<!a|bc)b",
        r"(?<=\w+)b",
        r"(?<=[\d\s]*)b",
        r"(?<=a+)\u2028?.$",
        r"^(\w+\s?)+$",
        r"(?'q'a)\k'q'",
    ),
)
TEXTS_OF_PATTERNS = (
    *(
        "a",
        "b",
        "ab",
        "aab",
        "aa",
        "é",
        "",
        "a\n",
        "a b",
        " ",
        "\u00a0",
        "{",
        "}",
        "a{,3}",
        "p{L}",
        "L",
    ),
    *("yZA", "]", "[", "\x01", "a-b", "-", "&", "x@", "\u2028", "1", "\u0661", "a\u2028b"),
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns(local_sdk: LocalSdk, pattern: str) -> None:
    definition = {"items": {"pattern": pattern}}
    planned: JSONObject = {"data_points": [*document(definition)["data_points"], *USERS]}
    assert_agreement(local_sdk, planned, batch(list(TEXTS_OF_PATTERNS)))
