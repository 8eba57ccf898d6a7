"""A version as the rules look at it: its data points, schemas and attributes, each with its place.

Every schema is walked once, however many rules look at it, since a version may hold 1,000 data points. A schema is
walked by position, so that an attribute that is called `required` or `type` is never taken for the keyword.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dataplan_sync.model import DataPlanVersion, DataPoint, JSONObject, JSONValue
    from dataplan_sync.wire import Path

ATTRIBUTE_MAPS: Final = frozenset((MatchType.USER_ATTRIBUTES, MatchType.USER_IDENTITIES))
"""Match types whose definition describes the attributes themselves, without an event around them."""
_MAPS_OF_SCHEMAS: Final = ("properties", "definitions", "$defs")
_SCHEMAS: Final = ("items", "additionalProperties", "additionalItems", "contains", "propertyNames")
_NESTING: Final = frozenset((*_MAPS_OF_SCHEMAS, *_SCHEMAS))
"""Keywords with schemas inside. Those that the API does not support have a rule of their own and are not entered."""


class Carrier(StrEnum):
    """What an attribute belongs to. The same name on two of them is two attributes."""

    EVENT = auto()
    PRODUCT = auto()
    USER = auto()


@dataclass(frozen=True, slots=True)
class PlacedSchema:
    """A JSON Schema, or a part of one that is a schema itself."""

    path: Path
    schema: JSONObject


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A data point."""

    path: Path
    point: DataPoint

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.point.match.key


@dataclass(frozen=True, slots=True)
class AttributeMap:
    """The schema of an object that holds attributes, such as the `custom_attributes` of an event."""

    path: Path
    schema: JSONObject
    carrier: Carrier
    point: PlacedPoint


@dataclass(frozen=True, slots=True)
class PointAttribute:
    """One attribute as a data point describes it; `path` is within the data point."""

    key: tuple[Carrier, str]
    """What it belongs to, and its name: what makes it the same attribute in another data point."""
    path: Path
    schema: JSONObject


class Attribute(NamedTuple):
    """One attribute of an event, a product or a user, as one data point of a version describes it."""

    point: PlacedPoint
    told: PointAttribute

    @property
    def name(self) -> str:
        """Its name."""
        return self.told.key[1]

    @property
    def path(self) -> Path:
        """Its place in the data plan."""
        return (*self.point.path, *self.told.path)

    @property
    def schema(self) -> JSONObject:
        """Its own schema."""
        return self.told.schema


