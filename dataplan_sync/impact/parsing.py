"""Reads JSON Schemas into nodes. Never fails: what cannot be read is opaque as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync import canonical
from dataplan_sync.impact import keyword_values
from dataplan_sync.impact.keyword_values import MalformedError
from dataplan_sync.impact.node import ANYTHING, LARGEST, NOTHING, Kind, Node, Opaque

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from dataplan_sync.model import JSONObject, JSONValue

Schema: TypeAlias = "JSONObject | bool"

_OPAQUE: Final = {
    "pattern": Kind.STRING,
    "format": Kind.STRING,
    "contentEncoding": Kind.STRING,
    "contentMediaType": Kind.STRING,
    "contains": Kind.ARRAY,
    "dependencies": Kind.OBJECT,
    "dependentRequired": Kind.OBJECT,
    "dependentSchemas": Kind.OBJECT,
    "allOf": None,
    "anyOf": None,
    "oneOf": None,
    "not": None,
    "minLength": Kind.STRING,
    "maxLength": Kind.STRING,
    "minItems": Kind.ARRAY,
    "maxItems": Kind.ARRAY,
    "minProperties": Kind.OBJECT,
    "maxProperties": Kind.OBJECT,
}
"""What each keyword binds. Bounds are among them for where they are larger than any value that we build."""
_ENTANGLED: Final = (
    "$ref",
    "$recursiveRef",
    "$dynamicRef",
    "patternProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "if",
    "minContains",
    "maxContains",
)
"""Keywords that change what their neighbours mean."""
_ANNOTATIONS: Final = frozenset(("title", "description", "default", "examples", "$comment"))
_DEEPEST: Final = 50
"""Schemas inside one another that are taken apart; those of real events stay below 10."""


class Parser:
    """Parses the schemas of one comparison: those that accept the same values by the same words get one digest."""

    def __init__(self) -> None:
        self._root: JSONValue = None
        self._digests: dict[Hashable, Hashable] = {_words(ANYTHING): ANYTHING.digest}

    def parse(self, schema: JSONValue, depth: int = 0) -> Node:
        """Take a schema apart.

        Args:
            schema: as in a definition; anything but an object or a boolean is opaque.
            depth: how many schemas it stands in.
        """
        if depth == 0:
            self._root = schema
        if isinstance(schema, bool):
            return ANYTHING if schema else NOTHING
        if not isinstance(schema, dict):
            return self._whole("schema", schema, malformed=True)
        entangled = next((keyword for keyword in _ENTANGLED if keyword in schema), None)
        if entangled or depth > _DEEPEST:
            return self._whole(entangled or "properties", schema)
        try:
            return self._node(schema, depth + 1)
        except MalformedError as exc:
            return self._whole(exc.keyword, schema, malformed=True)

    def _whole(self, keyword: str, schema: JSONValue, *, malformed: bool = False) -> Node:
        digest = self._digest(("whole", self._text(schema)))
        return Node(digest, opaque=(Opaque(keyword, digest, malformed=malformed),))

    def _node(self, schema: JSONObject, depth: int) -> Node:
        kinds, numbers = keyword_values.kinds_and_numbers(schema)
        properties = keyword_values.of_type(schema, "properties", dict) or {}
        positions, rest = self._items(schema, depth)
        node = Node(
            digest=None,
            kinds=kinds,
            enum=keyword_values.allowed_values(schema),
            numbers=numbers,
            characters=keyword_values.lengths(schema, "minLength", "maxLength"),
            items=keyword_values.lengths(schema, "minItems", "maxItems"),
            unique=keyword_values.of_type(schema, "uniqueItems", bool) or False,
            positions=positions,
            rest=rest,
            members=keyword_values.lengths(schema, "minProperties", "maxProperties"),
            required=frozenset(keyword_values.names(schema.get("required", []), "required")),
            properties={name: self.parse(child, depth) for name, child in properties.items()},
            additional=self._child(schema, "additionalProperties", depth),
            names=self._child(schema, "propertyNames", depth),
            opaque=tuple(self._opaques(schema, depth)),
        )
        return replace(node, digest=self._digest(_words(node)))

    def _items(self, schema: JSONObject, depth: int) -> tuple[tuple[Node, ...], Node | None]:
        items = schema.get("items")
        if isinstance(items, list):
            positions = tuple(self.parse(item, depth) for item in items)
            return positions, self._child(schema, "additionalItems", depth)
        return (), self._child(schema, "items", depth)

    def _child(self, schema: JSONObject, keyword: str, depth: int) -> Node | None:
        if keyword not in schema:
            return None
        child = self.parse(schema[keyword], depth)
        return None if child.digest == ANYTHING.digest else child

    def _opaques(self, schema: JSONObject, depth: int) -> Iterable[Opaque]:
        for keyword in schema.keys() & _OPAQUE.keys():
            if keyword in LARGEST and not keyword_values.is_too_large(schema, keyword):
                continue
            argument = schema[keyword]
            node = self.parse(argument, depth) if keyword == "contains" else None
            words = node.digest if node else self._text({keyword: argument})
            yield Opaque(
                keyword, self._digest((keyword, words)), argument, _OPAQUE[keyword], node=node
            )

    def _text(self, schema: JSONValue) -> str:
        """Give a canonical text of what we do not look into."""
        text = canonical.text(_canonical(schema))
        # What a reference leads to may stand anywhere in the schema.
        return text if "$ref" not in text else text + canonical.text(_canonical(self._root))

    def _digest(self, words: Hashable) -> Hashable:
        return self._digests.setdefault(words, len(self._digests))


def _canonical(schema: JSONValue) -> JSONValue:
    if not isinstance(schema, dict):
        return schema
    return canonical.schema({key: schema[key] for key in schema.keys() - _ANNOTATIONS})


def _words(node: Node) -> Hashable:
    """Give all that a node says, its children by their digests."""
    children = (node.rest, node.additional, node.names)
    return (
        node.kinds,
        None if node.enum is None else frozenset(node.enum),
        node.numbers,
        (node.characters, node.items, node.members),
        node.unique,
        tuple(child.digest for child in node.positions),
        node.required,
        frozenset((name, child.digest) for name, child in node.properties.items()),
        tuple(child and child.digest for child in children),
        frozenset(constraint.digest for constraint in node.opaque),
    )
