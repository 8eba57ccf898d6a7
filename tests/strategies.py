"""Hypothesis strategies for data plans: small, but with every trap that names and schemas hold."""

from __future__ import annotations

from hypothesis import strategies as st

from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlan,
    DataPlanVersion,
    DataPoint,
    DataPointMatch,
    DataPointValidator,
    VersionDocument,
)

NAMES = st.sampled_from(
    ["a", "b", "size", "type", "required", "properties", "enum", "__private", "NO", "x:y", "é|@"]
)
DESCRIPTIONS = st.sampled_from([None, "", "Something", "Something else"])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, 1.0, -2.0]), NAMES
)
TYPES = st.sampled_from(["string", "number", "boolean", "object", "null", "array"])


def _schema_level(children):
    maps = st.dictionaries(NAMES, children, max_size=3)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.one_of(TYPES, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
            "enum": st.lists(SCALARS, min_size=1, max_size=4),
            "const": SCALARS,
            "description": st.sampled_from(["", "text"]),
            "minimum": st.sampled_from([0, 1, 1.0, 2.5]),
            "pattern": st.just("^\\d+$"),
            "properties": maps,
            "required": st.lists(NAMES, max_size=3, unique=True),
            "additionalProperties": st.one_of(st.booleans(), children),
            "items": children,
        },
    )


SCHEMAS = st.recursive(_schema_level(st.just({})), _schema_level, max_leaves=6)


@st.composite
def definitions(draw):
    """A validator definition, most often of an event as real plans write it."""
    if draw(st.integers(0, 3)) == 0:
        return draw(SCHEMAS)
    attributes = draw(st.dictionaries(NAMES, SCHEMAS, max_size=4))
    custom = {
        "properties": attributes,
        "required": draw(st.lists(NAMES, max_size=3, unique=True)),
        "additionalProperties": draw(st.booleans()),
    }
    data = {"properties": {"custom_attributes": custom}, "additionalProperties": True}
    if draw(st.booleans()):
        data["required"] = ["custom_attributes"]
    return {"properties": {"data": data}}


MATCHES = st.one_of(
    st.builds(
        lambda name, kind: DataPointMatch(
            "custom_event", {"event_name": name, "custom_event_type": kind}
        ),
        NAMES,
        st.sampled_from(["other", "navigation"]),
    ),
    st.builds(lambda name: DataPointMatch("screen_view", {"screen_name": name}), NAMES),
    st.builds(
        lambda action: DataPointMatch("product_action", {"action": action}),
        st.sampled_from(["purchase", "refund"]),
    ),
    st.just(DataPointMatch("user_attributes", {})),
    st.just(DataPointMatch("user_identities", {})),
    st.just(DataPointMatch("product_impression", {})),
)
EXTRAS = st.dictionaries(st.sampled_from(["x_note", "x_flag"]), st.integers(0, 2), max_size=2)

DATA_POINTS = st.builds(
    lambda match, definition, description, extra: DataPoint(
        match, DataPointValidator("json_schema", definition), description, extra
    ),
    MATCHES,
    definitions(),
    DESCRIPTIONS,
    EXTRAS,
)
DOCUMENTS = st.builds(
    lambda points, extra: VersionDocument(tuple(points), extra),
    st.lists(DATA_POINTS, max_size=5, unique_by=lambda point: point.match.identity),
    EXTRAS,
)


@st.composite
def data_plans(draw, *, data_plan_id="shop", live=False):
    """A data plan. Live ones always say their environment, as the API does; desired ones may leave it out."""
    environments = st.sampled_from(list(ActivatedEnvironment))
    numbers = draw(st.lists(st.integers(1, 4), max_size=3, unique=True))
    versions = [
        DataPlanVersion(
            data_plan_id,
            number,
            draw(DESCRIPTIONS),
            draw(environments if live else st.none() | environments),
            draw(DOCUMENTS),
        )
        for number in sorted(numbers)
    ]
    name = draw(st.sampled_from(["Shop", "Shop 2"] if live else [None, "Shop", "Shop 2"]))
    return DataPlan(data_plan_id, name, draw(DESCRIPTIONS), tuple(versions))
