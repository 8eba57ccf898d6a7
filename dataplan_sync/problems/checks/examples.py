"""Examples of rules: short plan files, of which a rule says only what matters to it.

An example is documentation as well as a test, so it is written as people write plan files. Whatever a rule does
not speak of is filled in such that no other rule has anything to say.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataplan_sync.problems.rule import Example

_FILE: Final = "shop.yaml"
_CUSTOM_EVENT: Final = (
    "{type: custom_event, criteria: {event_name: Basket Viewed, custom_event_type: other}}"
)


def data_plan(points: str, *, data_plan_id: str = "shop", version: int = 1) -> Example:
    """Give a file with a data plan of one version.

    Args:
        points: the YAML of its data points, a list that starts in the first column.
        data_plan_id: the id of the data plan.
        version: the number of the version.
    """
    head = f"""\
data_plan_id: {data_plan_id}
data_plan_name: Shop
data_plan_versions:
  - version: {version}
    data_points:
"""
    return {_FILE: head + textwrap.indent(points, "      ")}


def event(attributes: str, *, match: str = _CUSTOM_EVENT) -> str:
    """Give a data point that holds an event to some custom attributes.

    Args:
        attributes: the YAML of the schema of `custom_attributes`, from the first column.
        match: the match, in flow style.
    """
    definition = f"""\
properties:
  data:
    properties:
      custom_attributes:
{textwrap.indent(attributes, "        ")}
"""
    return point(definition, match=match)


def attribute(schema: str, *, name: str = "size") -> Example:
    """Give a file with an event that has one attribute.

    Args:
        schema: the schema of the attribute in flow style, without braces and without its description.
        name: the name of the attribute.
    """
    comma = ", " if schema else ""
    return data_plan(
        event(f"properties:\n  {name}: {{{schema}{comma}description: As on the label}}")
    )


def point(definition: str, *, match: str = _CUSTOM_EVENT, description: str = "Basket seen") -> str:
    """Give a data point.

    Args:
        definition: the YAML of its definition, from the first column.
        match: the match, in flow style.
        description: what the data point is about.
    """
    return f"""\
- description: {description}
  match: {match}
  validator:
    type: json_schema
    definition:
{textwrap.indent(definition.rstrip(), "      ")}
"""


def bare(match: str, *, description: str = "Basket seen") -> str:
    """Give a data point that requires nothing of the data it matches."""
    return f"""\
- description: {description}
  match: {match}
  validator: {{type: json_schema, definition: {{}}}}
"""


@dataclass(frozen=True, slots=True)
class LongExample(Mapping[str, str | bytes]):
    """An example too long to be kept: one file, made whenever somebody reads it."""

    build: Callable[[], Example]

    def __getitem__(self, name: str) -> str | bytes:
        """Give the text of a file."""
        return self.build()[name]

    def __iter__(self) -> Iterator[str]:
        """Give the name of the one file."""
        return iter((_FILE,))

    def __len__(self) -> int:
        """Count the files."""
        return 1
