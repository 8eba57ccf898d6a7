"""Follows a `$ref` within its own definition. Nothing is ever fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from dataplan_sync.events.values import JSON


def resolve(root: JSON, reference: str) -> JSON | None:
    """Find the schema that a `$ref` names.

    Args:
        root: the whole definition.
        reference: `#` or `#/definitions/…`; no other reference can be followed.

    Returns:
        The schema; None if there is none.
    """
    if reference != "#" and not reference.startswith("#/"):
        return None
    found = root
    for step in unquote(reference[1:]).split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict) and name in found:
            found = found[name]
        elif (
            isinstance(found, list) and name.isascii() and name.isdigit() and int(name) < len(found)
        ):
            found = found[int(name)]
        else:
            return None
    return found if isinstance(found, dict | bool) else None
