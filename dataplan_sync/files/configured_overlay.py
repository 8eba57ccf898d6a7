"""The `overlay` of a workspace in `dataplan-sync.yaml`: what is otherwise there than the plan files say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.files.configuration_section import CONFIGURATION
from dataplan_sync.files.data_plan_id import id_flaw
from dataplan_sync.model import ActivatedEnvironment, DataPlanVersionKey
from dataplan_sync.overlay import ANY, NOTHING, DataPlanOverlay, Overlay, VersionOverlay
from dataplan_sync.problems.problem import Problem, Severity
from dataplan_sync.wire import describe, near_match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dataplan_sync.configuration import Configuration
    from dataplan_sync.files.configuration_section import Section
    from dataplan_sync.model import ObjectKey

OVERLAY_KEYS: Final = ("data_plan_name", "data_plan_description", "versions")
VERSION_OVERLAY_KEYS: Final = ("version_description", "activated_environment")


def read_overlay(section: Section | None) -> Overlay:
    """Read the section; None where there is none."""
    if section is None:
        return NOTHING
    laid: dict[str, DataPlanOverlay] = {}
    for data_plan_id in section.value:
        flaw = "" if data_plan_id == ANY else id_flaw(data_plan_id)
        own = section.section(data_plan_id)
        if flaw:
            section.note(flaw, data_plan_id)
        elif own is not None:
            laid[data_plan_id] = _data_plan(own)
    return Overlay(laid)


def undeclared(
    configuration: Configuration, declared: Collection[ObjectKey], uncertain: Collection[str] = ()
) -> Iterator[Problem]:
    """Find what overlays name and no plan file declares: a mistyped name would change nothing, in silence.

    Args:
        configuration: describes workspaces.
        declared: the data plans and versions of the plan files.
        uncertain: data plans of which the plan files do not say for certain what they declare.
    """
    known = {key.data_plan_id for key in declared}
    for workspace in configuration.workspaces:
        for data_plan_id, number, mark in workspace.overlay.names():
            message = ""
            if data_plan_id not in known:
                near = near_match(data_plan_id, known)
                guess = f': did you mean "{near}"?' if near else ""
                message = f"no plan file declares {data_plan_id}{guess}"
            elif number and DataPlanVersionKey(data_plan_id, int(number)) not in declared:
                message = f"no plan file declares {data_plan_id} v{number}"
            is_told = number is not None and data_plan_id not in known
            if message and not is_told and data_plan_id not in uncertain:
                yield Problem(CONFIGURATION.id, Severity.ERROR, message, mark)


def _data_plan(section: Section) -> DataPlanOverlay:
    section.check_keys(OVERLAY_KEYS)
    return DataPlanOverlay(
        section.document.mark(section.path),
        section.text("data_plan_name"),
        _description(section, "data_plan_description"),
        dict(_versions(section.section("versions"))),
    )


def _versions(section: Section | None) -> Iterator[tuple[str, VersionOverlay]]:
    if section is None:
        return
    for number in section.value:
        own = section.section(number)
        if number != ANY and not _is_number(number):
            section.note(f'"{number}" is no number of a version, such as 3, nor "{ANY}"', number)
        elif own is not None:
            own.check_keys(VERSION_OVERLAY_KEYS)
            yield (
                number,
                VersionOverlay(
                    own.document.mark(own.path),
                    _description(own, "version_description"),
                    _environment(own),
                ),
            )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 5 and not text.startswith("0")


def _description(section: Section, key: str) -> str | None:
    """Give a description; an empty one clears it."""
    return "" if section.value.get(key) == "" else section.text(key)


def _environment(section: Section) -> ActivatedEnvironment | None:
    key = "activated_environment"
    value = section.value.get(key)
    if isinstance(value, str) and value in set(ActivatedEnvironment):
        return ActivatedEnvironment(value)
    if key in section.value:
        shown = f'"{value}"' if isinstance(value, str) else describe(value)
        section.note(f"{key} must be one of {', '.join(ActivatedEnvironment)}, not {shown}", key)
    return None
