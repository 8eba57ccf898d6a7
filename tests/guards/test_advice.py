from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dataplan_sync.configuration import Acceptance, Configuration
from dataplan_sync.files.configuration_file import read_configuration
from dataplan_sync.files.configured_rules import KnownRules
from dataplan_sync.guards import advice
from dataplan_sync.guards.advice import ACCEPTED, Instruction
from dataplan_sync.hazards import Hazard, Permit
from dataplan_sync.model import Mark
from tests.guards.following import FILE, follow, follow_all
from tests.guards.gates import key
from tests.guards.styles import ENDINGS, STYLES

KNOWN = KnownRules({"missing-description"}, {"POINT_REMOVED", "CLOSED"})


def finding(*path, **more):
    return Permit(ACCEPTED, {"rule": "POINT_REMOVED", "path": list(path), "reason": "x", **more})


PRUNE = Permit(("policy", "prune"), True)
LOWER = Permit(("policy", "allow_lower"), True)
LIMIT = Permit(("policy", "thresholds", "deletions"), 7)
SHARE = Permit(("policy", "thresholds", "removed_fraction"), 0.58)
REMOVED = finding("shop", 2, "custom_event:other:Legacy: Click")
OTHER = finding("shop", 2, "screen_view:#1")


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def reading(text):
        file = Path(FILE)
        file.write_bytes(text.encode())
        loaded = read_configuration(file, KNOWN)
        assert loaded.problems == (), text
        return loaded.configuration

    return reading


def allowing(configuration, *permits):
    """Give what a configuration says once it also holds permits; where it says it is no matter."""
    for permit in permits:
        policy = configuration.policy
        match permit.keys:
            case ("accepted",):
                path = tuple(map(str, permit.value["path"]))
                entry = Acceptance("POINT_REMOVED", path, "x", Mark(FILE))
                configuration = replace(configuration, accepted=(*configuration.accepted, entry))
                continue
            case ("policy", "thresholds", name):
                limits = replace(policy.thresholds, **{name: permit.value})
                policy = replace(policy, thresholds=limits)
            case _:
                name = permit.keys[-1]
                policy = replace(policy, **{name: permit.value})
        configuration = replace(configuration, policy=policy)
    return said(configuration)


def said(configuration):
    entries = {replace(entry, mark=Mark(FILE)) for entry in configuration.accepted}
    return replace(configuration, accepted=entries, marks={})


def refused(*permits):
    return [Hazard("rule", key("shop"), "No.", permit) for permit in permits]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("style", STYLES)
def test_advice_followed_to_the_letter_changes_nothing_else(read, style, ending):
    text = ENDINGS[ending](STYLES[style])
    before = read(text)
    for permit in (PRUNE, LOWER, LIMIT, SHARE, REMOVED):
        after = read(follow(text, advice.advice(permit, before)))
        assert said(after) == allowing(before, permit)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "permits",
    [
        (PRUNE, LIMIT, REMOVED, SHARE, LOWER, OTHER),
        (PRUNE, LOWER),
        (LIMIT, SHARE),
        (REMOVED, OTHER),
    ],
    ids=["all", "keys", "limits", "findings"],
)
def test_what_is_said_in_one_piece_followed_to_the_letter_changes_nothing_else(
    read, style, ending, permits
):
    text = ENDINGS[ending](STYLES[style])
    before = read(text)
    after = read(follow_all(text, advice.in_one_piece(refused(*permits), before)))
    assert said(after) == allowing(before, *permits)


@pytest.mark.parametrize(
    ("style", "permit", "words"),
    [
        ("no file", PRUNE, "add at the end of FILE: policy: {prune: true}"),
        ("flow", PRUNE, "change line 2 of FILE to: policy: {allow_empty: true, prune: true}"),
        ("blank", PRUNE, "change line 1 of FILE to: policy: {prune: true}"),
        ("block", LOWER, "insert below line 1 of FILE (behind 4 spaces): allow_lower: true"),
        (
            "comments at the margin",
            PRUNE,
            "insert below line 1 of FILE (behind 2 spaces): prune: true",
        ),
        ("block", PRUNE, "change line 4 of FILE to (behind 4 spaces): prune: true"),
        (
            "thresholds in flow",
            SHARE,
            "change line 2 of FILE to (behind 2 spaces): thresholds: {deletions: 1, removed_fraction: 0.58}",
        ),
        (
            "thresholds in block",
            SHARE,
            "insert below line 3 of FILE (behind 2 spaces): removed_fraction: 0.58",
        ),
        (
            "thresholds in block",
            LOWER,
            "insert below line 2 of FILE (behind 1 space): allow_lower: true",
        ),
        (
            "values below their keys",
            PRUNE,
            "change lines 2 to 3 of FILE to (behind 2 spaces): prune: true",
        ),
        (
            "entries at the margin",
            OTHER,
            'insert below line 1 of FILE: - {rule: POINT_REMOVED, path: [shop, 2, "screen_view:#1"], reason: x}',
        ),
        (
            "JSON",
            PRUNE,
            "change lines 1 to 7 of FILE to: {version: 1, policy: {prune: true}, rules: {}}",
        ),
    ],
)
def test_advice_keeps_what_it_can_of_how_the_file_is_written(read, style, permit, words):
    told = advice.advice(permit, read(STYLES[style]))
    assert told == f"To allow it, {words}".replace("FILE", FILE)


