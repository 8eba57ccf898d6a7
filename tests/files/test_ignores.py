from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import desired
from dataplan_sync.files.ignores import CommentedFiles
from dataplan_sync.problems import ignore_rules
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule_settings import RuleSettings
from tests.files.sources import MemorySource

WHY = "kept for the web team"


def problems(text, *, name="shop.yaml", **options):
    loaded = desired.load(MemorySource({name: text}), **options)
    return [f"{each.mark.line}:{each.mark.column} {each.rule}" for each in loaded.problems]


def messages(text):
    return [each.message for each in desired.load(MemorySource({"shop.yaml": text})).problems]


SHOP = "data_plan_id: shop\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param(
            f"{SHOP}x: 1 # dataplan-sync: ignore=unknown-key {WHY}\ny: 2\n",
            ["3:1 unknown-key"],
            id="at the end of a line: that line",
        ),
        pytest.param(
            f"{SHOP}# dataplan-sync: ignore=unknown-key {WHY}\nx: 1\ny: 2\n",
            ["4:1 unknown-key"],
            id="alone: what starts on the next line",
        ),
        pytest.param(
            f"{SHOP}# dataplan-sync: ignore=unknown-key {WHY}\n\n# note\nx: 1\ny: 2\n",
            ["6:1 unknown-key"],
            id="alone: the next line with content",
        ),
        pytest.param(
            f"{SHOP}data_plan_versions:\n  # dataplan-sync: ignore=unknown-key {WHY}\n"
            "  - version: 1\n    x: 1\n    data_points: []\n  - version: 2\n    x: 1\n    data_points: []\n",
            ["8:5 unknown-key"],
            id="alone: with all that belongs to it",
        ),
        pytest.param(
            f"{SHOP}# dataplan-sync: ignore=unknown-key {WHY}\ndata_plan_versions:\n"
            "- version: 1\n  x: 1\n  data_points: []\n",
            [],
            id="alone: a list that is not indented belongs to its key",
        ),
        pytest.param(
            f"# dataplan-sync: ignore=unknown-key {WHY}\n---\n{SHOP}x: 1\ny: 2\n",
            [],
            id="before the first content: the file",
        ),
        pytest.param(
            f"x: 1   #dataplan-sync:ignore = unknown-key  {WHY}\n{SHOP}", [], id="spaces do not matter"
        ),
        pytest.param(
            f"x: 1 # dataplan-sync: ignore=unknown-key {WHY}\r\n{SHOP}", [], id="lines of Windows"
        ),
    ],
)  # fmt: skip
def test_a_comment_ignores_what_it_stands_at(text, left):
    assert problems(text) == left


def test_several_rules_and_several_comments_may_speak_of_one_place():
    text = (
        f"# dataplan-sync: ignore=unknown-key {WHY}\n"
        f"x: 1 # dataplan-sync: ignore=unknown-key,unused-ignore {WHY}\n{SHOP}"
    )
    assert messages(text) == ["nothing here breaks unused-ignore; remove it from this comment"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{SHOP}# dataplan-sync: ignore=unknown-key {WHY}\n", ["2:1 unused-ignore"]),
        (
            f"{SHOP}x: 1\n# dataplan-sync: ignore=unknown-key {WHY}\n",
            ["2:1 unknown-key", "3:1 unused-ignore"],
        ),
        (f"{SHOP}x: 1 # dataplan-sync: ignore=unknown-key\n", ["2:6 ignore-without-reason"]),
        (f"{SHOP}x: 1 # dataplan-sync: ignore=unknown-key --\n", ["2:6 ignore-without-reason"]),
        (
            f"{SHOP}x: 1 # dataplan-sync: ignore=unknwon-key {WHY}\n",
            ["2:1 unknown-key", "2:6 unknown-rule"],
        ),
        (f"{SHOP}x: 1 # dataplan-sync: skip this\n", ["2:1 unknown-key", "2:6 malformed-ignore"]),
        (f"{SHOP}x: 1 # dataplan-sync: ignore=\n", ["2:1 unknown-key", "2:6 malformed-ignore"]),
    ],
)
def test_a_comment_that_does_not_do_its_work_is_reported(text, found):
    assert problems(text) == found


