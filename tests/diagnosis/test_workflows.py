from __future__ import annotations

from pathlib import Path

import pytest

from dataplan_sync.diagnosis.diagnosis import State
from dataplan_sync.diagnosis.workflows import diagnose_workflow
from tests.file_schemas.documents import value_of

EXAMPLES = Path(__file__).parents[2] / "examples" / "workflows"
CHECKOUT = {"uses": "actions/checkout@v7", "with": {"fetch-depth": 0}}
INPUTS = {"workspace-id": "1", "client-id": "${{ secrets.A }}", "client-secret": "${{ secrets.B }}"}
USE = "dataplan-sync/dataplan-sync@9c091bb"


def workflow(on, permissions=None, *, inputs=(), steps=None, **job):
    step = {"uses": USE, "with": {**INPUTS, **dict(inputs)}}
    granted = {} if permissions is None else {"permissions": permissions}
    return {"on": on, "jobs": {"it": {**job, **granted, "steps": steps or [CHECKOUT, step]}}}


def found(value):
    return [
        (diagnosis.state.value, diagnosis.told.partition(": ")[2])
        for diagnosis in diagnose_workflow("x.yml", value)
        if diagnosis.state is not State.SOUND
    ]


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yml")), ids=lambda file: file.stem)
def test_the_examples_lack_nothing_but_a_release(file):
    value = value_of(file.read_text("utf-8"))
    assert {told for _, told in found(value)} == {"the action has no version yet"}
    released = file.read_text("utf-8").replace("@" + "0" * 40, "@" + "1" * 40)
    (sound,) = diagnose_workflow(file.name, value_of(released))
    assert sound.state is State.SOUND


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"jobs": []}, {"jobs": {"a": None}}, {"jobs": {"a": {"steps": [None, {}]}}}],
)
def test_a_workflow_that_does_not_use_the_action_is_nobodys_business(value):
    assert diagnose_workflow("x.yml", value) == ()


READ = {"contents": "read"}
COMMENT = {"contents": "read", "pull-requests": "write"}
APPLY = {"contents": "write", "pull-requests": "write"}


@pytest.mark.parametrize(
    ("value", "missing"),
    [
        (workflow("pull_request", COMMENT), []),
        (workflow("pull_request", READ), ["pull-requests: write"]),
        (workflow("pull_request", READ, inputs={"comment": "off"}), []),
        (workflow("pull_request", {}), ["contents: read", "pull-requests: write"]),
        (workflow("pull_request", "read-all"), ["pull-requests: write"]),
        (workflow("pull_request", "write-all"), []),
        (workflow({"push": {"branches": ["main"]}}, APPLY), []),
        (workflow(["push", "pull_request"], COMMENT), ["contents: write"]),
        (workflow(["push", "pull_request"], COMMENT, **{"if": "github.event_name != 'push'"}), []),
        (workflow(["push", "pull_request"], APPLY, **{"if": "github.event_name == 'push'"}), []),
        (workflow("schedule", READ), []),
        (workflow("schedule", READ, inputs={"on-drift": "issue"}), ["issues: write"]),
        (workflow("workflow_dispatch", READ, inputs={"command": "drift"}), []),
        (
            workflow("workflow_dispatch", READ, inputs={"command": "apply"}),
            ["contents: write", "pull-requests: write"],
        ),
    ],
)
def test_each_event_needs_its_permissions(value, missing):
    assert found(value) == [
        ("faulty", told)
        for permission in missing
        for _, told in found(value)
        if told.startswith(f"{permission} is missing")
    ]
    assert len(found(value)) == len(missing)


def test_the_permissions_of_the_workflow_hold_where_the_job_has_none():
    value = {**workflow("push"), "permissions": APPLY}
    assert found(value) == []
    narrowed = {**workflow("push", READ), "permissions": APPLY}
    assert len(found(narrowed)) == 2


def test_permissions_that_nobody_speaks_of_are_not_judged():
    assert found(workflow("push")) == [
        ("unknown", "no permissions are said, so the repository's settings decide")
    ]


@pytest.mark.parametrize("on", ["release", "pull_request_target", None])
def test_a_trigger_that_cannot_work_or_is_dangerous_is_a_fault(on):
    states = [state for state, _ in found(workflow(on, APPLY))]
    assert states == ["faulty"]


def test_a_checkout_comes_first_and_is_deep():
    step = {"uses": USE, "with": INPUTS}
    shallow = {"uses": "actions/checkout@v7"}
    assert [state for state, _ in found(workflow("push", APPLY, steps=[step]))] == ["faulty"]
    assert [state for state, _ in found(workflow("push", APPLY, steps=[shallow, step]))] == [
        "advice"
    ]


def test_a_credential_is_handed_over():
    bare = {"uses": USE, "with": {"workspace-id": "1"}}
    (without,) = found(workflow("push", APPLY, steps=[CHECKOUT, bare]))
    assert without == ("faulty", "no credential is handed to the action")
    by_variable = {**bare, "env": {"DEV_ID": "${{ secrets.A }}"}}
    assert found(workflow("push", APPLY, steps=[CHECKOUT, by_variable])) == []
    validates = {"uses": USE, "with": {"command": "validate", "comment": "off"}}
    assert found(workflow("pull_request", READ, steps=[CHECKOUT, validates])) == []
