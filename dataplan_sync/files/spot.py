"""Where a part of the model was read: from a path in the API's own JSON to a place in a plan file.

The two differ. Data points may stand directly in a version, or in several files; a data point that cannot be
decoded has no place in the model, and those behind it move up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dataplan_sync.files.version_rules import version_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.files.document import Document
    from dataplan_sync.model import JSONObject, JSONValue, Mark
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.problems.rule import Finding
    from dataplan_sync.wire import Path


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a parsed file."""

    document: Document
    path: Path

    @property
    def mark(self) -> Mark:
        """File, line and column."""
        return self.document.mark(self.path)

    def problem(self, finding: Finding) -> Problem:
        """Make a problem of a finding that is about this place."""
        return self.document.problem(finding.rule, finding.message, self.path)


Locator: TypeAlias = Callable[["Path"], Spot]
"""Gives the place of a path. As much of the path counts as was written: the rest may have been left out."""


def in_data_plan(document: Document, value: JSONObject) -> Locator:
    """Locate what was read from a file with a whole data plan, by paths from the data plan."""
    found = value.get("data_plan_versions")
    versions: dict[int, Locator] = {}
    for index, version in enumerate(found if isinstance(found, list) else []):
        number = version_number(version) if isinstance(version, dict) else None
        if isinstance(version, dict) and number is not None and number not in versions:
            versions[number] = in_version(document, version, ("data_plan_versions", index))

    def locate(path: Path) -> Spot:
        match path:
            case ("data_plan_versions", int(number), *rest) if number in versions:
                return versions[number](tuple(rest))
            case _:
                return Spot(document, path)

    return locate


def in_version(document: Document, value: JSONObject, base: Path) -> Locator:
    """Locate what was read of one version, by paths from the version.

    Args:
        document: the file.
        value: the version within it.
        base: where in the document the version stands.
    """
    inline = "data_points" in value
    home = base if inline else (*base, "version_document")
    nested = value.get("version_document")
    holder = value if inline else nested if isinstance(nested, dict) else {}
    indexes = decoded_indexes(holder.get("data_points"))

    def locate(path: Path) -> Spot:
        match path:
            case ("version_document", "data_points", int(index), *rest) if index < len(indexes):
                return Spot(document, (*home, "data_points", indexes[index], *rest))
            case ("version_document", *rest):
                return Spot(document, (*home, *rest))
            case _:
                return Spot(document, (*base, *path))

    return locate


def in_spread_version(scalars: Document, points: Sequence[Spot]) -> Locator:
    """Locate what was read of a version that is spread over files, by paths from the version.

    Args:
        scalars: the file with the version's own fields, or any of its files where there is none.
        points: where each data point that was decoded stands.
    """

    def locate(path: Path) -> Spot:
        match path:
            case ("version_document", "data_points", int(index), *rest) if index < len(points):
                return Spot(points[index].document, (*points[index].path, *rest))
            case ("version_document", *rest):
                return Spot(scalars, tuple(rest))
            case _:
                return Spot(scalars, path)

    return locate


def of_version_alone(number: int, locate: Locator) -> Locator:
    """Locate by paths from the data plan what was read from files that hold one version of it."""

    def locate_in_version(path: Path) -> Spot:
        match path:
            case ("data_plan_versions", int(stated), *rest) if stated == number:
                return locate(tuple(rest))
            case _:
                return locate(path)

    return locate_in_version


def decoded_indexes(points: JSONValue) -> list[int]:
    """Tell which items of a list of data points the codec decodes; it leaves out the others."""
    items = points if isinstance(points, list) else []
    return [index for index, point in enumerate(items) if _is_decoded(point)]


def _is_decoded(point: JSONValue) -> bool:
    match point:
        case {"match": {"type": str()}, "validator": {"definition": dict()}}:
            return True
        case _:
            return False
