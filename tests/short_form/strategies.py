"""Hypothesis strategies for data points as the API may hold them: usual ones, odd ones, nonsense."""

from __future__ import annotations

import copy

from hypothesis import strategies as st

from dataplan_sync.short_form.keys import KINDS, SHORT_KEYS

WORDS = st.sampled_from(
    [
        *("type", "properties", "items", "required", "additionalProperties", "description", "enum"),
        *("data", "custom_attributes", "product_action", "products", "action", "promotions"),
        *("product_impressions", "size", "string", "string?", "null", "object", "attributes"),
        *("definition", "NO", ""),
    ]
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(0, 1), st.just(1.0), WORDS)
NONSENSE = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)
TYPES = st.sampled_from(
    ["string", "number", "array", ["string", "null"], ["null", "string"], "null", "string?", None]
)


def rarely(strategy, usual):
    """Most often the usual, so that what is tested is reached."""
    return st.one_of(usual, usual, usual, usual, strategy)


@st.composite
def objects(draw, members):
    """The schema of an object, with the variations that real data plans have."""
    properties = draw(members)
    names = st.lists(st.sampled_from([*properties, "gone"]), max_size=3, unique=True)
    schema = {"properties": properties, "additionalProperties": draw(st.booleans())}
    optional = {
        "type": st.just("object"),
        "required": names,
        "description": st.just(""),
        "title": NONSENSE,
    }
    return schema | draw(st.fixed_dictionaries({}, optional=optional))


LEAVES = st.fixed_dictionaries(
    {},
    optional={
        "type": TYPES,
        "description": st.sampled_from(["", "text"]),
        "enum": st.lists(SCALARS, max_size=2),
        "required": NONSENSE,
        "items": NONSENSE,
    },
)
SCHEMAS = rarely(
    NONSENSE,
    st.recursive(
        LEAVES,
        lambda inner: (
            objects(st.dictionaries(WORDS, inner, max_size=3)) | st.builds(dict, items=inner)
        ),
        max_leaves=4,
    ),
)
FIELDS = st.dictionaries(WORDS, SCHEMAS, max_size=4)
HOLDERS = rarely(NONSENSE, objects(FIELDS))
LISTS = rarely(NONSENSE, st.fixed_dictionaries({"type": st.just("array"), "items": HOLDERS}))
COMMERCE = objects(
    st.fixed_dictionaries(
        {},
        optional={
            "action": SCHEMAS,
            "products": LISTS,
            "promotions": LISTS,
            "total_amount": SCHEMAS,
        },
    )
)
DATA = objects(
    st.fixed_dictionaries(
        {},
        optional={
            "custom_attributes": HOLDERS,
            "product_action": COMMERCE,
            "promotion_action": COMMERCE,
            "product_impressions": st.fixed_dictionaries(
                {"type": st.just("array"), "items": COMMERCE}
            ),
            "event_id": SCHEMAS,
        },
    )
)
EVENTS = st.builds(lambda data: {"properties": {"data": data}}, DATA)
DEFINITIONS = rarely(st.dictionaries(WORDS, NONSENSE, max_size=4), EVENTS | HOLDERS.filter(lambda x: isinstance(x, dict)))  # fmt: skip
MATCHES = rarely(
    NONSENSE,
    st.one_of(
        st.builds(lambda name: {"type": "screen_view", "criteria": {"screen_name": name}}, WORDS),
        st.builds(
            lambda name: {
                "type": "custom_event",
                "criteria": {"event_name": name, "custom_event_type": "other"},
            },
            WORDS,
        ),
        st.builds(
            lambda kind: {"type": kind, "criteria": {"action": "click"}},
            st.sampled_from(["product_action", "promotion_action"]),
        ),
        st.builds(
            lambda kind: {"type": kind, "criteria": {}},
            st.sampled_from(["product_impression", "user_attributes", "user_identities"]),
        ),
    ),
)
EXTRAS = st.dictionaries(
    st.sampled_from(["owner", "active_transformation_ids", "atributes", "discription"]),
    NONSENSE,
    max_size=1,
)


@st.composite
def data_points(draw):
    """Objects with a match and a validator; neither need be what the API takes."""
    kind = draw(rarely(NONSENSE, st.just("json_schema")))
    described = draw(st.sampled_from([{}, {"description": ""}, {"description": None}]))
    validator = {"type": kind, "definition": draw(DEFINITIONS)}
    return {**described, "match": draw(MATCHES), "validator": validator, **draw(EXTRAS)}


NAMES = st.sampled_from(["size", "type", "required", "data", "action", "products", "NO", "string?"])
WORTHY_TYPES = st.sampled_from(["string", "number", "boolean?", "string?", "null"])
WORTHY = st.recursive(
    WORTHY_TYPES
    | st.booleans()
    | st.fixed_dictionaries(
        {"type": WORTHY_TYPES},
        optional={
            "required": st.booleans(),
            "enum": st.lists(SCALARS, max_size=2),
            "description": st.just(""),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {"type": st.sampled_from(["object", "object?", "array"])},
        optional={
            "required": st.booleans(),
            "properties": st.dictionaries(NAMES, inner, max_size=3),
            "items": WORTHY_TYPES,
            "additionalProperties": st.booleans() | WORTHY_TYPES.map(lambda kind: {"type": kind}),
        },
    ),
    max_leaves=4,
)
PATCHES = st.one_of(
    st.just({}),
    st.just({}),
    st.builds(
        lambda data: {"definition": {"properties": {"data": data}}},
        st.dictionaries(
            st.sampled_from(["title", "required", "type"]),
            st.sampled_from([[], "x", None]),
            min_size=1,
        ),
    ),
)


@st.composite
def short_forms(draw):
    """Short forms as people may write them: of all match types, with all keys, without mistakes."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    fields = st.dictionaries(NAMES.filter(lambda name: name != "products"), WORTHY, max_size=4)
    short = {kind.type.value: draw(fields if kind.criterion is None else NAMES)}
    short |= dict.fromkeys(kind.further_criteria, "other")
    short |= draw(st.sampled_from([{}, {"description": ""}, {"owner": "web"}]))
    for key in kind.keys:
        if key.startswith("additional_"):
            short |= draw(
                st.sampled_from([{}, {key: True}, {key: False}, {key: {"type": "string"}}])
            )
        elif key not in {*short, "description", "definition"} and draw(st.booleans()):
            short[key] = draw(fields)
    return short if kind.is_bare else short | draw(PATCHES)


@st.composite
def edited(draw, points):
    """Data points with something at a random place taken out, or put in another's place."""
    point = copy.deepcopy(draw(points))
    value = point["validator"]["definition"]
    for _ in range(draw(st.integers(0, 9))):
        keys = list(value) if isinstance(value, dict) else range(len(value))
        if not keys:
            break
        key = draw(st.sampled_from(list(keys)))
        if not isinstance(value[key], dict | list) or draw(st.integers(0, 5)) == 0:
            if isinstance(value, dict) and draw(st.booleans()):
                del value[key]
            else:
                value[key] = draw(NONSENSE)
            break
        value = value[key]
    return point


CLASHES = st.dictionaries(st.sampled_from(SHORT_KEYS), NONSENSE, min_size=1, max_size=2)
"""Keys that no data point of the API has, and the short form does."""
