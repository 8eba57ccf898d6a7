"""Refuses to change a data plan that another repository claims as its own (`ownership`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.guards import advice
from dataplan_sync.hazards import Permit
from dataplan_sync.model import DataPlanKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.hazards import Hazard


def find(change_set: ChangeSet, configuration: Configuration) -> Iterator[Hazard]:
    """Find the data plans of others that a change set touches, each once."""
    policy = configuration.policy
    claims = {change.data_plan_id: change.claim for change in change_set.changes}
    for data_plan_id, claim in claims.items():
        if claim in ("", policy.owner) or data_plan_id in policy.take_over:
            continue
        sentence = (
            f"{data_plan_id} is claimed by {claim}, as its description says in mParticle: whatever is applied here may "
            f"be undone there. Leave it to {claim} (exclude it here), or take it over."
        )
        permit = Permit(("policy", "take_over"), [data_plan_id])
        yield advice.hazard("claimed", DataPlanKey(data_plan_id), sentence, permit, configuration)
