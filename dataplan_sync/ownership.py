"""Who looks after a data plan: a stamp in its description, the one place that the API, its UI and every tool show.

Two repositories may share a workspace. The stamp of one tells the other, and whoever edits by hand, to keep off.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dataplan_sync.model import DataPlan

_STAMP: Final = re.compile(r"\s*\[dataplan-sync: (?P<owner>[^\]\r\n]+)\]\s*\Z")


def claimed_by(description: str | None) -> str:
    """Give the owner that a description names in its last line; empty if it names none."""
    found = _STAMP.search(description or "")
    return found["owner"].strip() if found else ""


def stamped(data_plan: DataPlan, owner: str) -> DataPlan:
    """Give a data plan with the stamp of its owner behind its description, in place of any other.

    A description that is not declared is not managed, so it gets no stamp.
    """
    description = data_plan.data_plan_description
    if description is None or not owner:
        return data_plan
    text = _STAMP.sub("", description).rstrip()
    stamp = f"[dataplan-sync: {owner}]"
    return replace(data_plan, data_plan_description=f"{text}\n\n{stamp}" if text else stamp)
