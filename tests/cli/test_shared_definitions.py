"""A new attribute on twelve events is an edit of one line, and whoever looks is told which twelve."""

from __future__ import annotations

import pytest

EVENTS = [f"Event {number}" for number in range(1, 13)]
DEVICE = "os: {type: string, description: The operating system}\n"
IS_APP = "is_app: {type: boolean, description: Whether this is the app}\n"


def point(name, group="$ref: shared/device.yaml\n"):
    return (
        f"- custom_event: {name}\n  custom_event_type: other\n  description: It happened\n"
        f"  attributes:\n    {group}    own: {{type: string, description: Its own}}\n"
    )


@pytest.fixture
def twelve(cli):
    """Twelve events that take attributes from a group, and one that does not; applied."""
    cli.write(
        "plans/shop/versions/1.yaml",
        "activated_environment: development\ndata_points:\n"
        + "".join(map(point, EVENTS))
        + point("Other", ""),
    )
    cli.write("plans/shop/plan.yaml", "data_plan_name: Shop\n")
    cli.write("plans/shared/device.yaml", DEVICE)
    assert cli("apply", "--yes").exit_code == 0
    return cli


def test_one_line_in_a_shared_file_is_told_once_with_all_twelve_events(twelve):
    twelve.write("plans/shared/device.yaml", DEVICE + IS_APP)
    told = twelve("diff").out
    assert (
        "      ~ 12 events\n"
        '          + is_app  boolean, optional; "Whether this is the app" (shared/device.yaml)\n'
        f"            in      {', '.join(EVENTS)}\n"
    ) in told
    assert "Other" not in told


def test_markdown_names_the_definition_and_all_twelve_events_outside_of_any_fold(twelve):
    twelve.write("plans/shared/device.yaml", DEVICE + IS_APP)
    told = twelve("diff", "-o", "markdown").out
    assert (
        f"\n- `shared/device.yaml` hits 12 events: {', '.join(EVENTS)} (shop version 1)\n"
    ) in told


def test_json_names_the_definition_of_each_field_and_of_no_other(twelve):
    twelve.write("plans/shared/device.yaml", DEVICE + IS_APP)
    twelve.write(
        "plans/shop/versions/1.yaml",
        twelve.read("plans/shop/versions/1.yaml").replace("Its own", "My own", 1),
    )
    (workspace,) = twelve("diff", "-o", "json").json["workspaces"]
    (change,) = workspace["changes"]
    assert {(tuple(each["path"]), each.get("shared")) for each in change["fields"]} == {
        *(
            ((f"custom_event:other:{name}", "attributes", "is_app"), "shared/device.yaml")
            for name in EVENTS
        ),
        (("custom_event:other:Event 1", "attributes", "own", "description"), None),
    }


def test_an_attribute_that_leaves_a_shared_file_is_told_alike(twelve):
    twelve.write("plans/shared/device.yaml", IS_APP)
    assert '- os      string, optional; "The operating system" (shared/device.yaml)' in (
        twelve("diff").out
    )


def test_after_an_apply_nothing_differs(twelve):
    twelve.write("plans/shared/device.yaml", DEVICE + IS_APP)
    assert twelve("apply", "--yes").exit_code == 0
    assert twelve("diff", "--exit-code").exit_code == 0
