from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from dataplan_sync.changes import ABSENT
from dataplan_sync.configuration import Acceptance, Configuration, Policy, Thresholds
from dataplan_sync.files.configuration_file import default_file, read_configuration
from dataplan_sync.files.configured_rules import KnownRules
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey, Mark
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule_settings import RuleSettings

KNOWN = KnownRules({"missing-description", "personal-data"}, {"POINT_REMOVED", "TYPE_NARROWED"})
FILE = Path("dataplan-sync.yaml")


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def reading(text, *, at=FILE):
        at.parent.mkdir(exist_ok=True)
        at.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_configuration(at, KNOWN)

    return reading


def told(loaded):
    return [
        f"{problem.mark.line}:{problem.mark.column} {problem.message}"
        for problem in loaded.problems
    ]


def test_everything_that_it_says_is_read(read):
    loaded = read(
        """\
version: 1
plans: data/plans
policy:
  prune: true
  allow_delete: [shop, shop/3]
  allow_production_edit: true
  allow_empty: true
  allow_raise_several: true
  allow_lower: true
  thresholds: {deletions: 0, deleted_fraction: 1, removed_fraction: 0.75}
rules:
  missing-description: off
  personal-data: {severity: error, names: [email, phone]}
accepted:
  - rule: POINT_REMOVED
    path: [shop, 3, "custom_event:other:A"]
    reason: not sent any more
    expires: 2027-03-31
  - {rule: TYPE_NARROWED, path: [shop], reason: fine, after: null}
"""
    )
    assert loaded.problems == ()
    place = ("shop", "3", "custom_event:other:A")
    assert loaded.configuration == Configuration(
        plans="data/plans",
        policy=Policy(
            prune=True,
            allow_delete=(DataPlanKey("shop"), DataPlanVersionKey("shop", 3)),
            allow_production_edit=True,
            allow_empty=True,
            allow_raise_several=True,
            allow_lower=True,
            thresholds=Thresholds(deletions=0, deleted_fraction=1.0, removed_fraction=0.75),
        ),
        accepted=(
            Acceptance(
                "POINT_REMOVED",
                place,
                "not sent any more",
                Mark(str(FILE), 15, 5),
                date(2027, 3, 31),
                ABSENT,
            ),
            Acceptance("TYPE_NARROWED", ("shop",), "fine", Mark(str(FILE), 19, 5), None, None),
        ),
        rules=RuleSettings(
            {"missing-description": None, "personal-data": Severity.ERROR}, ("email", "phone")
        ),
        marks=loaded.configuration.marks,
    )
    assert loaded.configuration.marks["policy", "thresholds", "deletions"].line == 10
    assert ("accepted",) in loaded.configuration.marks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        "{}",
        "policy:\naccepted:\nrules:\n",
        "policy:\n  allow_delete:\n  thresholds:\n",
    ],
)
def test_a_file_that_says_nothing_is_the_defaults(read, text):
    loaded = read(text)
    assert loaded.problems == ()
    assert loaded.configuration == Configuration(marks=loaded.configuration.marks)


def test_a_file_that_does_not_exist_says_nothing(tmp_path):
    path = tmp_path / "none.yaml"
    assert read_configuration(path, KNOWN).configuration == Configuration(file=path.as_posix())


