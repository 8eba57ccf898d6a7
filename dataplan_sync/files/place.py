"""What the path of a file says about its content: the layouts of design §4, by name alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXTENSIONS: Final = (".yaml", ".yml", ".json")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}")


class Role(StrEnum):
    """What a file is for, as far as its path tells."""

    LOOSE = "loose"
    """Anywhere: a whole data plan, or a version that names its data plan and its number."""

    DATA_PLAN = "data-plan"
    """`shop/plan.yaml`."""

    VERSION = "version"
    """`shop/versions/3.yaml`."""

    VERSION_SCALARS = "version-scalars"
    """`shop/versions/3/version.yaml`."""

    DATA_POINTS = "data-points"
    """`shop/versions/3/checkout.yaml`."""

    MISPLACED = "misplaced"
    """Below `shop/versions/`, but not where a version can be."""

    UNLISTED = "unlisted"
    """A folder that was not looked into."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the path of a plan file says."""

    path: str
    role: Role
    data_plan_id: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that are read together because they declare one thing: a version spread over files, or one file."""

    places: tuple[Place, ...]

    @property
    def first(self) -> Place:
        """The first of the files, in path order."""
        return self.places[0]


def units(paths: Iterable[str]) -> tuple[Unit, ...]:
    """Group paths below the plans folder into what is read together, in path order.

    Paths that hold no data plans are left out: other extensions, names that start with `.` or `_`, `shared/`
    at the top, and any `tests/` folder.
    """
    found: dict[tuple[str, ...], list[Place]] = {}
    for path in sorted(paths):
        place = place_of(path)
        if place is None:
            continue
        spread = place.role in {Role.VERSION_SCALARS, Role.DATA_POINTS}
        key = ("spread", path.rpartition("/")[0]) if spread else ("file", path)
        found.setdefault(key, []).append(place)
    return tuple(Unit(tuple(places)) for places in found.values())


def place_of(path: str) -> Place | None:
    """Tell what a path below the plans folder says about the file; None if it holds no data plans."""
    folders = path.split("/")
    name = folders.pop()
    if _holds_no_data_plans(folders, name):
        return None
    if not name:
        return Place(path, Role.UNLISTED)
    stem = _stem(name)
    if stem is None:
        return None
    if stem == "plan" and folders:
        return Place(path, Role.DATA_PLAN, folders[-1])
    # A folder named "versions" at the top has no data plan above it, so it is a folder like any other.
    if "versions" in folders[1:]:
        return _place_of_version(path, folders, stem)
    return Place(path, Role.LOOSE)


def is_shared(path: str) -> bool:
    """Tell whether a file is one of those with shared definitions, which data plans refer to."""
    folders = path.split("/")
    hidden = any(part.startswith((".", "_")) for part in folders)
    return folders[0] == "shared" and "tests" not in folders and is_readable(path) and not hidden


def is_readable(path: str) -> bool:
    """Tell whether a file has an extension of plan files."""
    return _stem(path) is not None


def _place_of_version(path: str, folders: list[str], stem: str) -> Place:
    at = len(folders) - 1 - folders[::-1].index("versions")
    match folders[at + 1 :]:
        case []:
            role, number = Role.VERSION, stem
        case [number]:
            role = Role.VERSION_SCALARS if stem == "version" else Role.DATA_POINTS
        case _:
            return Place(path, Role.MISPLACED)
    if not _NUMBER.fullmatch(number):
        return Place(path, Role.MISPLACED)
    return Place(path, role, folders[at - 1], int(number))


def _holds_no_data_plans(folders: list[str], name: str) -> bool:
    hidden = any(part.startswith((".", "_")) for part in (*folders, name))
    return hidden or "tests" in folders or folders[:1] == ["shared"]


def _stem(name: str) -> str | None:
    lower = name.lower()
    extension = next((ext for ext in _EXTENSIONS if lower.endswith(ext)), None)
    return name[: -len(extension)] if extension else None
