"""Hypothesis strategies for pairs of JSON Schemas of the comparable fragment, and for values near them.

Small on purpose: few names, small numbers and short strings make two schemas meet in every way they can.
"""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", "c"])
TYPES = st.sampled_from(["string", "number", "integer", "boolean", "object", "array", "null"])
NUMBERS = st.sampled_from([-2, -1, 0, 1, 2, 3, 5, 0.5, 1.0, 1.5, 2.5, -0.5])
STRINGS = st.sampled_from(["", "a", "b", "ab", "abc", "1", "2", "-0.5", "true", "False", "😀"])
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, STRINGS)
SMALL = st.integers(0, 3)


def _containers(children):
    return st.one_of(st.lists(children, max_size=3), st.dictionaries(NAMES, children, max_size=3))


VALUES = st.recursive(SCALARS, _containers, max_leaves=5)


def _level(children, *, most):
    keywords = {
        "type": st.one_of(TYPES, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
        "enum": st.lists(VALUES, max_size=4),
        "const": VALUES,
        "minimum": NUMBERS,
        "maximum": NUMBERS,
        "exclusiveMinimum": NUMBERS,
        "exclusiveMaximum": NUMBERS,
        "multipleOf": st.sampled_from([1, 2, 3, 0.5, 1.5]),
        "minLength": SMALL,
        "maxLength": SMALL,
        "minItems": SMALL,
        "maxItems": SMALL,
        "uniqueItems": st.booleans(),
        "items": st.one_of(children, children, st.lists(children, min_size=1, max_size=3)),
        "additionalItems": children,
        "minProperties": SMALL,
        "maxProperties": SMALL,
        "properties": st.dictionaries(NAMES, children, max_size=3),
        "required": st.lists(NAMES, max_size=3, unique=True),
        "additionalProperties": children,
        "propertyNames": children,
    }
    return st.lists(st.sampled_from(sorted(keywords)), max_size=most, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({keyword: keywords[keyword] for keyword in chosen})
    )


def _deeper(children):
    return st.one_of(st.booleans(), _level(children, most=4))


SCHEMAS = st.recursive(_level(st.booleans(), most=3), _deeper, max_leaves=8)
"""Schemas of the fragment; half of the time a family of keywords that belong together would be too rare, so:"""


@st.composite
def typed_schemas(draw, depth=2):
    """A schema as people write it: one type (or a nullable one) with the keywords of that type."""
    kind = draw(TYPES)
    deeper = typed_schemas(depth - 1) if depth else st.booleans()
    children = st.one_of(deeper, deeper, st.booleans(), SCHEMAS)
    optional = {
        "string": {"minLength": SMALL, "maxLength": SMALL, "enum": st.lists(STRINGS, max_size=3)},
        "number": _number_keywords(),
        "integer": _number_keywords(),
        "array": {
            "items": st.one_of(children, st.lists(children, min_size=1, max_size=3)),
            "additionalItems": children,
            "minItems": SMALL,
            "maxItems": SMALL,
            "uniqueItems": st.booleans(),
        },
        "object": {
            "properties": st.dictionaries(NAMES, children, max_size=3),
            "required": st.lists(NAMES, max_size=2, unique=True),
            "additionalProperties": children,
            "minProperties": SMALL,
            "maxProperties": SMALL,
        },
    }.get(kind, {})
    types = st.sampled_from([kind, kind, [kind, "null"], [kind, "boolean", "string"]])
    written = draw(st.fixed_dictionaries({}, optional=optional))
    return {"type": _distinct(draw(types)), **written}


def _number_keywords():
    return {
        "minimum": NUMBERS,
        "maximum": NUMBERS,
        "exclusiveMinimum": NUMBERS,
        "exclusiveMaximum": NUMBERS,
        "multipleOf": st.sampled_from([1, 2, 3, 0.5, 1.5]),
        "enum": st.lists(NUMBERS, max_size=3),
    }


def _distinct(types):
    return list(dict.fromkeys(types)) if isinstance(types, list) else types


ANY_SCHEMAS = st.one_of(typed_schemas(), SCHEMAS)


@st.composite
def edited(draw, schema):
    """The schema after one edit somewhere in it: a keyword added, dropped or replaced."""
    if not isinstance(schema, dict) or draw(st.integers(0, 3)) == 0:
        return draw(ANY_SCHEMAS)
    places = [
        (keyword, name) for keyword, value in schema.items() for name in _schemas_in(keyword, value)
    ]
    if places and draw(st.booleans()):
        keyword, name = draw(st.sampled_from(places))
        if name is None:
            return {**schema, keyword: draw(edited(schema[keyword]))}
        return {**schema, keyword: {**schema[keyword], name: draw(edited(schema[keyword][name]))}}
    other = draw(ANY_SCHEMAS)
    taken = (
        draw(st.lists(st.sampled_from(sorted(other)), max_size=2))
        if isinstance(other, dict) and other
        else []
    )
    dropped = draw(st.lists(st.sampled_from(sorted(schema)), max_size=1)) if schema else []
    kept = {keyword: value for keyword, value in schema.items() if keyword not in dropped}
    return kept | {keyword: other[keyword] for keyword in taken}


def _schemas_in(keyword, value):
    if keyword == "properties":
        return list(value)
    if keyword in ("items", "additionalProperties", "additionalItems") and isinstance(value, dict):
        return [None]
    return []


@st.composite
def schema_pairs(draw):
    """Two schemas, most often one and an edit of it."""
    before = draw(ANY_SCHEMAS)
    if draw(st.integers(0, 3)) == 0:
        return before, draw(ANY_SCHEMAS)
    after = draw(edited(before))
    return (before, after) if draw(st.booleans()) else (after, before)


def values_near(*schemas):
    """Values that the schemas speak of: their numbers and neighbours, their strings, shapes of their names."""
    numbers, strings, names = {0, 1, 0.25}, {"", "x"}, {"fresh", "fresh2"}
    _collect(schemas, numbers, strings, names)
    scalars = st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from(sorted(numbers)),
        st.sampled_from(sorted(strings)),
    )
    literals = [value for schema in schemas for value in _literals(schema)]
    leaves = st.one_of(scalars, st.sampled_from(literals)) if literals else scalars
    return st.recursive(
        leaves,
        lambda children: st.one_of(
            st.lists(children, max_size=4),
            st.dictionaries(st.sampled_from(sorted(names)), children, max_size=4),
        ),
        max_leaves=7,
    )


def _literals(schema):
    if isinstance(schema, list):
        for item in schema:
            yield from _literals(item)
    elif isinstance(schema, dict):
        for keyword, value in schema.items():
            if keyword == "enum":
                yield from value
            elif keyword == "const":
                yield value
            else:
                yield from _literals(value)


def _collect(part, numbers, strings, names):
    if isinstance(part, dict):
        names |= set(part) & {"a", "b", "c"}
        for value in part.values():
            _collect(value, numbers, strings, names)
    elif isinstance(part, list | tuple):
        for value in part:
            _collect(value, numbers, strings, names)
    elif isinstance(part, str):
        strings.add(part)
        names.add(part)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        numbers |= {part, part - 1, part + 1, part + 0.5, part - 0.5}
        if isinstance(part, int) and 0 <= part <= 4:
            strings |= {"x" * part, "x" * (part + 1)}
