"""How plan files are laid out: what is spread over lines in them, and what may share one.

A data point and each of its attributes begin a line, so that a review shows which of them changed. The schema of
an attribute stands behind its name as long as the line stays short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.short_form.keys import FIELD_KEYS

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue
    from dataplan_sync.wire import Path

_HOLDERS: Final = frozenset(("data_plan_versions", "version_document", "data_points"))
_LISTS: Final = frozenset(("data_plan_versions", "data_points"))


def spread(path: Path, value: JSONValue) -> bool:
    """Tell whether a container in a plan file is spread over lines, however short it is.

    Args:
        path: where it stands in the file.
        value: the container.
    """
    match path:
        case () | (int(),):
            return True
        case (*_, str(holder), int()):
            return holder in _LISTS
        case (*_, int(), str(key)) if key in FIELD_KEYS:
            return isinstance(value, dict)
        case _:
            return path[-1] in _HOLDERS
