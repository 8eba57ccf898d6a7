"""A generated workspace of realistic shape: plan files as git has them, and answers as the API gives them.

The same seed gives the same bytes. A version is the one before it with a few data points changed, as versions
are in life; `SHARED` says how many stay. Of all versions one in ten differs between git and live, in one data
point. Every file is in the API's own form, which the references can read as well.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.sizes import Size

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"

WORKSPACE_ID: Final = 7505
SHARED: Final = 0.98
"""How many data points of a version are those of the version before."""
EDITED_EVERY: Final = 10
"""One version in so many differs between git and live."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_NOUNS: Final = _words(
    "Button Product Cart Order Coupon Search Profile Video Article Store Payment Address Review Wishlist Banner "
    "Session Checkout Delivery Account Category"
)
_VERBS: Final = _words(
    "Clicked Viewed Added Removed Opened Closed Started Finished Failed Shared Saved Selected Scrolled Played"
)
_WORDS: Final = _words(
    "the of a user when after opens screen which was shown total value name identifier for page before currency "
    "campaign source position number first last selected"
)
_TYPES: Final = ("custom_event", "custom_event", "custom_event", "custom_event", "screen_view")


@dataclass(frozen=True, slots=True)
class Point:
    """A data point, written once in each notation."""

    yaml: str
    json: str


def write_workspace(folder: Path, size: Size, *, seed: int = 1, edited: bool = True) -> None:
    """Write `plans/` and `live/`, which `server` serves.

    Args:
        folder: where; must be empty.
        size: how many of each.
        seed: the same seed gives the same bytes.
        edited: whether some versions differ between git and live.
    """
    (folder / "live").mkdir(parents=True)
    listed: list[str] = []
    for number in range(size.data_plans):
        dice = random.Random(f"{seed}/{number}")  # noqa: S311 - data for a benchmark
        listed.append(_write_data_plan(folder, size, number, dice, edited=edited))
    (folder / "live" / "list.json").write_text(f"[{','.join(listed)}]")


def _write_data_plan(
    folder: Path, size: Size, number: int, dice: random.Random, *, edited: bool
) -> str:
    """Write one data plan and give its entry in the list."""
    name = f"data_plan_{number:03}"
    versions = folder / "plans" / name / "versions"
    live = folder / "live" / name
    versions.mkdir(parents=True)
    live.mkdir()
    head = {
        "data_plan_id": name,
        "data_plan_name": f"Data plan {number}",
        "data_plan_description": _sentence(dice),
    }
    (versions.parent / "plan.yaml").write_text(yaml.safe_dump(head, sort_keys=False))
    stamp = {"created_on": "2024-01-14T14:52:11.43", "created_by": "a@example.com"}
    entries: list[str] = []
    wholes: list[str] = []
    for version, points in enumerate(_versions(size, dice), start=1):
        scalars = {
            "version": version,
            "data_plan_id": name,
            "version_description": _sentence(dice),
            "activated_environment": "none" if version < size.versions else "development",
        }
        text = yaml.safe_dump(
            {k: v for k, v in scalars.items() if k != "data_plan_id"}, sort_keys=False
        )
        body = "".join(point.yaml for point in points)
        (versions / f"{version}.yaml").write_text(
            f"{text}version_document:\n  data_points:\n{body}"
        )
        if edited and (number * size.versions + version) % EDITED_EVERY == 1:
            points[0] = _point(dice, 0)
        wire = json.dumps({**scalars, **stamp})
        document = ",".join(point.json for point in points)
        whole = f'{wire[:-1]},"version_document":{{"data_points":[{document}]}}}}'
        (live / f"{version}.json").write_text(whole)
        entries.append(wire)
        wholes.append(whole)
    own = json.dumps({**head, **stamp})
    (folder / "live" / f"{name}.json").write_text(
        f'{own[:-1]},"data_plan_versions":[{",".join(wholes)}]}}'
    )
    return f'{own[:-1]},"data_plan_versions":[{",".join(entries)}]}}'


def _versions(size: Size, dice: random.Random) -> Iterator[list[Point]]:
    points = [_point(dice, index) for index in range(size.data_points)]
    for _ in range(size.versions):
        yield list(points)
        for index in range(size.data_points):
            if dice.random() > SHARED:
                points[index] = _point(dice, index)


def _point(dice: random.Random, index: int) -> Point:
    value = _data_point(dice, index)
    text = yaml.dump([value], Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    indented = "".join(f"    {line}\n" for line in text.splitlines())
    return Point(indented, json.dumps(value, ensure_ascii=False))


def _data_point(dice: random.Random, index: int) -> JSON:
    kind = dice.choice(_TYPES)
    name = f"{dice.choice(_NOUNS)} {dice.choice(_VERBS)} {index}"
    criteria: JSON = (
        {"event_name": name, "custom_event_type": dice.choice(("navigation", "other", "search"))}
        if kind == "custom_event"
        else {"screen_name": name}
    )
    attributes: dict[str, JSON] = {}
    for _ in range(dice.randint(4, 14)):
        attribute = f"{dice.choice(_NOUNS).lower()}_{dice.choice(_WORDS)}"
        # One name has one meaning, wherever it occurs.
        attributes[attribute] = _attribute(random.Random(attribute))  # noqa: S311 - data for a benchmark
    required: list[JSON] = [key for key in attributes if dice.random() < 0.3]
    custom: dict[str, JSON] = {
        "type": "object",
        "additionalProperties": False,
        "properties": attributes,
    }
    if required:
        custom["required"] = required
    data: dict[str, JSON] = {
        "type": "object",
        "additionalProperties": True,
        "properties": {"custom_attributes": custom},
    }
    if required:
        data["required"] = ["custom_attributes"]
    return {
        "description": _sentence(dice),
        "match": {"type": kind, "criteria": criteria},
        "validator": {
            "type": "json_schema",
            "definition": {"properties": {"data": data}},
        },
    }


def _attribute(dice: random.Random) -> JSON:
    described: dict[str, JSON] = {"description": _sentence(dice)}
    match dice.randrange(6):
        case 0:
            values: list[JSON] = [f"{dice.choice(_WORDS)}_{n}" for n in range(dice.randint(2, 8))]
            return {**described, "type": "string", "enum": values}
        case 1:
            return {**described, "type": "number", "minimum": 0, "maximum": dice.randint(1, 9999)}
        case 2:
            return {**described, "type": "boolean"}
        case 3:
            return {**described, "type": "string", "pattern": "^[A-Z]{2,4}-[0-9]+$"}
        case 4:
            return {**described, "type": "string", "format": "date-time"}
        case _:
            return {**described, "type": "string"}


def _sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(_WORDS, k=dice.randint(4, 12)))
