"""Small builders of data plans for tests: what a test does not say gets the plainest value."""

from __future__ import annotations

from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlan,
    DataPlanVersion,
    DataPoint,
    DataPointMatch,
    DataPointValidator,
    VersionDocument,
)


def definition(attributes=None, required=(), **data):
    """An event's definition as real plans write it."""
    custom = {
        "type": "object",
        "additionalProperties": False,
        "properties": attributes or {},
        "required": list(required),
    }
    return {"properties": {"data": {"properties": {"custom_attributes": custom}, **data}}}


def custom_event(name, attributes=None, required=(), *, kind="other", description="", extra=None):
    return DataPoint(
        DataPointMatch("custom_event", {"event_name": name, "custom_event_type": kind}),
        DataPointValidator("json_schema", definition(attributes, required)),
        description,
        extra or {},
    )


def user_attributes(attributes, **root):
    return DataPoint(
        DataPointMatch("user_attributes", {}),
        DataPointValidator("json_schema", {"properties": attributes, **root}),
        "",
    )


def document(*points, **extra):
    return VersionDocument(tuple(points), extra)


def version(number, *points, environment="none", description=None, data_plan_id="shop", extra=None):
    return DataPlanVersion(
        data_plan_id,
        number,
        description,
        ActivatedEnvironment(environment) if environment else None,
        document(*points),
        extra or {},
    )


def data_plan(*versions, data_plan_id="shop", name="Shop", description=None, extra=None):
    return DataPlan(data_plan_id, name, description, tuple(versions), extra or {})
