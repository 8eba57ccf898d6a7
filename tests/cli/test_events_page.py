"""The examples of `docs/events.md` are true."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dataplan_sync import desired
from dataplan_sync.files.fixtures import run_fixtures
from dataplan_sync.files.source import WorkTree
from tests.files.sources import MemorySource

PAGE = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
SHOP = """\
data_plan_id: shop
data_plan_versions:
  - version: 1
    data_points:
      - description: Clicked the main button
        match: {type: custom_event, criteria: {event_name: Landing Button Click, custom_event_type: other}}
        validator:
          type: json_schema
          definition:
            properties:
              data:
                properties:
                  custom_attributes:
                    additionalProperties: false
                    properties: {size: {type: string, enum: [S, M, L]}}
      - description: What is known about the user
        match: {type: user_attributes, criteria: {}}
        validator:
          type: json_schema
          definition: {additionalProperties: false, properties: {$Age: {type: integer}}}
"""


def block(mark, language):
    found = re.search(rf"<!-- {mark}: .*? -->\n```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def click(**attributes):
    data = {"event_name": "Landing Button Click", "custom_event_type": "other"}
    return {"event_type": "custom_event", "data": {**data, "custom_attributes": attributes}}


def write_example(cli):
    basket = {"event_type": "screen_view", "data": {"screen_name": "Basket"}}
    batches = [{"events": [click(size="S")]}, {"events": [click(size="XL", colour="red"), basket]}]
    cli.write("plans/shop.yaml", SHOP)
    cli.write("sent.jsonl", "".join(f"{json.dumps(batch)}\n" for batch in batches))


def test_the_example_prints_what_the_page_shows(cli):
    write_example(cli)
    command, _, shown = block("example", "console").partition("\n")
    result = cli(*command.removeprefix("$ dataplan-sync ").split())
    assert (result.exit_code, result.out) == (1, shown)


def test_the_result_is_that_of_the_example(cli):
    write_example(cli)
    report = cli("check-events", "sent.jsonl", "--plan", "shop", "-o", "json").json
    assert report["results"][0]["result"] == json.loads(block("result", "json"))


def test_every_member_of_the_json_document_is_named(cli):
    write_example(cli)
    report = cli("check-events", "sent.jsonl", "--plan", "shop", "-o", "json").json
    members = {*report, *report["summary"], *report["results"][0], *report["data_points"][0]}
    unnamed = {name for name in members if f"`{name}`" not in PAGE}
    assert unnamed == {"format_version", "workspaces"}


def test_the_fixture_events_do_as_they_must(cli):
    cli.write("plans/shop.yaml", SHOP)
    state = desired.load(WorkTree(cli.directory / "plans")).state
    source = MemorySource({"shop/tests/page.yaml": block("fixtures", "yaml")})
    shop = state.load("shop")
    assert shop
    assert run_fixtures(source, lambda _: shop.versions).problems == ()
