"""What is too much for the Data Planning API, or for the events that follow a data plan.

The numbers come from the vendor's pages on the Data Planning API and on its default service limits.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync import codec
from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.version_view import by_schema, parts
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataplan_sync.model import DataPoint, JSONObject
    from dataplan_sync.problems.checks.version_view import AttributeMap, VersionView
    from dataplan_sync.problems.rule import Example
    from dataplan_sync.wire import Path

MAX_DATA_POINTS: Final = 1_000
MAX_BYTES: Final = 10_000_000
MAX_VERSION: Final = 1_000
MAX_NAME: Final = 256
MAX_ATTRIBUTES: Final = 100


def _screens(count: int) -> Callable[[], Example]:
    def build() -> Example:
        screens = (
            f"{{type: screen_view, criteria: {{screen_name: Page {n}}}}}" for n in range(count)
        )
        return examples.data_plan("".join(map(examples.bare, screens)))

    return build


def _described(length: int) -> Callable[[], Example]:
    def build() -> Example:
        match = "{type: screen_view, criteria: {screen_name: Home}}"
        return examples.data_plan(examples.bare(match, description="x" * length))

    return build


def _flags(count: int) -> Example:
    names = (
        f"  flag_{number}: {{type: boolean, description: Set or not}}" for number in range(count)
    )
    return examples.data_plan(examples.event("\n".join(("properties:", *names))))


def _screen(name: str) -> Example:
    return examples.data_plan(
        examples.bare(f"{{type: screen_view, criteria: {{screen_name: {name}}}}}")
    )


TOO_MANY_DATA_POINTS: Final = Rule(
    id="too-many-data-points",
    severity=Severity.ERROR,
    sentence="A version has more than 1,000 data points, and the API takes no more.",
    advice="Remove data points that no app sends any more, or divide the version into several data plans.",
    failing=examples.LongExample(_screens(MAX_DATA_POINTS + 1)),
    passing=examples.LongExample(_screens(MAX_DATA_POINTS)),
)
TOO_LARGE: Final = Rule(
    id="version-too-large",
    severity=Severity.ERROR,
    sentence="A version is larger than 10 MB as JSON, and the API takes no more.",
    advice="Shorten descriptions and long lists of values, or divide the version into several data plans.",
    failing=examples.LongExample(_described(MAX_BYTES)),
    passing=examples.LongExample(_described(100)),
)
VERSION_TOO_HIGH: Final = Rule(
    id="version-too-high",
    severity=Severity.ERROR,
    sentence="A version number is above 1,000; mParticle's web SDK leaves such a number out of the data.",
    advice="Go on from the highest number that is in use; numbers need not be dates.",
    failing=examples.data_plan(examples.bare("{type: product_impression}"), version=2026),
    passing=examples.data_plan(examples.bare("{type: product_impression}"), version=7),
)
LONG_NAME: Final = Rule(
    id="long-name",
    severity=Severity.WARNING,
    sentence="The name of an event, a screen or an attribute is longer than 256 characters, and mParticle takes no more.",
    advice="Shorten the name, in the app as well.",
    failing=_screen("Sofa" * 65),
    passing=_screen("Sofa" * 64),
)
TOO_MANY_ATTRIBUTES: Final = Rule(
    id="too-many-attributes",
    severity=Severity.WARNING,
    sentence="An event, a product or the user has more than 100 attributes, and mParticle takes no more.",
    advice="Remove attributes that nobody reads, or divide the event in two.",
    failing=_flags(MAX_ATTRIBUTES + 1),
    passing=_flags(MAX_ATTRIBUTES),
)
RULES: Final = (
    TOO_MANY_DATA_POINTS,
    TOO_LARGE,
    VERSION_TOO_HIGH,
    LONG_NAME,
    TOO_MANY_ATTRIBUTES,
)


def check_version(view: VersionView) -> Iterator[Finding]:
    """Find what is too much in a version."""
    number, count = view.version.version, len(view.points)
    if number > MAX_VERSION:
        message = f"version {number} is above {MAX_VERSION:,}, and the web SDK leaves such a number out of the data; use a lower one"
        yield Finding(VERSION_TOO_HIGH, message, (*view.path, "version"))
    if count > MAX_DATA_POINTS:
        message = f"version {number} has {count:,} data points, and the API takes {MAX_DATA_POINTS:,} at most; remove some, or divide the version"
        yield Finding(TOO_MANY_DATA_POINTS, message, view.path)
    size = _bytes(view)
    if size > MAX_BYTES:
        message = f"version {number} is {size / 1_000_000:.1f} MB as JSON, and the API takes {MAX_BYTES // 1_000_000} MB at most; shorten descriptions and lists of values"
        yield Finding(TOO_LARGE, message, view.path)
    yield from _long_names(view)
    yield from _crowded(view)


def _bytes(view: VersionView) -> int:
    document = view.version.version_document
    points = document.data_points if document else ()
    bare = document and replace(document, data_points=())
    wire = codec.encode_version(replace(view.version, version_document=bare))
    commas = max(0, len(points) - 1)
    return _length(wire) + commas + sum(point.derived(_point_length) for point in points)


def _point_length(point: DataPoint) -> int:
    return _length(codec.encode_data_point(point))


def _length(wire: JSONObject) -> int:
    return len(json.dumps(wire, ensure_ascii=False, separators=(",", ":")).encode())


def _long_names(view: VersionView) -> Iterator[Finding]:
    for placed in view.points:
        for criterion, name in placed.point.match.criteria.items():
            if isinstance(name, str) and len(name) > MAX_NAME:
                yield _long_name(name, (*placed.path, "match", "criteria", criterion))
    for (_, name), uses in view.uses.items():
        if len(name) > MAX_NAME:
            for attribute in by_schema(uses):
                yield _long_name(name, attribute.path)


def _long_name(name: str, path: Path) -> Finding:
    message = f'"{name[:30]}…" has {len(name)} characters, and mParticle takes {MAX_NAME} at most; shorten it'
    return Finding(LONG_NAME, message, path)


def _crowded(view: VersionView) -> Iterator[Finding]:
    crowded = {
        id(found.schema): (placed, found)
        for placed in view.points
        for found in parts(placed.point).maps
        if _count(found) > MAX_ATTRIBUTES
    }
    for placed, found in crowded.values():
        message = f"{placed.name} has {_count(found)} attributes, and mParticle takes {MAX_ATTRIBUTES} at most; remove some"
        yield Finding(TOO_MANY_ATTRIBUTES, message, (*placed.path, *found.path, "properties"))


def _count(found: AttributeMap) -> int:
    properties = found.schema.get("properties")
    return len(properties) if isinstance(properties, dict) else 0
