"""From the short form of a data point to the API's object, and from each part of that back to what was written.

What the short form leaves out is filled in as design §4 says, always alike, so that a review may rely on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.short_form.attributes import expand_alone
from dataplan_sync.short_form.groups import expand_group, is_written
from dataplan_sync.short_form.keys import DEFINITION, FULL_KEYS, KINDS, SHORT_KEYS
from dataplan_sync.short_form.merging import merge
from dataplan_sync.short_form.tracing import Course, Trace
from dataplan_sync.wire import FaultKind, describe, near_match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.model import JSONObject
    from dataplan_sync.short_form.keys import Kind
    from dataplan_sync.wire import Fault, Path

_SCHEMA: Final = ("validator", DEFINITION)
_DATA: Final = (*_SCHEMA, "properties", "data")


@dataclass(frozen=True, slots=True)
class Expansion:
    """The API's object for a data point in short form."""

    point: JSONObject
    origins: Mapping[Path, Path]
    """From paths in `point` to paths in the short form. A path that is not here came from where the one above
    it came from."""


def is_short(point: JSONObject) -> bool:
    """Tell whether a data point is, or is meant to be, in short form."""
    if point.keys() & set(SHORT_KEYS):
        return True
    return not point.keys() & set(FULL_KEYS) and any(near_match(key, SHORT_KEYS) for key in point)


def expand(point: JSONObject, faults: list[Fault]) -> JSONObject | None:
    """Give the API's object for a data point in either form; one in full form is it already.

    Args:
        point: the data point as written.
        faults: what is wrong in a short form is appended here, with paths in `point`. What the codec and the
            rules find in the API's object is left to them.

    Returns:
        The API's object; None where it cannot be told which data it matches, which a fault then explains.
    """
    if not is_short(point):
        return point
    expanded = expansion(point, faults)
    return expanded.point if expanded else None


def abbreviations_expanded(point: JSONObject, faults: list[Fault]) -> Expansion:
    """Expand the short forms of attributes in the definition of a data point in full form.

    Args:
        point: the data point, with a `definition` in its `validator`.
        faults: what is wrong in short forms is appended here.
    """
    trace = Trace(faults)
    validator = point.get("validator")
    definition = validator.get(DEFINITION) if isinstance(validator, dict) else None
    if not isinstance(validator, dict) or not isinstance(definition, dict):
        return Expansion(point, {})
    schema = expand_alone(definition, Course(_SCHEMA, _SCHEMA), trace)
    for key in point:
        trace.origins[key,] = (key,)
    for key in validator:
        trace.origins["validator", key] = ("validator", key)
    return Expansion({**point, "validator": {**validator, DEFINITION: schema}}, trace.origins)


def expansion(point: JSONObject, faults: list[Fault]) -> Expansion | None:
    """Expand a data point in short form, as `expand` does, and tell where each part of the result came from."""
    trace = Trace(faults)
    kind = _kind(point, trace)
    if kind is None:
        return None
    head = kind.type.value
    whole: JSONObject = _further(point, kind, trace)
    if "description" in point:
        whole["description"] = point["description"]
        trace.origins["description",] = ("description",)
    whole["match"] = {"type": head, "criteria": _criteria(point, kind, trace)}
    trace.origins["match",] = (head,)
    whole["validator"] = {"type": "json_schema", DEFINITION: _definition(point, kind, trace)}
    return Expansion(whole, trace.origins)


def _kind(point: JSONObject, trace: Trace) -> Kind | None:
    """Tell which match type a short form is of, by its first key."""
    heads = [key for key in point if key in KINDS]
    full = [key for key in point if key in FULL_KEYS]
    if full:
        short = next(key for key in point if key in SHORT_KEYS)
        message = (
            f'"{short}" belongs to the short form of a data point and "{full[0]}" to the full one; '
            "keep one form"
        )
        trace.fault(FaultKind.MISPLACED_KEY, (short,), message)
        return None
    if len(heads) > 1:
        message = f'a data point matches one kind of data: keep "{heads[0]}" or "{heads[1]}"'
        trace.fault(FaultKind.MISPLACED_KEY, (heads[1],), message)
        return None
    if not heads:
        _note_headless(point, trace)
        return None
    return KINDS[heads[0]]


def _note_headless(point: JSONObject, trace: Trace) -> None:
    """Say that nothing tells what a short form matches, or which key was perhaps meant to."""
    strange = [key for key in point if key not in SHORT_KEYS]
    mistyped = [(key, near) for key in strange if (near := near_match(key, KINDS)) is not None]
    for key, near in mistyped:
        trace.fault(FaultKind.MISTYPED_KEY, (key,), _mistyped(key, near))
    if not mistyped:
        message = f"nothing says what the data point matches; write one of {', '.join(KINDS)}"
        trace.fault(FaultKind.MISSING_KEY, (), message)


def _further(point: JSONObject, kind: Kind, trace: Trace) -> JSONObject:
    """Give the keys that the short form does not know, for the codec to judge, less those that are mistakes."""
    further: JSONObject = {}
    for key, value in point.items():
        if key in kind.keys:
            continue
        near = near_match(key, kind.keys)
        if key in SHORT_KEYS:
            message = (
                f'"{key}" does not go with {kind.type}, which takes {", ".join(kind.keys[1:])}'
            )
            trace.fault(FaultKind.MISPLACED_KEY, (key,), message)
        elif near:
            trace.fault(FaultKind.MISTYPED_KEY, (key,), _mistyped(key, near))
        else:
            further[key] = value
            trace.origins[key,] = (key,)
    return further


def _criteria(point: JSONObject, kind: Kind, trace: Trace) -> JSONObject:
    """Give the criteria as far as they are written: what is missing in them is a rule's to find."""
    criteria: JSONObject = {}
    keys = {kind.criterion: kind.type.value} if kind.criterion else {}
    for name, key in {**keys, **{name: name for name in kind.further_criteria}}.items():
        if key in point:
            criteria[name] = point[key]
            trace.origins["match", "criteria", name] = (key,)
    return criteria


def _definition(point: JSONObject, kind: Kind, trace: Trace) -> JSONObject:
    keys = (key for group in kind.groups for key in group.keys if key in point)
    trace.origins["validator",] = (next(keys, kind.type.value),)
    if kind.is_bare:
        definition = expand_group(kind.groups[0], point, _SCHEMA, trace)
    else:
        definition = {"properties": {"data": _data(point, kind, trace)}}
    patch = point.get(DEFINITION)
    if isinstance(patch, dict):
        return merge(definition, patch, Course((DEFINITION,), _SCHEMA), trace)
    if patch is not None:
        message = f"definition must be an object, not {describe(patch)}"
        trace.fault(FaultKind.WRONG_TYPE, (DEFINITION,), message)
    return definition


def _data(point: JSONObject, kind: Kind, trace: Trace) -> JSONObject:
    written = [group for group in kind.groups if is_written(group, point)]
    properties = {
        group.name: expand_group(group, point, (*_DATA, "properties", group.name), trace)
        for group in written
    }
    required = [name for name, schema in properties.items() if "required" in schema]
    return {
        "type": "object",
        "additionalProperties": True,
        "properties": dict(properties),
        **({"required": list(required)} if required else {}),
    }


def _mistyped(key: str, near: str) -> str:
    return f'unknown key "{key}": did you mean "{near}"?'