def test_comments_of_block_style_stay(read):
    text = STYLES["block"]
    told = advice.in_one_piece(refused(LOWER, PRUNE, REMOVED), read(text))
    assert told == (
        "To allow all of this, add at the end of dataplan-sync.yaml:\n"
        "accepted:\n"
        '  - {rule: POINT_REMOVED, path: [shop, 2, "custom_event:other:Legacy: Click"], reason: x}\n'
        "Then change line 4 of dataplan-sync.yaml to:\n"
        "    prune: true\n"
        "Then insert below line 1 of dataplan-sync.yaml:\n"
        "    allow_lower: true"
    )
    assert [line for line in text.splitlines() if "#" in line] == [
        line for line in follow_all(text, told).splitlines() if "#" in line and "custom" not in line
    ]


def whole(permits):
    """Give what a file that holds nothing yet has to hold."""
    (step,) = advice.instructions(refused(*permits), Configuration())
    return "\n".join(step.lines)


def test_the_lines_for_a_file_hold_what_all_hazards_need_once_and_the_wider_of_two_limits():
    permits = [LIMIT, PRUNE, Permit(LIMIT.keys, 9), OTHER, OTHER, None]
    assert whole(permits) == (
        "policy:\n"
        "  thresholds:\n"
        "    deletions: 9\n"
        "  prune: true\n"
        "accepted:\n"
        '  - {rule: POINT_REMOVED, path: [shop, 2, "screen_view:#1"], reason: x}'
    )
    assert advice.instructions(refused(None), Configuration()) == ()


def test_a_file_in_flow_style_is_changed_line_by_line_from_its_end(read):
    configuration = read("version: 1\npolicy: {allow_empty: true}\naccepted: []\nrules: {}\n")
    assert advice.instructions(refused(PRUNE, OTHER), configuration) == (
        Instruction(
            "change line 3 of dataplan-sync.yaml to",
            (
                "accepted:",
                '  - {rule: POINT_REMOVED, path: [shop, 2, "screen_view:#1"], reason: x}',
            ),
        ),
        Instruction(
            "change line 2 of dataplan-sync.yaml to",
            ("policy:", "  allow_empty: true", "  prune: true"),
        ),
    )


def alike(count, *end, **more):
    return [finding("shop", 3, f"screen_view:{number}", *end, **more) for number in range(count)]


@pytest.mark.parametrize(
    ("permits", "paths"),
    [
        (alike(4, "attributes", "is_app"), [["shop", 3, "*", "attributes", "is_app"]]),
        (alike(3, "attributes", "is_app"), None),
        (alike(4), None),
        ([*alike(2, "a"), *alike(2, "b")], None),
        ([*alike(2, "a", after=1), *alike(4, "a", after=True)[2:]], None),
        (
            [*alike(4, "a", "type"), OTHER],
            [["shop", 3, "*", "a", "type"], ["shop", 2, "screen_view:#1"]],
        ),
        ([finding("shop", number, "A", "a") for number in range(1, 6)], None),
    ],
    ids=["four", "three", "nothing behind", "two of each", "values", "others", "versions"],
)
def test_more_than_three_findings_that_are_alike_are_accepted_by_one_entry(read, permits, paths):
    accepted = read(whole(permits)).accepted
    wanted = paths or [permit.value["path"] for permit in permits]
    assert [entry.path for entry in accepted] == [tuple(map(str, path)) for path in wanted]


def test_several_hazards_refer_to_one_piece_and_one_says_it_itself(read):
    configuration = read("")
    hazards = [
        advice.hazard("rule", key("shop"), "No.", permit, configuration)
        for permit in (PRUNE, LOWER)
    ]
    firm = Hazard("firm", key("shop"), "Never, because.")
    refer = "No. To allow it, see what dataplan-sync.yaml needs for all of this, said in one piece."
    found = advice.together([*hazards, firm], configuration)
    assert [hazard.message for hazard in found] == [refer, refer, "Never, because."]
    assert advice.together([hazards[0], firm], configuration) == (hazards[0], firm)


@pytest.mark.parametrize(
    ("permits", "lines"),
    [
        ([PRUNE], []),
        ([None, None], []),
        ([], []),
        ([None, PRUNE], ["No setting allows this (rule): No."]),
        (
            [PRUNE, None, LOWER],
            [
                "No setting allows this (rule): No.",
                "To allow the rest, add at the end of dataplan-sync.yaml:",
                "policy:",
                "  prune: true",
                "  allow_lower: true",
            ],
        ),
    ],
)
def test_what_nothing_allows_is_never_promised(read, permits, lines):
    assert advice.in_one_piece(refused(*permits), read("")).splitlines() == lines