@dataclass(frozen=True, slots=True)
class PointParts:
    """What is in one data point, with paths within it; the same for each version that has the data point."""

    maps: tuple[AttributeMap, ...]
    attributes: tuple[PointAttribute, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with all that rules look at; `path` is where the version itself stands."""

    path: Path
    version: DataPlanVersion
    points: tuple[PlacedPoint, ...]
    uses: Mapping[tuple[Carrier, str], Sequence[Attribute]]
    """Each attribute with all data points that have it, in their order."""


def view(version: DataPlanVersion) -> VersionView:
    """Look at a version; one without a document has no data points."""
    path = ("data_plan_versions", version.version)
    document = version.version_document
    at = (*path, "version_document", "data_points")
    points = tuple(
        PlacedPoint((*at, index), point)
        for index, point in enumerate(document.data_points if document else ())
    )
    uses: dict[tuple[Carrier, str], list[Attribute]] = {}
    for point in points:
        for told in parts(point.point).attributes:
            uses.setdefault(told.key, []).append(Attribute(point, told))
    return VersionView(path, version, points, uses)


def by_schema(uses: Iterable[Attribute]) -> Iterable[Attribute]:
    """Give the attributes of which each schema is an object of its own: what an author repeats comes once."""
    return {id(use.told.schema): use for use in uses}.values()


def parts(point: DataPoint) -> PointParts:
    """Take a data point apart, once for one object."""
    return point.derived(_parts)


def _parts(point: DataPoint) -> PointParts:
    maps = tuple(attribute_maps(PlacedPoint((), point)))
    return PointParts(maps, tuple(told for found in maps for told in _attributes(found)))


def definition(placed: PlacedPoint, seen: set[int]) -> list[PlacedSchema]:
    """Give the definition of a data point as all the schemas in it.

    A piece that the author wrote once and repeats (an anchor of YAML) is the same object in each place and comes
    only with the first, so that what is wrong with it is reported once.

    Args:
        placed: the data point.
        seen: the schemas that have come already, by `id()`; those of this data point are added.
    """
    found: list[PlacedSchema] = []
    path = (*placed.path, "validator", "definition")
    pending: list[tuple[Path, JSONObject]] = [(path, placed.point.validator.definition)]
    while pending:
        at, schema = pending.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        found.append(PlacedSchema(at, schema))
        if not _NESTING.isdisjoint(schema):
            pending.extend(_inner(at, schema))
    return found


def attribute_maps(point: PlacedPoint) -> Iterator[AttributeMap]:
    """Find the objects that hold attributes: of the event and its products, or of the user. Not identities."""
    path, definition = (*point.path, "validator", "definition"), point.point.validator.definition
    match point.point.match.type:
        case MatchType.USER_ATTRIBUTES:
            yield AttributeMap(path, definition, Carrier.USER, point)
        case MatchType.USER_IDENTITIES:
            return
        case _:
            data = property_schema(PlacedSchema(path, definition), "data")
            if data:
                yield from _maps_of_event(data, point)


def property_schema(placed: PlacedSchema, name: str) -> PlacedSchema | None:
    """Give the schema of a property; None where there is none, or where it is no object."""
    properties = placed.schema.get("properties")
    found = properties.get(name) if isinstance(properties, dict) else None
    if not isinstance(found, dict):
        return None
    return PlacedSchema((*placed.path, "properties", name), found)


def _maps_of_event(data: PlacedSchema, point: PlacedPoint) -> Iterator[AttributeMap]:
    custom = property_schema(data, "custom_attributes")
    if custom:
        yield AttributeMap(custom.path, custom.schema, Carrier.EVENT, point)
    action = property_schema(data, "product_action")
    impressions = property_schema(data, "product_impressions")
    impression = _items(impressions) if impressions else None
    for holder in (action, impression):
        products = property_schema(holder, "products") if holder else None
        product = _items(products) if products else None
        custom = property_schema(product, "custom_attributes") if product else None
        if custom:
            yield AttributeMap(custom.path, custom.schema, Carrier.PRODUCT, point)


def _items(placed: PlacedSchema) -> PlacedSchema | None:
    items = placed.schema.get("items")
    return PlacedSchema((*placed.path, "items"), items) if isinstance(items, dict) else None


def _attributes(found: AttributeMap) -> Iterator[PointAttribute]:
    properties = found.schema.get("properties")
    for name, schema in properties.items() if isinstance(properties, dict) else ():
        if isinstance(schema, dict):
            path = (*found.path, "properties", name)
            yield PointAttribute((found.carrier, name), path, schema)


def _inner(path: Path, schema: JSONObject) -> Iterator[tuple[Path, JSONObject]]:
    for keyword in _MAPS_OF_SCHEMAS:
        inner = schema.get(keyword)
        if isinstance(inner, dict):
            for name, value in inner.items():
                if isinstance(value, dict):
                    yield (*path, keyword, name), value
    for keyword in _SCHEMAS:
        value = schema.get(keyword)
        if isinstance(value, dict):
            yield (*path, keyword), value
        elif isinstance(value, list):
            yield from _listed((*path, keyword), value)


def _listed(path: Path, values: list[JSONValue]) -> Iterator[tuple[Path, JSONObject]]:
    for index, value in enumerate(values):
        if isinstance(value, dict):
            yield (*path, index), value
