"""What a `$ref` may lead to, by where it stands."""

from __future__ import annotations

from enum import StrEnum


class Shape(StrEnum):
    """The shape of a definition."""

    SCHEMA = "a type or a schema"
    FIELDS = "a map from names of attributes to their types or schemas"
