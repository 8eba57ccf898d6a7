"""All paths within a JSON value."""

from __future__ import annotations


def all_paths(value, path=()):
    """Give the path of a value and of everything inside it."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from all_paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from all_paths(item, (*path, index))
