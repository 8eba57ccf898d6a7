from __future__ import annotations

from pathlib import Path

import pytest

from dataplan_sync.files.configuration_file import read_configuration
from dataplan_sync.files.configured_overlay import undeclared
from dataplan_sync.files.configured_rules import KnownRules
from dataplan_sync.model import ActivatedEnvironment, DataPlanKey, DataPlanVersionKey, Mark
from dataplan_sync.overlay import DataPlanOverlay, Overlay, VersionOverlay

FILE = Path("dataplan-sync.yaml")
DECLARED = (DataPlanKey("shop"), DataPlanVersionKey("shop", 3))


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def reading(overlay):
        FILE.write_text(f"workspaces:\n  dev:\n    id: 1\n    overlay: {overlay}\n", "utf-8")
        return read_configuration(FILE, KnownRules((), ()))

    return reading


def test_what_is_otherwise_is_read_with_its_place(read):
    loaded = read(
        '{shop: {data_plan_name: S, data_plan_description: "", versions: {3: {activated_environment: none}, '
        '"*": {version_description: d}}}}'
    )
    assert loaded.problems == ()
    versions = {
        "3": VersionOverlay(Mark(str(FILE), 4, 79), None, ActivatedEnvironment.NONE),
        "*": VersionOverlay(Mark(str(FILE), 4, 113), "d", None),
    }
    assert loaded.configuration.workspaces[0].overlay == Overlay(
        {"shop": DataPlanOverlay(Mark(str(FILE), 4, 15), "S", "", versions)}
    )


@pytest.mark.parametrize(
    ("overlay", "problem"),
    [
        ("[]", "overlay must be an object, not a list"),
        ("{a b: {data_plan_name: x}}", 'data_plan_id "a b" holds a space; use letters'),
        ("{shop: {name: x}}", 'unknown key "name": did you mean "data_plan_name"?'),
        ("{shop: {data_plan_name: ''}}", 'data_plan_name must be text, not ""'),
        ("{shop: {versions: {x: {}}}}", '"x" is no number of a version, such as 3, nor "*"'),
        ("{shop: {versions: {03: {}}}}", '"03" is no number of a version, such as 3, nor "*"'),
        (
            "{shop: {versions: {3: {activated_environment: live}}}}",
            'activated_environment must be one of none, development, production, not "live"',
        ),
        (
            "{shop: {versions: {3: {activated_environment: }}}}",
            "activated_environment must be one of none, development, production, not nothing",
        ),
        ("{shop: {versions: {3: {data_points: []}}}}", 'unknown key "data_points"'),
    ],
)
def test_what_is_wrong_is_said(read, overlay, problem):
    (found,) = read(overlay).problems
    assert found.message.startswith(problem)
    assert found.mark.line == 4


@pytest.mark.parametrize(
    ("overlay", "messages"),
    [
        ("{shop: {versions: {3: {}}}}", []),
        ('{"*": {versions: {9: {}}}, shop: {versions: {"*": {}}}}', []),
        ("{shopp: {versions: {3: {}}}}", ['no plan file declares shopp: did you mean "shop"?']),
        ("{zzz: {}}", ["no plan file declares zzz"]),
        ("{shop: {versions: {4: {}}}}", ["no plan file declares shop v4"]),
    ],
)
def test_what_no_plan_file_declares_is_a_problem(read, overlay, messages):
    configuration = read(overlay).configuration
    assert [found.message for found in undeclared(configuration, DECLARED)] == messages
    assert list(undeclared(configuration, DECLARED, {"shop", "shopp", "zzz"})) == []
