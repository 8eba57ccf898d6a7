"""Puts definitions in the place of the `$ref`s that name them: the API has none, so they end here.

A `$ref` stands in a schema, with keywords beside it that replace those of the definition, or in a map of
attributes, as one group or as several, with own attributes beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical
from dataplan_sync.files.document import MAX_DEPTH
from dataplan_sync.files.reference import KEY, is_within
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.shape import Shape
from dataplan_sync.short_form.keys import ADDITIONAL_KEYS, DEFINITION, FIELDS_KEYS
from dataplan_sync.wire import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.files.definitions import Definition, Definitions
    from dataplan_sync.files.document import Document
    from dataplan_sync.files.places import Places
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem

MAX_INLINED: Final = 500_000
"""What references may add to a file, in nodes: more than fits into a version of 10 MB, the API's limit."""


def inlined_point(point: JSONObject, inlining: Inlining) -> JSONObject:
    """Inline the references in a data point of either form; itself where there are none."""
    made = dict(point)
    for key, value in point.items():
        if key in FIELDS_KEYS:
            made[key] = inlining.shaped(Shape.FIELDS, value)
        elif key in ADDITIONAL_KEYS:
            made[key] = inlining.shaped(Shape.SCHEMA, value)
        elif key == DEFINITION and isinstance(value, dict):
            made[key] = inlining.within(value)
        elif key == "validator" and isinstance(value, dict):
            made[key] = _inlined_validator(value, inlining)
    return inlining.kept(made, point)


def _inlined_validator(validator: JSONObject, inlining: Inlining) -> JSONObject:
    definition = validator.get(DEFINITION)
    if not isinstance(definition, dict):
        return validator
    return inlining.kept({**validator, DEFINITION: inlining.within(definition)}, validator)


