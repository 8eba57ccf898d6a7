"""Schemas of objects whose keys are all known, but for those that the server adds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dataplan_sync.wire import READ_ONLY_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.model import JSONObject


def closed_object(properties: JSONObject, *, required: Iterable[str] = ()) -> JSONObject:
    """Give the schema of an object that has no other keys.

    What the server owns, and the note of `pull` in JSON files, may stand there and is not offered to anybody: it is
    matched by a pattern.

    Args:
        properties: the schemas of its keys.
        required: the keys that it must have.
    """
    owned = "|".join(re.escape(key) for key in sorted(READ_ONLY_KEYS))
    names = list(required)
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": {rf"^(?:\$comment|{owned})$": {}},
        "additionalProperties": False,
        **({"required": list(names)} if names else {}),
    }
