"""Refuses what breaks somebody, unless it was accepted: a finding by its rule and place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent
from dataplan_sync.guards import acceptance, advice
from dataplan_sync.hazards import Permit
from dataplan_sync.impact.verdict import Level
from dataplan_sync.model import ActivatedEnvironment, DataPlanVersionKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.configuration import Configuration
    from dataplan_sync.guards.acceptance import Judgement
    from dataplan_sync.hazards import Hazard
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import JSONObject, JSONValue, ObjectKey

REASON: Final = "say here why this is wanted"
"""What a proposed acceptance gives as its reason, for somebody to replace."""
_LONGEST_VALUE: Final = 100
"""Characters of JSON up to which a proposed acceptance binds to the value too."""


def find(judgement: Judgement, configuration: Configuration) -> Iterator[Hazard]:
    """Find what would break somebody and was not accepted."""
    for key, impacts in judgement.open.items():
        for impact in impacts:
            if impact.level is Level.BREAKING:
                sentence = f"{key}, {impact.rule}: {impact.reason}"
                permit = Permit(advice.ACCEPTED, _proposed(key, impact))
                lapsed = _lapsed(judgement, key, impact)
                yield advice.hazard("breaking", key, sentence + lapsed, permit, configuration)


def _proposed(key: ObjectKey, impact: Impact) -> JSONObject:
    parts: list[JSONValue] = list(acceptance.place(key, impact))
    if isinstance(key, DataPlanVersionKey):
        parts[1] = key.version
    entry: JSONObject = {"rule": impact.rule, "path": parts}
    if not isinstance(impact.after, Absent) and len(json.dumps(impact.after)) <= _LONGEST_VALUE:
        entry["after"] = impact.after
    if impact.environment is ActivatedEnvironment.DEVELOPMENT:
        entry["environment"] = impact.environment.value
    return {**entry, "reason": REASON}


def _lapsed(judgement: Judgement, key: ObjectKey, impact: Impact) -> str:
    """Say why an acceptance that looks right does not count."""
    wanted = (impact.rule, acceptance.place(key, impact))
    for entry in judgement.expired:
        if (entry.rule, entry.path) == wanted:
            return f" It was accepted at {entry.mark} until {entry.expires}."
    for entry in judgement.unused:
        if (entry.rule, entry.path) == wanted:
            return f" Another value of it is accepted at {entry.mark}."
    return ""
