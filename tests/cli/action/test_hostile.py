"""Names in data plans may hold anything: none of it acts as Markdown, HTML, a workflow command or an output."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import SHOP
from tests.github.server.faults import Fault

NAMES = [
    "x\n::error::pwned",
    "::set-output name=fingerprint::pwned",
    "##[error]pwned ##[set-output name=fingerprint]pwned",
    "%0A::add-mask::pwned",
    "\r\n::stop-commands::pwned\r",
    "fingerprint<<EOF\npwned\nEOF\nexit-code=0",
    "--> <script>pwned()</script><!-- dataplan-sync:review {} -->",
    "<img src=https://evil.example/p.png onerror=pwned()>",
    "![p](https://evil.example/p.png) [click](javascript:pwned())",
    "@acme/owners #1 acme/plans#2 GH-3 https://evil.example www.evil.example",
    "a | b | c\n|---|---|\n",
    "```\n~~~\n</details></details>\n# Heading",
    "`code` **bold** _it_ ~~no~~ $x^2$ :tada:",
    "\u202eevil\u2066 \x1b[31mred\x1b[0m \x07 \x00",
    "=1+1\n- list\n> quote\n<!--",
]
ACTIVE = re.compile(
    r"<(?!/?(?:details|summary|code|sub|br|wbr)>|!-- /?dataplan-sync:)|(?<![\w&;`])@\w|\]\((?!https://github\.com/acme/plans/actions)|https?://(?!github\.com/acme/plans/actions)"
)
SAFE_COMMANDS = re.compile(r"::(?:stop-commands|error|warning|notice|[0-9a-f]{32})[ :]")


def hostile(name):
    """A data plan with a name in every place that takes text."""
    text = json.dumps(name)
    plan = SHOP.replace("data_plan_name: Shop", f"data_plan_name: {text}")
    plan = plan.replace("Something was bought", "DESCRIPTION").replace("DESCRIPTION", text)
    plan = plan.replace("event_name: Bought", f"event_name: {text}")
    return plan.replace(
        "{size: {type: string, enum: [S, M, NO]}}", f"{{{text}: {{type: string, enum: [{text}]}}}}"
    ).replace("required: [size]", f"required: [{text}]")


def unfenced(markdown):
    """Markdown without its code blocks and spans, in which GitHub acts on nothing."""
    blocks = re.sub(r"(?ms)^(`{3,})[a-z]*\n.*?\n\1$", "", markdown)
    return re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", blocks)


def commands(stream):
    """The lines of a log that the runner acts on, as its own parser finds them."""
    stopped, found = "", []
    for line in re.split(r"\r\n|\n|\r", stream):
        start = line.lstrip()
        if stopped:
            stopped = "" if start == f"::{stopped}::" else stopped
        elif start.startswith("::stop-commands::"):
            stopped = start.removeprefix("::stop-commands::")
        elif start.startswith("::") or "##[" in line:
            found.append(start)
    assert not stopped
    return found


def assert_inert(step):
    for line in commands(step.log):
        assert SAFE_COMMANDS.match(line), line
        assert "\x1b" not in line
    assert commands(step.err) == []
    assert step.outputs["exit-code"] == str(step.exit_code)
    assert "pwned" not in str(step.outputs)
    assert set(step.outputs) == {
        *("changes", "creates", "updates", "deletes", "drift", "breaking"),
        *("fingerprint", "exit-code", "failure-reason", "report-path"),
    }
    assert_inert_markdown(step.summary)


def assert_inert_markdown(markdown):
    found = ACTIVE.search(unfenced(markdown))
    assert not found, markdown[max(0, found.start() - 80) : found.end() + 80]
    shown = unfenced(markdown)
    assert shown.count("<details>") == shown.count("</details>")
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", markdown)


def write_all(workflow, change=lambda text, _name: text):
    """A data plan for every name, in files of their own."""
    for number, name in enumerate(NAMES):
        text = hostile(name).replace("data_plan_id: shop", f"data_plan_id: p{number}")
        workflow.cli.write(f"plans/p{number}.yaml", change(text, name))


def test_names_are_inert_from_the_pull_request_to_the_drift_issue(workflow):
    workflow.world.open_pull(1)
    write_all(workflow)

    opened = workflow.pull_request()
    assert_inert(opened)
    assert opened.exit_code == 0, opened.log
    (comment,) = workflow.world.comments.values()
    assert_inert_markdown(comment.body)
    assert len(re.findall("(?m)^<!-- dataplan-sync:", comment.body)) == 2

    merged = workflow.push(workflow.world.merge(1))
    assert_inert(merged)
    assert merged.exit_code == 0, merged.log
    assert_inert_markdown(comment.body)

    write_all(workflow, lambda text, _name: text.replace("enum: [", "enum: [other, "))
    drifted = workflow.schedule(on_drift="issue")
    assert_inert(drifted)
    assert (drifted.exit_code, drifted.outputs["drift"]) == (3, str(len(NAMES)))
    (issue,) = [one for one in workflow.world.issues.values() if one.pull is None]
    assert_inert_markdown(issue.body)


def test_what_is_wrong_with_them_is_told_without_acting_on_it(workflow):
    workflow.world.open_pull(1)
    write_all(
        workflow,
        lambda text, name: text.replace("type: custom_event,", f"type: {json.dumps(name)},"),
    )

    step = workflow.pull_request()

    assert step.exit_code == 4
    assert_inert(step)
    (comment,) = workflow.world.comments.values()
    assert_inert_markdown(comment.body)


def test_ids_of_data_plans_act_on_nothing_either(workflow):
    workflow.world.open_pull(1)
    for number, name in enumerate(NAMES):
        text = SHOP.replace("data_plan_id: shop", f"data_plan_id: {json.dumps(name)}")
        workflow.cli.write(f"plans/p{number}.yaml", text)

    assert_inert(workflow.pull_request())
    assert_inert(workflow.push(workflow.head))


@pytest.mark.parametrize(
    "name", ["##[set-output name=x]pwned", "::set-output name=x::pwned", "p q.r_s~t"]
)
def test_an_id_that_is_valid_acts_on_nothing_while_it_is_applied(workflow, name):
    """Progress goes to stderr, which the runner reads as well."""
    workflow.cli.write(
        "plans/p.yaml", SHOP.replace("data_plan_id: shop", f'data_plan_id: "{name}"')
    )

    assert_inert(workflow.push(workflow.head))


@pytest.mark.parametrize("name", NAMES)
def test_what_an_api_answers_acts_on_nothing(workflow, name):
    workflow.world.open_pull(1)
    workflow.hub.faults.append(Fault("POST", "/comments$", status=403, body={"message": name}))
    told = {"kind": "status", "match": {"method": "GET"}, "status": 403}
    workflow.cli.emulator.inject({**told, "body": {"errors": [{"message": name}]}})

    step = workflow.pull_request()

    assert step.exit_code == 1
    assert_inert(step)
