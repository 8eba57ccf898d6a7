from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dataplan_sync.events.tally import BatchPlace
from dataplan_sync.files.batches import SentBatch, UnreadableBatch, read_batches

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue

BATCH: dict[str, list[JSONValue]] = {"events": [{"event_type": "session_start", "data": {}}]}
OTHER = {"user_attributes": {"a": 1}}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*paths, stdin=b""):
    return list(read_batches(map(Path, paths), io.BytesIO(stdin)))


def written(here, name, content):
    path = here / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def at(file, *, line=None, index=None, value=BATCH):
    return SentBatch(BatchPlace(file, line, index), value)


def test_a_file_may_hold_one_batch(here):
    written(here, "a.json", json.dumps(BATCH, indent=2))
    assert read("a.json") == [at("a.json")]


def test_a_file_may_hold_a_list_of_batches(here):
    written(here, "a.json", json.dumps([BATCH, OTHER]))
    assert read("a.json") == [at("a.json", index=0), at("a.json", index=1, value=OTHER)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.NDJSON", "a.json", "a.log"])
def test_a_file_may_hold_a_batch_a_line(here, name):
    written(here, name, f"{json.dumps(BATCH)}\n\n{json.dumps(OTHER)}\r\n")
    assert read(name) == [at(name, line=1), at(name, line=3, value=OTHER)]


def test_a_directory_is_read_in_order(here):
    for name in ("b.json", "c/a.jsonl", "a.json"):
        written(here, f"sent/{name}", json.dumps(BATCH))
    written(here, "sent/readme.md", "not a batch")
    assert [read.place for read in read("sent")] == [
        BatchPlace("sent/a.json", None, None),
        BatchPlace("sent/b.json", None, None),
        BatchPlace("sent/c/a.jsonl", 1, None),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps(BATCH), [at("-")]),
        (
            f"{json.dumps(BATCH)}\n{json.dumps(OTHER)}",
            [at("-", line=1), at("-", line=2, value=OTHER)],
        ),
    ],
)
def test_a_dash_is_standard_input(content, expected):
    assert read("-", stdin=content.encode()) == expected


def test_a_byte_order_mark_is_dropped(here):
    written(here, "a.json", b"\xef\xbb\xbf" + json.dumps(BATCH).encode())
    assert read("a.json") == [at("a.json")]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (BatchPlace("a.json", None, None), "a.json"),
        (BatchPlace("a.json", None, 3), "a.json[3]"),
        (BatchPlace("a.jsonl", 3, None), "a.jsonl:3"),
    ],
)
def test_a_place_is_shown_as_editors_know_it(place, text):
    assert str(place) == text


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "a.json",
            '{\n  "events": [,]\n}',
            "a.json:2: this is no JSON: Expecting value, in column 14",
        ),
        ("a.json", "", "a.json:1: this is no JSON: Expecting value, in column 1"),
        ("a.json", b"\xff{}", "a.json: byte 0 is not UTF-8; save the file as UTF-8"),
        ("a.json", '{"events": [NaN]}', "a.json: this is no JSON: NaN is no number in JSON"),
        (
            "a.json",
            "[" * 100_000,
            "a.json: this is no JSON: objects and lists stand too deep inside one another",
        ),
        (
            "a.jsonl",
            "{",
            "a.jsonl:1: this is no JSON: Expecting property name enclosed in double quotes, in column 2",
        ),
        ("a.jsonl", b"\xff", "a.jsonl:1: byte 0 is not UTF-8; save the file as UTF-8"),
        ("a.json", "7", "a.json: a batch is an object with a list of events"),
        ("a.json", "[[]]", "a.json[0]: a batch is an object with a list of events"),
        (
            "a.json",
            '{"event_type": "x", "data": {}}',
            'a.json: this is an event; put it into a batch: {"events": [...]}',
        ),
        (
            "a.json",
            '{"version": 1}',
            "a.json: a batch has events, user_attributes or user_identities; this object has none of them",
        ),
        ("a.json", '{"events": {}}', "a.json: events is not a list"),
        ("a.json", '{"events": [{}]}', "a.json: events[0] is no object with an event_type"),
        ("a.json", '{"events": [7]}', "a.json: events[0] is no object with an event_type"),
        (
            "a.json",
            '{"events": [{"event_type": "x"}, {"event_type": "x", "data": []}]}',
            "a.json: events[1].data is no object",
        ),
        ("a.json", '{"user_attributes": []}', "a.json: user_attributes is no object"),
    ],
)
def test_what_is_no_batch_is_said_with_its_place(here, name, content, expected):
    found = read(written(here, name, content))
    assert [str(one) for one in found if isinstance(one, UnreadableBatch)] == [expected]


def test_reading_goes_on_after_what_is_no_batch(here):
    written(here, "a.jsonl", f"{{\n{json.dumps(BATCH)}\n[]\n")
    written(here, "b.json", json.dumps([7, BATCH]))
    assert [type(found) for found in read("a.jsonl", "gone.json", "b.json")] == [
        UnreadableBatch,
        SentBatch,
        UnreadableBatch,
        UnreadableBatch,
        UnreadableBatch,
        SentBatch,
    ]


def test_nothing_to_read_is_an_error(here):
    (here / "empty").mkdir()
    assert [str(found) for found in read("gone.json", "empty")] == [
        "gone.json: No such file or directory",
        "empty: there are no *.json and *.jsonl files in here",
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"events": None, "user_attributes": {"a": 1}},
        {"events": [{"event_type": "session_start"}], "user_attributes": None},
        {"user_identities": {"email": "a@b.c"}},
    ],
)
def test_missing_parts_of_a_batch_are_no_flaw(here, value):
    written(here, "a.json", json.dumps(value))
    assert read("a.json") == [at("a.json", value=value)]


NOTHING = "there are no events and no user attributes in here, so nothing is checked; look at what writes it"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", ""),
        ("a.jsonl", "\n\n"),
        ("a.json", "[]"),
        ("a.json", '{"events": []}'),
        ("a.json", '{"events": null, "user_attributes": {}}'),
        ("sent/a.jsonl", '{"events": []}\n{"user_attributes": null}\n'),
    ],
)
def test_a_path_with_nothing_to_check_is_an_error(here, name, content):
    written(here, "full.json", json.dumps(BATCH))
    path = written(here, name, content).split("/")[0]
    told = [str(one) for one in read("full.json", path) if isinstance(one, UnreadableBatch)]
    assert told == [f"{path}: {NOTHING}"]


def test_standard_input_with_nothing_to_check_is_an_error():
    assert read("-", stdin=b"[]") == [UnreadableBatch("-", NOTHING)]


def test_an_empty_batch_among_others_is_no_flaw(here):
    written(here, "a.json", json.dumps([{"events": []}, BATCH]))
    assert [type(found) for found in read("a.json")] == [SentBatch, SentBatch]


def test_what_is_wrong_within_a_batch_hides_nothing_else_of_it(here):
    value: JSONObject = {"events": [3, *BATCH["events"], {"data": {}}], "user_attributes": []}
    written(here, "a.json", json.dumps(value))
    *told, sent = read("a.json")
    assert [str(one) for one in told] == [
        "a.json: user_attributes is no object",
        "a.json: events[0] is no object with an event_type",
        "a.json: events[2] is no object with an event_type",
    ]
    unreadable = frozenset({("user_attributes",), ("events", 0), ("events", 2)})
    assert sent == SentBatch(BatchPlace("a.json", None, None), value, unreadable)
