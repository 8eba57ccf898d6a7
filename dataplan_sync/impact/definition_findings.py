"""What the changes of one data point's definition do, each searched, proven and put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import field_paths
from dataplan_sync.changes import ABSENT
from dataplan_sync.impact import rules_of_values
from dataplan_sync.impact.claim import Claim
from dataplan_sync.impact.counterexample import Undecided
from dataplan_sync.impact.finding import Finding
from dataplan_sync.impact.phrasing import Speaker
from dataplan_sync.impact.proof import Proven, Scales, unplanned_at
from dataplan_sync.impact.rules_of_attributes import (
    ATTR_ADDED_REQUIRED,
    ATTR_NO_LONGER_REQUIRED,
    ATTR_NOW_REQUIRED,
)
from dataplan_sync.impact.rules_of_versions import DOC_CHANGED
from dataplan_sync.impact.schema_change import Place, SchemaChange
from dataplan_sync.impact.schema_changes import schema_changes
from dataplan_sync.impact.verdict import Consumer, Producer
from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.impact.proof import Proof
    from dataplan_sync.impact.rules import Rule
    from dataplan_sync.model import DataPoint, DataPointMatch

_ACTIONS: Final = (MatchType.PRODUCT_ACTION, MatchType.PROMOTION_ACTION)
_MILDER: Final = {Consumer.BREAKING: Consumer.DANGEROUS}


def definition_findings(before: DataPoint, after: DataPoint, when: str) -> Iterator[Finding]:
    """Find what becomes of the data of a data point.

    Args:
        before: the data point as it is.
        after: the same data point as it will be.
        when: from when on, in the middle of a sentence.
    """
    scales = Scales(after.match, before, after)
    speaker = Speaker(after.match, when)
    changes = schema_changes(
        before.validator.definition, after.validator.definition, after.match.type
    )
    found = [
        finding
        for change in changes
        if (finding := _finding(change, scales, speaker)).harms_producers
        or not _is_of_match(change, after.match)
    ]
    yield from found
    yield from _missed(found, scales, speaker)


def rename_findings(before: DataPoint, after: DataPoint, when: str) -> Iterator[Finding]:
    """Find what else changes where a data point is renamed, for those who read it.

    For those who send it the new name is all that counts: what comes under the old one is unplanned already, and
    nothing was planned under the new one.
    """
    speaker = Speaker(after.match, when)
    changes = schema_changes(
        before.validator.definition, after.validator.definition, after.match.type
    )
    for change in changes:
        rule = change.without_loss or change.rule
        if _is_of_match(change, after.match) or rule.consumer is Consumer.SAFE:
            continue
        yield Finding(
            rule,
            printed(change, after.match),
            Producer.NONE,
            _MILDER.get(rule.consumer, rule.consumer),
            speaker.of_change(rule, change, None, effect=True),
            before=change.before,
            after=change.after,
        )


def printed(change: SchemaChange, match: DataPointMatch) -> tuple[str, ...]:
    """Name the leaf of a change as field changes do."""
    path = (*field_paths.DEFINITION, *change.path)
    return (match.key, *field_paths.printed(path, match.type))


def _is_of_match(change: SchemaChange, match: DataPointMatch) -> bool:
    """Tell whether a change is about what the match says already, such as the event's name.

    The vendor's UI used to repeat it in the definition, and stopped. For matching data it makes no difference.
    """
    container = ("data", match.type) if match.type in _ACTIONS else ("data",)
    at = change.place.data
    if change.rule in (ATTR_NOW_REQUIRED, ATTR_NO_LONGER_REQUIRED, ATTR_ADDED_REQUIRED):
        at = (*at, change.path[-1])
    names = {(*container, name) for name in match.criteria}
    return at in names or at == ("event_type",)


def _finding(change: SchemaChange, scales: Scales, speaker: Speaker) -> Finding:
    claim = Claim(change.place, change.missing, change.limits)
    lost = scales.prove(change.lost, claim) if change.lost else None
    rule = change.without_loss if lost is None and change.without_loss else change.rule
    gained: Proof = None
    if change.gained and not isinstance(lost, Proven) and rule.consumer is not Consumer.SAFE:
        gained = scales.turned().prove(change.gained, claim)
    effect = lost is not None or gained is not None or rule.id not in rules_of_values.RULES
    proof = next((side for side in (lost, gained) if isinstance(side, Proven)), None)
    consumer = rule.consumer if effect else Consumer.SAFE
    return Finding(
        rule,
        printed(change, scales.match),
        effect_on_producers(lost),
        consumer if proof else _MILDER.get(consumer, consumer),
        speaker.of_change(rule, change, lost, effect=effect),
        proof.witness if proof else None,
        change.before,
        change.after,
    )


def effect_on_producers(lost: Proof) -> Producer:
    """Say what becomes of data that is sent today, from the search for some that is no longer accepted."""
    match lost:
        case Proven():
            return lost.producer
        case Undecided():
            return Producer.UNKNOWN
        case _:
            return Producer.NONE


def _missed(found: Sequence[Finding], scales: Scales, speaker: Speaker) -> Iterator[Finding]:
    """Look once more at the definitions as a whole, for what is worse than all that the changes do one by one.

    Several can do together what none does alone.
    """
    if any(finding.producer is Producer.DROP for finding in found):
        return
    rule: Rule = rules_of_values.SCHEMA_TIGHTENED
    proof: Proof = scales.prove_unplanned()
    if proof is None and not any(finding.harms_producers for finding in found):
        proof = scales.prove_any()
    if proof is None and all(finding.rule is DOC_CHANGED for finding in found):
        rule, proof = rules_of_values.SCHEMA_CHANGED, scales.turned().prove_any()
    if not isinstance(proof, Proven):
        return
    lost = proof if rule is rules_of_values.SCHEMA_TIGHTENED else None
    # What is unplanned is told by the object that it stands in.
    at = unplanned_at(proof.witness, scales.match) if proof.producer is Producer.DROP else ()
    change = SchemaChange(rule, (), Place(data=at[:-1]), ABSENT, ABSENT)
    yield Finding(
        rule,
        (scales.match.key, "definition"),
        effect_on_producers(lost),
        rule.consumer,
        speaker.of_change(rule, change, lost, effect=True),
        proof.witness,
    )
