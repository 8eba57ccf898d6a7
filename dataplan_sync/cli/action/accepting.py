"""What stops nothing because somebody accepted it: in the configuration, or by a label. And what the comment says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dataplan_sync.cli.action.labels import LABEL
from dataplan_sync.guards import acceptance, advice
from dataplan_sync.render.comment_facts import AcceptedFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.configuration import Acceptance, Configuration
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.report import WorkspaceReport


def accepting(configuration: Configuration, entries: Iterable[Acceptance]) -> Configuration:
    """Give a configuration that accepts more than its file says."""
    return replace(configuration, accepted=(*configuration.accepted, *entries))


def told(
    facts: CommentFacts,
    found: WorkspaceReport,
    configuration: Configuration,
) -> CommentFacts:
    """Add to the facts of a comment what was accepted and, where something is refused, what would accept it."""
    permits = [hazard for hazard in found.hazards if hazard.permit]
    by_label = any(hazard.permit and hazard.permit.keys == advice.ACCEPTED for hazard in permits)
    return replace(
        facts,
        accepted=accepted(found.impacts, configuration),
        instructions=advice.instructions(permits, configuration),
        label=LABEL if by_label else "",
    )


def accepted(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]], configuration: Configuration
) -> tuple[AcceptedFinding, ...]:
    """Give the findings that are accepted, each with by what."""
    today = datetime.now(UTC).date()
    judgement = acceptance.judge(impacts, configuration.accepted, today=today)
    return tuple(
        AcceptedFinding(
            f"{one.key}, {one.impact.rule}: {' / '.join(one.impact.path)}",
            str(one.acceptance.mark),
            one.acceptance.reason,
        )
        for one in judgement.accepted
    )