def test_messages_say_what_to_do():
    assert messages(f"{SHOP}data_plan_name: 1 # dataplan-sync: ignore=wrong-type,unknown-kye,zzz {WHY}\n") == [
        "data_plan_name must be text, not a number; put it in quotes",
        "wrong-type cannot be ignored, because the file cannot be read for certain; mend it",
        'there is no rule "unknown-kye": did you mean "unknown-key"?',
        'there is no rule "zzz": docs/rules.md lists them all',
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        f'data_plan_name: "# dataplan-sync: ignore=unknown-key {WHY}"\n',
        f"data_plan_name: |\n  # dataplan-sync: ignore=unknown-key {WHY}\n",
        "data_plan_name: a#dataplan-sync:ignore=unknown-key kept\n",
        f"# see dataplan-sync: ignore=unknown-key {WHY}\n",
    ],
    ids=["quotes", "a block", "no space before it", "a comment about it"],
)
def test_what_only_looks_like_such_a_comment_is_none(text):
    assert problems(f"{SHOP}{text}x: 1\n") == [f"{text.count(chr(10)) + 2}:1 unknown-key"]


def test_json_has_no_comments():
    name = f"# dataplan-sync: ignore=unknown-key {WHY}"
    text = f'{{"x": 1, "data_plan_id": "shop", "data_plan_name": "{name}"}}'
    assert problems(text, name="shop.json") == ["1:2 unknown-key"]


def test_a_comment_is_not_called_unused_where_not_everything_could_be_checked():
    text = f"data_plan_name: Shop # dataplan-sync: ignore=personal-data {WHY}\n"
    assert problems(text) == ["1:1 missing-data-plan-id"]
    assert problems(f"a: [ # dataplan-sync: ignore=personal-data {WHY}\n") == ["2:1 yaml-syntax"]


def test_without_checks_comments_are_heeded_and_not_judged():
    text = f"{SHOP}x: 1 # dataplan-sync: ignore=unknown-key\n"
    assert problems(text, check=False) == []


def test_what_is_wrong_with_comments_can_be_configured():
    text = f"{SHOP}x: 1 # dataplan-sync: ignore=unknown-key\n"
    assert problems(text, settings=RuleSettings({"ignore-without-reason": None})) == []
    loaded = desired.load(
        MemorySource({"shop.yaml": text}),
        settings=RuleSettings({"ignore-without-reason": Severity.ERROR}),
    )
    assert [each.rule for each in loaded.errors] == ["ignore-without-reason"]


def test_a_comment_counts_in_its_own_file_only():
    files: dict[str, str | bytes] = {
        "a.yaml": f"x: 1 # dataplan-sync: ignore=unknown-key {WHY}\ndata_plan_id: a\n"
    }
    files["b.yaml"] = "x: 1\ndata_plan_id: b\n"
    assert [str(each.mark) for each in desired.load(MemorySource(files)).problems] == [
        "plans/b.yaml:1:1"
    ]


def test_files_of_one_version_each_have_their_own():
    point = "- match: {{type: screen_view, criteria: {{screen_name: {0}}}}}\n  x: 1{1}\n  description: d\n  validator: {{definition: {{}}}}\n"
    files: dict[str, str | bytes] = {
        "m/versions/1/a.yaml": point.format("A", f" # dataplan-sync: ignore=unknown-key {WHY}"),
        "m/versions/1/b.yaml": point.format("B", ""),
    }
    assert [str(each.mark) for each in desired.load(MemorySource(files)).problems] == [
        "plans/m/versions/1/b.yaml:2:3"
    ]


def test_the_files_stay_those_of_the_source():
    source = MemorySource({"a.yaml": "a: 1\n"})
    files = CommentedFiles(source)
    assert (files.root, files.paths(), files.read("a.yaml")) == ("plans", ["a.yaml"], b"a: 1\n")
    assert files.ignores() == ()


PIECES = st.sampled_from(
    [
        "data_plan_id: shop",
        "x: 1",
        "x: |",
        'x: "',
        '"',
        "- 1",
        "data_plan_versions:",
        "  - version: 1",
        "    data_points: []",
        "    y: {a: [",
        "---",
        "",
        "# dataplan-sync: ignore=unknown-key why",
    ]
)
ENDS = st.sampled_from(["", " # dataplan-sync: ignore=unknown-key why", "# dataplan-sync:"])


@given(st.lists(st.tuples(PIECES, ENDS), max_size=8))
def test_comments_only_ever_take_unknown_keys_away(lines):
    marked = "".join(f"{piece}{end}\n" for piece, end in lines)
    plain = marked.replace("dataplan-sync:", "dataplan-sink:")
    own = {rule.id for rule in ignore_rules.RULES}
    left = [found for found in problems(marked) if found.split(" ")[1] not in own]
    everything = problems(plain)

    assert [found for found in everything if found in left] == left
    assert all(found.endswith(" unknown-key") for found in everything if found not in left)