class Inlining:
    """Inlines the references in parts of one file.

    New containers get the places of what they are made of. What no reference stands in is given back as it is.
    """

    def __init__(
        self,
        document: Document,
        home: str,
        places: Places,
        definitions: Definitions,
        problems: list[Problem],
    ) -> None:
        """Inline in a file.

        Args:
            document: the file, for its texts.
            home: its path below the plans folder, which relative references start from.
            places: where its containers stand; those that are made are added.
            definitions: gives what references lead to.
            problems: what is wrong is appended here.
        """
        self._document = document
        self.home = home
        self._places = places
        self._definitions = definitions
        self._problems = problems
        self._made: dict[tuple[Shape, int, int], JSONValue] = {}
        self._taken: set[Problem] = set()
        self._own: JSONObject | None = None
        self.is_full = False
        """Whether more cannot be added."""
        self.depth = 0
        self.deepest = 0
        """How deep what was made is nested, counted from the same root as `depth`."""
        self.size = 0
        """What references have added, in nodes."""

    def within(self, definition: JSONObject) -> JSONObject:
        """Inline in the definition of a data point, where `#/…` first means the definition itself (JSON Schema)."""
        self._own = definition
        try:
            made = self.shaped(Shape.SCHEMA, definition)
        finally:
            self._own = None
        return made if isinstance(made, dict) else definition

    def shaped(self, shape: Shape, value: JSONValue) -> JSONValue:
        """Inline in a schema, or in a map from names to schemas."""
        if not isinstance(value, dict):
            return value
        # What an alias repeats is one container and stays one; only `#/…` may mean something else elsewhere.
        key = (shape, id(value), id(self._own))
        if key not in self._made:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
            self._made[key] = self._fields(value) if shape is Shape.FIELDS else self._schema(value)
            self.depth -= 1
        return self._made[key]

    def take(self, problems: tuple[Problem, ...]) -> None:
        """Note once what is wrong in something that a reference leads to."""
        self._problems.extend(each for each in problems if each not in self._taken)
        self._taken.update(problems)

    def note(self, rule: Rule, message: str, offset: int) -> None:
        """Note that a reference cannot be followed."""
        self._problems.append(self._document.problem_at(rule, message, offset))

    def _schema(self, written: JSONObject) -> JSONValue:
        if KEY not in written or is_within(self._own, written[KEY]):
            return self._keywords(written)
        offset = self._places.keys[id(written)][KEY]
        target = written[KEY]
        if not isinstance(target, str):
            what = (
                "a list, which is for groups of attributes"
                if isinstance(target, list)
                else describe(target)
            )
            self.note(Rule.BAD_REFERENCE, f"$ref names one definition here, not {what}", offset)
            return self._beside(written, _UNKNOWN)
        definition = self._definition(target, offset, Shape.SCHEMA)
        # Of what cannot be followed nothing is known: true is a schema that no rule has anything against.
        return self._beside(written, definition.value if definition else _UNKNOWN)

    def _beside(self, written: JSONObject, base: JSONValue) -> JSONValue:
        """Lay the keywords beside a `$ref` over the definition: each replaces the one of the same name."""
        offsets = self._places.keys[id(written)]
        own = {keyword: value for keyword, value in written.items() if keyword != KEY}
        if not own:
            return base
        base = {} if base is True else base
        if not isinstance(base, dict):
            message = (
                "the definition is false, which no keywords can stand beside; write $ref alone"
            )
            self.note(Rule.BAD_REFERENCE, message, offsets[KEY])
            return base
        own.update(dict(self._children(own)))
        if isinstance(own.get("required"), bool) and isinstance(base.get("required"), list):
            if own["required"]:
                message = (
                    "required: true would replace the list of names that the definition requires; "
                    "write required: true beside these names in the definition instead of the list"
                )
                self.note(Rule.BAD_REFERENCE, message, offsets["required"])
            own = {keyword: value for keyword, value in own.items() if keyword != "required"}
        places = {
            **self._places.keys.get(id(base), {}),
            **{keyword: offsets[keyword] for keyword in own},
        }
        return self._places.object({**base, **own}, places)

    def kept(self, made: JSONObject, written: JSONObject) -> JSONObject:
        """Give an object as it was written where all in it is, else what was made of it, with the same places."""
        if all(made[key] is value for key, value in written.items()):
            return written
        return self._places.object(made, self._places.keys[id(written)])

    def _keywords(self, written: JSONObject) -> JSONObject:
        return self.kept({**written, **dict(self._children(written))}, written)

    def _children(self, schema: JSONObject) -> Iterator[tuple[str, JSONValue]]:
        """Give the keywords that hold schemas, inlined."""
        for keyword, value in schema.items():
            if keyword == "properties":
                yield keyword, self.shaped(Shape.FIELDS, value)
            elif keyword in canonical.MAPS_OF_SCHEMAS and isinstance(value, dict):
                yield keyword, self._map(value)
            elif keyword in canonical.SCHEMAS and isinstance(value, list):
                yield keyword, self._list(value)
            elif keyword in canonical.SCHEMAS:
                yield keyword, self.shaped(Shape.SCHEMA, value)

    def _list(self, written: list[JSONValue]) -> list[JSONValue]:
        made = [self.shaped(Shape.SCHEMA, item) for item in written]
        if all(new is old for new, old in zip(made, written, strict=True)):
            return written
        return self._places.list(made, self._places.items[id(written)])

    def _map(self, written: JSONObject) -> JSONObject:
        made = {name: self.shaped(Shape.SCHEMA, schema) for name, schema in written.items()}
        return self.kept(made, written)

    def _fields(self, written: JSONObject) -> JSONObject:
        targets = list(self._targets(written))
        if not targets:
            return self._map(written)
        offsets = self._places.keys[id(written)]
        own = {
            name: self.shaped(Shape.SCHEMA, schema)
            for name, schema in written.items()
            if name != KEY
        }
        made: JSONObject = {}
        places: dict[str, int] = {}
        origins: dict[str, str] = {}
        for target, offset in targets:
            definition = self._definition(target, offset, Shape.FIELDS)
            group = definition.value if definition else None
            if not isinstance(group, dict):
                continue
            for name in group:
                if (
                    name in made
                    and name not in own
                    and canonical.text(made[name]) != canonical.text(group[name])
                ):
                    message = (
                        f'"{name}" is in {origins[name]} and, with another definition, in {target}; '
                        "write it beside $ref to say which is meant"
                    )
                    self.note(Rule.BAD_REFERENCE, message, offset)
            made.update(group)
            places.update(self._places.keys[id(group)])
            origins.update(dict.fromkeys(group, target))
        return self._places.object(
            {**made, **own}, {**places, **{name: offsets[name] for name in own}}
        )

    def _targets(self, written: JSONObject) -> Iterator[tuple[str, int]]:
        """Give the references to groups in a map of attributes; an attribute may have the name `$ref`, too."""
        target = written.get(KEY)
        if isinstance(target, str):
            yield target, self._places.keys[id(written)][KEY]
        for index, item in enumerate(target if isinstance(target, list) else ()):
            offset = self._places.items[id(target)][index]
            if isinstance(item, str):
                yield item, offset
            else:
                self.note(
                    Rule.BAD_REFERENCE, f"$ref names groups as text, not {describe(item)}", offset
                )

    def _definition(self, target: str, offset: int, shape: Shape) -> Definition | None:
        """Give what a reference leads to, as long as that adds no more than a file can hold."""
        if not self.is_full and self.depth >= MAX_DEPTH:
            self._refuse(Rule.TOO_DEEP, _DEEP, offset)
        found = None if self.is_full else self._definitions.definition(target, self, offset, shape)
        if found is None:
            return None
        self.size += found.size
        if found.is_endless:
            self.is_full = True
        elif self.size > MAX_INLINED:
            self._refuse(Rule.TOO_MANY_REFERENCES, _MANY, offset)
        elif self.depth + found.height > MAX_DEPTH:
            self._refuse(Rule.TOO_DEEP, _DEEP, offset)
        self.deepest = max(self.deepest, self.depth + found.height)
        return None if self.is_full else found

    def _refuse(self, rule: Rule, message: str, offset: int) -> None:
        self.is_full = True
        self.note(rule, message, offset)


_UNKNOWN: Final = True
_MANY: Final = f"references add more than {MAX_INLINED:,} values here; use fewer"
_DEEP: Final = (
    f"with this reference, objects and lists are nested more than {MAX_DEPTH} deep; flatten them"
)
