from __future__ import annotations

import pytest

from dataplan_sync.render import comment, shared_definitions
from dataplan_sync.render.ladder import RUNGS, Rung
from tests.render.comments import FACTS
from tests.render.shared_reports import shared

EVENTS = [f"Event {number}" for number in range(1, 13)]
(WORKSPACE,) = shared().workspaces
PRICE = (
    "- `shared/commerce.yaml#/price` hits 2 data points: purchase (shop version 3); "
    "purchase (feed version 1)"
)


def test_a_comment_names_every_event_that_a_shared_definition_changes_outside_of_any_fold():
    body = comment.render(shared(), FACTS).body
    told = f"- `shared/device.yaml` hits 12 events: {', '.join(EVENTS)} (shop version 3)\n{PRICE}\n"
    before, found, _ = body.partition(told)
    assert found
    assert before.count("<details>") == before.count("</details>")


@pytest.mark.parametrize("rung", RUNGS)
def test_however_little_room_there_is_no_event_is_left_out_uncounted(rung):
    text = shared_definitions.block(WORKSPACE, rung)
    shown = sum(f"{name}," in text or f"{name} (" in text for name in EVENTS)
    assert "hits 12 events" in text
    assert shown == 12 or f"+{12 - shown} more" in text


def test_more_definitions_than_there_is_room_for_are_counted():
    text = shared_definitions.block(WORKSPACE, Rung(items=1))
    assert text.splitlines()[1:] == ["- +1 more, see the job summary"]


def test_text_sums_up_only_what_changes_several_objects():
    assert list(shared_definitions.sentences(WORKSPACE)) == [
        PRICE.removeprefix("- ").replace("`", "")
    ]
