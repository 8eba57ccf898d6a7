"""What becomes of data when one version document takes the place of another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical, codec, field_paths
from dataplan_sync.changes import ABSENT
from dataplan_sync.impact import rules_of_versions as rules
from dataplan_sync.impact.claim import Claim
from dataplan_sync.impact.definition_findings import (
    definition_findings,
    effect_on_producers,
    rename_findings,
)
from dataplan_sync.impact.finding import Finding
from dataplan_sync.impact.phrasing import Speaker, event_name
from dataplan_sync.impact.proof import Proven, Scales
from dataplan_sync.impact.renames import renames
from dataplan_sync.impact.schema_change import Exchange, identical
from dataplan_sync.impact.verdict import Consumer, Producer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.impact.proof import Proof
    from dataplan_sync.impact.rules import Rule
    from dataplan_sync.impact.schema_change import Side
    from dataplan_sync.model import DataPoint, JSONObject, VersionDocument

_ANY_OBJECT: Final[JSONObject] = {"type": "object"}


def document_findings(
    before: VersionDocument, after: VersionDocument, when: str
) -> Iterator[Finding]:
    """Find what becomes of data, data point by data point; those that stay as they are cost next to nothing.

    Args:
        before: the document that validates data now.
        after: the one that will.
        when: from when on, in the middle of a sentence: `once version 3 is active`.
    """
    old, new = _points(before), _points(after)
    removed = {key: point for key, point in old.items() if key not in new}
    added = {key: point for key, point in new.items() if key not in old}
    kept = [point for key, point in new.items() if key in old]
    renamed = renames(removed.values(), added.values(), kept)
    arrived = {point.match.key for point in renamed.values()}
    for key, point in removed.items():
        if key in renamed:
            yield from _renamed(point, renamed[key], when)
        else:
            yield _removed(point, when)
    for key, point in added.items():
        if key not in arrived:
            yield _added(point, when)
    for key, point in new.items():
        if key in old and not _same(old[key], point):
            yield from _changed(old[key], point, when)
    yield from setting_findings(before.extra, after.extra, (), "the version document")


def setting_findings(
    before: JSONObject, after: JSONObject, path: tuple[str, ...], owner: str
) -> Iterator[Finding]:
    """Find changes of keys that nothing else knows; null counts as absent."""
    for name in {**before, **after}:
        if canonical.text(before.get(name)) == canonical.text(after.get(name)):
            continue
        rule = rules.SETTING_CHANGED
        if not path and name in codec.KNOWN_DOCUMENT_EXTRAS:
            rule = rules.HANDLING_CHANGED
        yield Finding(
            rule,
            (*path, name),
            rule.producer,
            rule.consumer,
            rule.reason.format(name=name, event=owner),
            before=before.get(name, ABSENT),
            after=after.get(name, ABSENT),
        )


def remark_finding(path: tuple[str, ...], owner: str, before: Side, after: Side) -> Finding:
    """Give the finding that only a remark changes."""
    rule = rules.DOC_CHANGED
    reason = rule.reason.format(name=path[-1], event=owner)
    return Finding(rule, path, Producer.NONE, Consumer.SAFE, reason, before=before, after=after)


def _points(document: VersionDocument) -> dict[str, DataPoint]:
    """Give the data points by printed identity. Of two with the same match the last one counts, as for the SDK."""
    return {point.match.key: point for point in document.data_points}


def differ(before: VersionDocument, after: VersionDocument) -> bool:
    """Tell whether the data points of two documents differ at all, be it without any effect."""
    old, new = _points(before), _points(after)
    return old.keys() != new.keys() or any(not _same(old[key], new[key]) for key in new)


def _same(before: DataPoint, after: DataPoint) -> bool:
    if identical(before, after):
        return True
    one, other = canonical.data_point(before), canonical.data_point(after)
    return canonical.text(one) == canonical.text(other)


def _changed(before: DataPoint, after: DataPoint, when: str) -> Iterator[Finding]:
    key, owner = after.match.key, event_name(after.match)
    old, new = before.description or ABSENT, after.description or ABSENT
    if old != new:
        yield remark_finding((key, "description"), owner, old, new)
    for path, one, other in _settings(before, after):
        yield from setting_findings(one, other, (key, *path), owner)
    yield from definition_findings(before, after, when)


def _settings(
    before: DataPoint, after: DataPoint
) -> Iterator[tuple[tuple[str, ...], JSONObject, JSONObject]]:
    """Give what two data points hold beside description, match and definition, by where it stands."""
    yield (), before.extra, after.extra
    yield ("match",), before.match.extra, after.match.extra
    old, new = (
        {**point.validator.extra, "type": point.validator.type} for point in (before, after)
    )
    yield ("validator",), old, new


def _removed(point: DataPoint, when: str) -> Finding:
    speaker = Speaker(point.match, when)
    if point.match.type in field_paths.ATTRIBUTE_MAPS:
        rule = rules.USER_DATA_UNPLANNED
        finding = _of_point(rule, point, speaker.of_point(rule), None)
    else:
        rule = rules.POINT_REMOVED
        finding = _of_point(rule, point, speaker.of_point(rule), _lost(point))
    return replace(finding, before=codec.encode_data_point(point))


def _added(point: DataPoint, when: str) -> Finding:
    speaker = Speaker(point.match, when)
    if point.match.type in field_paths.ATTRIBUTE_MAPS:
        rule = rules.USER_DATA_PLANNED
        scales = Scales(point.match, None, point)
        proof = scales.prove(Exchange(_ANY_OBJECT, point.validator.definition), Claim())
        reason = f"{speaker.of_point(rule)}{speaker.effect(rule, proof)}"
        finding = _of_point(rule, point, reason, proof)
    else:
        rule = rules.POINT_ADDED
        finding = _of_point(rule, point, speaker.of_point(rule), None)
    return replace(finding, after=codec.encode_data_point(point))


def _renamed(before: DataPoint, after: DataPoint, when: str) -> Iterator[Finding]:
    rule = rules.POINT_RENAMED
    names = {"before": _full_name(before, after), "after": _full_name(after, before)}
    reason = Speaker(before.match, when).of_point(rule, **names)
    finding = _of_point(rule, before, reason, _lost(before))
    yield replace(finding, before=before.match.key, after=after.match.key)
    yield from rename_findings(before, after, when)


def _full_name(point: DataPoint, other: DataPoint) -> str:
    """Name a data point; with its type of event where the name alone is the same on both sides."""
    name = event_name(point.match)
    return f"{name} ({point.match.identity[1]})" if name == event_name(other.match) else name


def _lost(point: DataPoint) -> Proof:
    """Prove that events of a data point become unplanned."""
    scales = Scales(point.match, point, None)
    return scales.prove_sample() or scales.prove(
        Exchange(point.validator.definition, narrow=False), Claim()
    )


def _of_point(rule: Rule, point: DataPoint, reason: str, proof: Proof) -> Finding:
    consumer = rule.consumer
    witness = proof.witness if isinstance(proof, Proven) else None
    if consumer is Consumer.BREAKING and witness is None:
        consumer = Consumer.DANGEROUS
    return Finding(rule, (point.match.key,), effect_on_producers(proof), consumer, reason, witness)
