"""Small builders of data points, and of a change from one version to the next, for tests of impacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.changes import ChangeSet
from dataplan_sync.diff import diff_data_plan
from dataplan_sync.impact.assess import assess_all
from dataplan_sync.model import DataPlanVersionKey, DataPoint, DataPointMatch, DataPointValidator
from tests.builders import data_plan, version

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject

CLICK = DataPointMatch("custom_event", {"event_name": "Click", "custom_event_type": "other"})


def point(attributes, *, match=CLICK, closed=True, required=(), **data):
    """An event as plan files write it: custom attributes, of which some are required."""
    custom: JSONObject = {
        "type": "object",
        "additionalProperties": not closed,
        "properties": attributes,
        "required": list(required),
    }
    return of_custom_attributes(custom, match=match, required=required, **data)


def of_custom_attributes(custom, *, match=CLICK, required=(), **data):
    """An event whose custom attributes have a schema of any kind."""
    whole: JSONObject = {
        "type": "object",
        "additionalProperties": True,
        "properties": {"custom_attributes": custom, **data},
        "required": ["custom_attributes"] if required else [],
    }
    return DataPoint(match, DataPointValidator("json_schema", {"properties": {"data": whole}}), "")


def of_map(definition, kind="user_attributes"):
    """User attributes, or identities."""
    return DataPoint(DataPointMatch(kind, {}), DataPointValidator("json_schema", definition), "")


def impacts(before, after, *, environment="production"):
    """What a new version does in an environment where version 1 is what clients get, but for `ENV_RAISED`."""
    live = data_plan(version(1, *before, environment=environment))
    desired = data_plan(
        version(1, *before, environment=None), version(2, *after, environment=environment)
    )
    return tuple(
        impact
        for impact in assessed(desired, live).get(DataPlanVersionKey("shop", 2), ())
        if impact.rule != "ENV_RAISED"
    )


def assessed(desired, live):
    """The impacts of everything that differs between two states of a data plan."""
    found = diff_data_plan(desired, live, workspace_id=1)
    return assess_all(ChangeSet(1, found.changes))
