"""JSON merge patches (RFC 7396): a patch holds what to add or replace, and null for what to take out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import canonical

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.short_form.tracing import Course, Trace


def merge(before: JSONValue, patch: JSONObject, course: Course, trace: Trace) -> JSONObject:
    """Lay a patch over a value.

    Args:
        before: the value; anything but an object counts as an empty one.
        patch: what to change.
        course: where the patch stands, and the path of the value.
        trace: what comes from the patch is noted here.
    """
    merged = dict(before) if isinstance(before, dict) else {}
    for key, value in patch.items():
        here = course.into(key)
        if value is None:
            merged.pop(key, None)
            continue
        if not isinstance(value, dict) or not isinstance(merged.get(key), dict):
            trace.origins[here.wire] = here.short
        merged[key] = (
            merge(merged.get(key), value, here, trace) if isinstance(value, dict) else value
        )
    return merged


def patch_between(before: JSONObject, after: JSONObject) -> JSONObject | None:
    """Make the patch that turns one object into another; None where no patch can, because of a null in it."""
    patch: JSONObject = dict.fromkeys(key for key in before if key not in after)
    for key, value in after.items():
        old = before.get(key)
        if key in before and canonical.text(old) == canonical.text(value):
            continue
        if isinstance(value, dict):
            inner = patch_between(old if isinstance(old, dict) else {}, value)
            if inner is None:
                return None
            patch[key] = inner
        elif value is None:
            return None
        else:
            patch[key] = value
    return patch