def test_plan_files_are_looked_for_from_where_the_file_is(read):
    loaded = read("plans: ../plans", at=Path("config/my.yaml"))
    assert (loaded.configuration.file, loaded.configuration.plans) == (
        "config/my.yaml",
        "config/../plans",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("polcy: {}", '1:1 unknown key "polcy": did you mean "policy"?'),
        ("policy: {prnue: true}", '1:10 unknown key "prnue": did you mean "prune"?'),
        (
            "policy: {thresholds: {x: 1}}",
            '1:23 unknown key "x": known here are deletions, deleted_fraction, removed_fraction',
        ),
        ("policy: {on_conflit: x}", '1:10 unknown key "on_conflit": did you mean "on_conflict"?'),
        ("version: 2", "1:1 version must be 1: it is the format of this file"),
        ("version: '1'", '1:1 version must be a whole number from 0 on, not "1"'),
        ("plans: []", "1:1 plans must be text, not a list"),
        ("plans: ''", '1:1 plans must be text, not ""'),
        ("policy: true", "1:1 policy must be an object, not true"),
        ("policy: {prune: yes}", '1:10 prune must be true or false, not "yes"'),
        ("policy: {allow_delete: shop}", '1:10 allow_delete must be a list, not "shop"'),
        (
            "policy: {allow_delete: [shop/x]}",
            '1:25 allow_delete lists data plans and versions, such as shop or shop/3, not "shop/x"',
        ),
        (
            "policy: {allow_delete: [a b]}",
            '1:25 allow_delete lists data plans and versions, such as shop or shop/3, not "a b"',
        ),
        (
            "policy: {allow_delete: [3]}",
            "1:25 allow_delete lists data plans and versions, such as shop or shop/3, not a number",
        ),
        (
            "policy: {thresholds: {deletions: 1.5}}",
            "1:23 deletions must be a whole number from 0 on, not 1.5",
        ),
        (
            "policy: {thresholds: {deletions: true}}",
            "1:23 deletions must be a whole number from 0 on, not true",
        ),
        (
            "policy: {thresholds: {removed_fraction: 30}}",
            "1:23 removed_fraction must be a number from 0 to 1, such as 0.3, not 30",
        ),
        (
            "rules: {missing_description: off}",
            '1:9 there is no rule "missing_description": did you mean "missing-description"?',
        ),
        ("rules: {zzz: off}", '1:9 there is no rule "zzz"'),
        (
            "rules: {missing-description: {names: []}}",
            "1:9 missing-description must be one of error, warning, off",
        ),
        (
            "rules: {personal-data: {severity: loud}}",
            "1:25 severity must be one of error, warning, off",
        ),
        ("rules: {personal-data: {names: [1]}}", "1:33 names lists text, not a number"),
        ("rules: {personal-data: {name: []}}", '1:25 unknown key "name": did you mean "names"?'),
        ("accepted: [x]", "1:12 accepted lists objects, not text"),
        (
            "accepted: [{rule: point-removed, path: [shop], reason: x}]",
            '1:13 there is no rule "point-removed": did you mean "POINT_REMOVED"?',
        ),
        ("accepted: [{rule: POINT_REMOVED, path: [shop]}]", '1:12 "reason" is missing'),
        (
            "accepted: [{rule: POINT_REMOVED, path: [shop], reason: ' '}]",
            '1:48 reason must be text, not " "',
        ),
        (
            "accepted: [{rule: POINT_REMOVED, path: [], reason: x}]",
            '1:34 "path" is missing: it names the data plan, the version and the place',
        ),
        (
            "accepted: [{rule: POINT_REMOVED, path: [true], reason: x}]",
            "1:41 path lists names and numbers, not true or false",
        ),
        (
            "accepted: [{rule: POINT_REMOVED, path: [a], reason: x, expires: 2027-02-30}]",
            '1:56 expires: there is no day "2027-02-30"',
        ),
        (
            "accepted: [{rule: POINT_REMOVED, path: [a], reason: x, expires: tomorrow}]",
            '1:56 expires must be a day such as 2026-03-31, not "tomorrow"',
        ),
        (
            "accepted: [{rule: POINT_REMOVED, path: [shop, 3, A], reason: x, expires: }]",
            "1:65 expires is left blank: write a day such as 2026-03-31, or leave it out",
        ),
        (
            "accepted: [{rule: POINT_REMOVED, path: [a], reason: x, environment: production}]",
            "1:56 environment can only be development; leave it out to accept everywhere",
        ),
        (
            "accepted: [{rule: POINT_REMOVED, path: ['*', 3, A], reason: x}]",
            '1:41 "*" cannot stand for the data plan or the version: name them',
        ),
        (
            "accepted: [{rule: POINT_REMOVED, path: [shop, '*', A], reason: x}]",
            '1:47 "*" cannot stand for the data plan or the version: name them',
        ),
        (
            "policy:\n  prune:\n",
            "2:3 prune is left blank: write true or false, or leave it out",
        ),
        (
            "policy: {thresholds: {deletions: null}}",
            "1:23 deletions is left blank: write a whole number from 0 on, or leave it out",
        ),
        (
            "policy: {thresholds: {removed_fraction: }}",
            "1:23 removed_fraction is left blank: write a number from 0 to 1, such as 0.3, or leave it out",
        ),
        ("version:", "1:1 version is left blank: write a whole number from 0 on, or leave it out"),
        ("plans: ~", "1:1 plans is left blank: write text, or leave it out"),
        ("accepted: [{rule: , path: [a], reason: x}]", '1:13 "rule" is missing'),
        ("[]", "1:1 the file must hold an object such as policy: {...}, not a list"),
        ("@", "1:1 "),
        ("plans: a\nplans: b", '2:1 "plans" is already a key of this object'),
    ],
)
def test_what_is_wrong_is_said_with_its_place(read, text, problem):
    loaded = read(text)
    (found,) = told(loaded)
    assert found.startswith(problem)
    assert loaded.problems[0].severity is Severity.ERROR


def test_all_that_is_wrong_is_said_at_once_in_order(read):
    loaded = read("accepted: [1]\npolicy: {prune: 1}\nrules: []\nx: 1\n")
    assert [problem.mark.line for problem in loaded.problems] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("data", "rule"), [(b"\xff\xfea", "not-utf8"), (b"a: \0\n", "binary-file")]
)
def test_what_is_no_text_is_said(read, data, rule):
    assert [problem.rule for problem in read(data).problems] == [rule]


def test_what_cannot_be_read_is_said(tmp_path):
    (problem,) = read_configuration(tmp_path, KNOWN).problems
    assert problem.message.startswith("the file cannot be read: ")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no sparse files by default")
def test_a_file_too_large_for_a_configuration_is_not_parsed(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    (problem,) = read_configuration(path, KNOWN).problems
    assert "MiB" in problem.message


def test_the_file_is_found_under_both_extensions(tmp_path):
    yaml, yml = tmp_path / "dataplan-sync.yaml", tmp_path / "dataplan-sync.yml"
    assert default_file(tmp_path) == yaml
    yml.touch()
    assert default_file(tmp_path) == yml
    yaml.touch()
    assert default_file(tmp_path) == yaml
