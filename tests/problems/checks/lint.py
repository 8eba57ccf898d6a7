"""Short ways to what rules find in a schema, in a data point, or in a version."""

from __future__ import annotations

from dataplan_sync.model import DataPoint, DataPointMatch, DataPointValidator
from dataplan_sync.problems.checks.catalogue import check_data_plan
from dataplan_sync.problems.checks.version_view import PlacedSchema
from dataplan_sync.problems.rule_settings import RuleSettings
from tests import builders

DEFINITION = (
    "data_plan_versions",
    1,
    "version_document",
    "data_points",
    0,
    "validator",
    "definition",
)
ATTRIBUTES = (*DEFINITION, "properties", "data", "properties", "custom_attributes")


def schema_findings(check_schema, schema):
    """What one module finds in a schema: the rule's id, and the keys that lead to the place."""
    return sorted((found.rule.id, found.path) for found in check_schema(PlacedSchema((), schema)))


def schema_messages(check_schema, schema):
    return [found.message for found in check_schema(PlacedSchema((), schema))]


def point(match_type, criteria=None, definition=None, *, description="Seen", validator=None):
    return DataPoint(
        DataPointMatch(match_type, criteria or {}),
        DataPointValidator(validator or "json_schema", definition or {}),
        description,
    )


def screen(name, attributes=None):
    definition = builders.definition(attributes) if attributes else None
    return point("screen_view", {"screen_name": name}, definition)


def event(name, attributes=None, *, kind="other"):
    criteria = {"event_name": name, "custom_event_type": kind}
    return point("custom_event", criteria, builders.definition(attributes) if attributes else None)


def described(**schema):
    return {"type": "string", "description": "What it says", **schema}


def data_plan_findings(*points, settings=None, number=1, data_plan_id="shop"):
    version = builders.version(number, *points, data_plan_id=data_plan_id)
    whole = builders.data_plan(version, data_plan_id=data_plan_id)
    return list(check_data_plan(whole, settings or RuleSettings()))


def found(*points, **options):
    """The rule's id and the path below the list of data points, of everything that is found."""
    return [(each.rule.id, each.path[4:]) for each in data_plan_findings(*points, **options)]


def messages(*points, **options):
    return [each.message for each in data_plan_findings(*points, **options)]
