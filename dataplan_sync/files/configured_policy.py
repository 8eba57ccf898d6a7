"""A `policy` section of `dataplan-sync.yaml`: what an apply may do, in general or in one workspace."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.configuration import OnConflict, Policy, Thresholds
from dataplan_sync.files.data_plan_id import id_flaw
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey
from dataplan_sync.wire import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.files.configuration_section import Section
    from dataplan_sync.model import JSONValue, ObjectKey

POLICY_KEYS: Final = (
    "prune",
    "allow_delete",
    "allow_production_edit",
    "allow_empty",
    "allow_raise_several",
    "allow_lower",
    "on_conflict",
    "require_review",
    "owner",
    "take_over",
    "thresholds",
)
_OWNER: Final = re.compile(r"(?=\S)[^\[\]\r\n]{1,100}(?<=\S)")
THRESHOLD_KEYS: Final = ("deletions", "deleted_fraction", "removed_fraction")


def read_policy(section: Section | None, general: Policy) -> Policy:
    """Read a section over what holds without it, key by key.

    Args:
        section: None where there is none.
        general: what holds where a key is left out.
    """
    if section is None:
        return general
    section.check_keys(POLICY_KEYS)
    listed, allowed = "allow_delete" in section.value, section.boolean

    return replace(
        general,
        prune=allowed("prune", default=general.prune),
        allow_delete=tuple(_object_keys(section)) if listed else general.allow_delete,
        allow_production_edit=allowed(
            "allow_production_edit", default=general.allow_production_edit
        ),
        allow_empty=allowed("allow_empty", default=general.allow_empty),
        allow_raise_several=allowed("allow_raise_several", default=general.allow_raise_several),
        allow_lower=allowed("allow_lower", default=general.allow_lower),
        on_conflict=_on_conflict(section, general.on_conflict),
        require_review=allowed("require_review", default=general.require_review),
        owner=_owner(section) or general.owner,
        take_over=_take_over(section) if "take_over" in section.value else general.take_over,
        thresholds=_thresholds(section.section("thresholds"), general.thresholds),
    )


def _owner(section: Section) -> str | None:
    owner = section.text("owner")
    if owner and not _OWNER.fullmatch(owner):
        section.note(
            "owner is one line of up to 100 characters without brackets, such as acme/app", "owner"
        )
        return None
    return owner


def _take_over(section: Section) -> tuple[str, ...]:
    ids = section.items("take_over")
    for index, item in enumerate(ids):
        if not isinstance(item, str) or id_flaw(item):
            section.note("take_over lists ids of data plans, such as shop", "take_over", index)
    return tuple(item for item in ids if isinstance(item, str))


def _on_conflict(section: Section, general: OnConflict | None) -> OnConflict | None:
    said = section.text("on_conflict")
    if said is None:
        return general
    if said not in set(OnConflict):
        section.note(f'on_conflict must be {" or ".join(OnConflict)}, not "{said}"', "on_conflict")
        return general
    return OnConflict(said)


def _thresholds(section: Section | None, limits: Thresholds) -> Thresholds:
    if section is None:
        return limits
    section.check_keys(THRESHOLD_KEYS)
    return Thresholds(
        deletions=section.count("deletions", default=limits.deletions),
        deleted_fraction=section.fraction("deleted_fraction", default=limits.deleted_fraction),
        removed_fraction=section.fraction("removed_fraction", default=limits.removed_fraction),
    )


def _object_keys(policy: Section) -> Iterator[ObjectKey]:
    for index, item in enumerate(policy.items("allow_delete")):
        key = _object_key(item)
        if key is None:
            message = "allow_delete lists data plans and versions, such as shop or shop/3, not " + (
                f'"{item}"' if isinstance(item, str) else describe(item)
            )
            policy.note(message, "allow_delete", index)
        else:
            yield key


def _object_key(item: JSONValue) -> ObjectKey | None:
    if not isinstance(item, str):
        return None
    data_plan_id, slash, number = item.partition("/")
    if id_flaw(data_plan_id):
        return None
    if not slash:
        return DataPlanKey(data_plan_id)
    fits = number.isascii() and number.isdecimal() and len(number) < 5 and int(number) > 0
    return DataPlanVersionKey(data_plan_id, int(number)) if fits else None
