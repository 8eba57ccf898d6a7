"""Rules that a version and its data points must keep in a file, so that each of them has an identity.

They look at the JSON values, beside the codec, because only there does everything still have its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync.files.rules import Rule
from dataplan_sync.model import DataPointMatch, MatchType
from dataplan_sync.wire import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.files.document import Document
    from dataplan_sync.model import Identity, JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Path

Seen: TypeAlias = "tuple[Document, Path]"
"""Where a data point stands. Lines are counted only for what has to be told."""

_CRITERIA: Final[Mapping[str, tuple[str, ...]]] = {
    MatchType.CUSTOM_EVENT: ("event_name", "custom_event_type"),
    MatchType.SCREEN_VIEW: ("screen_name",),
    MatchType.PRODUCT_ACTION: ("action",),
    MatchType.PROMOTION_ACTION: ("action",),
}
"""The criteria that make the identity of a data point (the OpenAPI document requires the same)."""


def version_number(version: JSONObject) -> int | None:
    """Give the number that a version states; None if it states none, or something else than a number."""
    number = version.get("version")
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def version_problems(document: Document, version: JSONObject, path: Path) -> Iterator[Problem]:
    """Find what is wrong with a version, its data points included.

    Args:
        document: the file.
        version: the value of the version within it.
        path: where in the document the version stands.
    """
    number = version_number(version)
    if number is not None and number < 1:
        message = f"version must be 1 or more, not {number}"
        yield document.problem(Rule.BAD_VERSION_NUMBER, message, (*path, "version"))
    nested = version.get("version_document")
    if "data_points" in version and nested is not None:
        message = "data_points and version_document are both given; keep one"
        yield document.problem(Rule.DATA_POINTS_TWICE, message, (*path, "data_points"))
    if version.get("data_points") is not None:
        points, at = version["data_points"], (*path, "data_points")
    elif isinstance(nested, dict):
        points, at = nested.get("data_points"), (*path, "version_document", "data_points")
    else:
        # Something else than an object in the document's place is the codec's to report.
        points, at = [] if nested is not None else None, path
    if points is None:
        message = "the version has no data points; write data_points: [] if that is meant"
        yield document.problem(Rule.MISSING_DATA_POINTS, message, at)
    yield from data_point_problems(document, points, at, {})


def data_point_problems(
    document: Document, points: JSONValue, path: Path, seen: dict[Identity, Seen]
) -> Iterator[Problem]:
    """Find data points without the criteria that identify them, and those that are there already.

    Args:
        document: the file.
        points: the list of data points; anything else is the codec's to report.
        path: where in the document the list stands.
        seen: where each identity of the same version stands; this list's are added.
    """
    for index, point in enumerate(points if isinstance(points, list) else []):
        match = _match_of(point)
        if match is None:
            continue
        at = (*path, index, "match")
        faulty = list(_criteria_problems(document, match, at))
        yield from faulty
        if faulty:
            continue
        if match.identity in seen:
            other, place = seen[match.identity]
            message = f"the data point {match.key} is already at {other.mark(place)}; keep one"
            yield document.problem(Rule.DUPLICATE_DATA_POINT, message, (*path, index))
        else:
            seen[match.identity] = (document, (*path, index))


def _match_of(point: JSONValue) -> DataPointMatch | None:
    match = point.get("match") if isinstance(point, dict) else None
    if not isinstance(match, dict):
        return None
    match_type, criteria = match.get("type"), match.get("criteria", {})
    if criteria is None:
        criteria = {}
    if not isinstance(match_type, str) or not isinstance(criteria, dict):
        return None
    return DataPointMatch(match_type, criteria)


def _criteria_problems(document: Document, match: DataPointMatch, path: Path) -> Iterator[Problem]:
    for name in _CRITERIA.get(match.type, ()):
        value = match.criteria.get(name)
        at = (*path, "criteria", name)
        if value is None or value == "":
            message = f"{match.type} needs the criterion {name}, which must not be empty"
            yield document.problem(Rule.MISSING_CRITERION, message, at)
        elif not isinstance(value, str):
            hint = "" if isinstance(value, list | dict) else "; put it in quotes"
            message = f"the criterion {name} must be text, not {describe(value)}{hint}"
            yield document.problem(Rule.WRONG_TYPE, message, at)
