from __future__ import annotations

from pathlib import Path

import pytest

from dataplan_sync.configuration import ConfiguredWorkspace, Policy, Thresholds
from dataplan_sync.credentials import USUAL, Credentials
from dataplan_sync.files.configuration_file import read_configuration
from dataplan_sync.files.configured_rules import KnownRules
from dataplan_sync.model import DataPlanKey
from dataplan_sync.scope import Scope

FILE = Path("config/dataplan-sync.yaml")
SECRET = "aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1fG"


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def reading(text):
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(text, "utf-8")
        return read_configuration(FILE, KnownRules((), ()))

    return reading


def told(loaded):
    return [
        f"{problem.mark.line}:{problem.mark.column} {problem.message}"
        for problem in loaded.problems
    ]


def test_workspaces_are_read_in_their_order_with_policy_laid_over_the_general_one(read):
    loaded = read(
        """\
policy: {prune: true, allow_delete: [old], thresholds: {deletions: 1, removed_fraction: 1}}
workspaces:
  prod:
    id: 7506
    credentials: {client_id_env: PROD_ID, client_secret_file: secrets/prod}
    include: [shop, "mobile_*"]
    exclude: ["*_test"]
    policy: {prune: false, allow_delete: [], thresholds: {deletions: 9}}
  dev: {id: 7505}
"""
    )
    general = Policy(
        prune=True,
        allow_delete=(DataPlanKey("old"),),
        thresholds=Thresholds(deletions=1, removed_fraction=1.0),
    )
    own = Policy(thresholds=Thresholds(deletions=9, removed_fraction=1.0))
    credentials = Credentials.of("prod", "PROD_ID", Path("config/secrets/prod"))
    scope = Scope(("shop", "mobile_*"), ("*_test",))
    assert loaded.problems == ()
    assert loaded.configuration.workspaces == (
        ConfiguredWorkspace("prod", 7506, credentials, scope, own),
        ConfiguredWorkspace("dev", 7505, USUAL, Scope(), general),
    )


def test_what_holds_in_a_workspace_deletes_nothing_that_it_is_not_about(read):
    configuration = read(
        "policy: {prune: true, allow_delete: [old, older]}\n"
        "workspaces: {dev: {id: 1, exclude: [old]}}\n"
    ).configuration
    here = configuration.of(configuration.workspaces[0])
    assert here.policy.allow_delete == (DataPlanKey("older"),)
    assert here.policy_keys == ("workspaces", "dev", "policy")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("workspaces: []", "1:1 workspaces must be an object, not a list"),
        (
            "workspaces: {all: {id: 1}}",
            '1:14 a workspace cannot be called "all", which stands for every one of them',
        ),
        ('workspaces: {"7505": {id: 7505}}', '1:14 "7505" would be taken for an id'),
        ("workspaces: {a b: {id: 1}}", '1:14 "a b" cannot be the name of a workspace'),
        ("workspaces: {dev: }", '1:14 dev lacks its "id": the number of the workspace'),
        ("workspaces: {dev: 7505}", "1:14 dev must be an object, not 7505"),
        ("workspaces: {dev: {}}", '1:14 "id" is missing: the number of the workspace'),
        ("workspaces: {dev: {id: 0}}", "1:20 id must be a whole number above 0, such as 7505"),
        (
            "workspaces: {dev: {id: 99999999999999999999}}",
            "1:20 id must be a whole number above 0, such as 7505",
        ),
        ("workspaces: {dev: {id: x}}", '1:20 id must be a whole number from 0 on, not "x"'),
        (
            "workspaces: {dev: {id: 1, inclde: []}}",
            '1:27 unknown key "inclde": did you mean "include"?',
        ),
        (
            "workspaces: {dev: {id: 1, include: [3]}}",
            "1:37 include lists ids of data plans or patterns such as mobile_*, not a number",
        ),
        (
            "workspaces: {dev: {id: 1, policy: {prnue: true}}}",
            '1:36 unknown key "prnue": did you mean "prune"?',
        ),
        (
            "workspaces: {dev: {id: 1}, prod: {id: 1}}",
            "1:35 dev and prod have the same id, and would undo each other: keep one",
        ),
        (
            "workspaces: {dev: {id: 1, credentials: {client_id_env: A, client_id_file: b}}}",
            "1:59 client_id_env and client_id_file contradict each other: keep one",
        ),
        (
            "workspaces: {dev: {id: 1, credentials: {client_id_evn: A}}}",
            '1:41 unknown key "client_id_evn": did you mean "client_id_env"?',
        ),
        (
            "workspaces: {dev: {id: 1, credentials: {client_secret_env: [A]}}}",
            "1:41 client_secret_env must be text, not a list",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(read, text, problem):
    (found,) = told(read(text))
    assert found.startswith(problem)


@pytest.mark.parametrize("key", ["client_secret", "client_secret_env", "client_id_env"])
@pytest.mark.parametrize("value", [SECRET, "with-dashes-it-is-no-name"])
def test_a_secret_in_the_file_is_a_problem_that_does_not_show_it(read, key, value):
    loaded = read(f"workspaces: {{dev: {{id: 1, credentials: {{{key}: {value}}}}}}}")
    (problem,) = loaded.problems
    assert "revoke it" in problem.message
    assert value not in repr(problem) + str(problem)
    assert problem.excerpt is None
    assert value not in repr(loaded.configuration.workspaces)


def test_a_long_name_of_a_variable_is_no_secret(read):
    name = "MPARTICLE_CLIENT_SECRET_OF_DEV_2"
    loaded = read(f"workspaces: {{dev: {{id: 1, credentials: {{client_secret_env: {name}}}}}}}")
    assert loaded.problems == ()
    assert loaded.configuration.workspaces[0].credentials.client_secret.variable == name
