"""What becomes of data in one environment when a version comes, changes or goes there.

A client that names no version gets the latest active one, so that is what a version that becomes active is compared
with. Where no version is active nothing is validated at all. (Vendor's documentation on data planning.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync.changes import ABSENT
from dataplan_sync.impact import rules_of_versions as rules
from dataplan_sync.impact.document_findings import differ, document_findings
from dataplan_sync.impact.finding import Finding
from dataplan_sync.impact.verdict import Consumer, Producer
from dataplan_sync.model import ActivatedEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.changes import Latest
    from dataplan_sync.impact.rules import Rule
    from dataplan_sync.impact.schema_change import Side
    from dataplan_sync.model import DataPlanVersion

_PATH = ("activated_environment",)


@dataclass(frozen=True, slots=True)
class Activation:
    """One version in one environment, before and after, and what clients get there."""

    environment: ActivatedEnvironment
    latest: Latest
    before: DataPlanVersion | None
    after: DataPlanVersion | None

    def is_like(self, other: Activation) -> bool:
        """Tell whether the same versions take each other's place in both environments."""
        return (
            self.latest.before is other.latest.before
            and self.latest.after is other.latest.after
            and self._activity == other._activity
        )

    @property
    def _activity(self) -> tuple[bool, bool]:
        """Whether the version is active here, before and after."""
        return is_active(self.before, self.environment), is_active(self.after, self.environment)

    def findings(self) -> Iterator[Finding]:
        """Find what becomes of the environment's data because of this version."""
        was, will_be = self._activity
        if self.before and self.after and was and will_be:
            yield from self._edited(self.before, self.after)
        elif self.after and will_be:
            yield from self._raised(self.after)
        elif self.before and was:
            yield from self._lowered(self.before)

    def _edited(self, before: DataPlanVersion, after: DataPlanVersion) -> Iterator[Finding]:
        found = tuple(between(before, after, "as soon as this is applied"))
        if not found and not _differ(before, after):
            return
        yield from (self._qualified(finding, after) for finding in found)
        affects = any(
            finding.producer is not Producer.NONE or finding.consumer is not Consumer.SAFE
            for finding in found
        )
        rule = rules.IN_PLACE_EDIT_ACTIVE
        reason = (
            f"Version {after.version} is active in {self.environment} and is edited in place: the edit is live "
            "at once. A new version would leave the old one to go back to."
        )
        consumer = rule.consumer if affects else Consumer.SAFE
        yield self._qualified(Finding(rule, (), Producer.NONE, consumer, reason), after)

    def _raised(self, after: DataPlanVersion) -> Iterator[Finding]:
        today = self.latest.before
        becomes = f"Version {after.version} becomes active in {self.environment}"
        if not self._is_served(after):
            raised = self._of_environment(
                rules.ENV_RAISED,
                f"{becomes}: what is not planned may then be blocked (if blocking is on).",
                Producer.DROP,
            )
            yield self._qualified(raised, after)
        elif today is None:
            yield self._of_environment(
                rules.ENV_RAISED,
                f"{becomes}, where nothing is validated yet: validation of this data plan begins, and what is not "
                "planned may be blocked (if blocking is on).",
                Producer.DROP,
            )
        else:
            yield self._of_environment(
                rules.ENV_RAISED,
                f"{becomes}: clients that name no version get it instead of version {today.version}.",
                Producer.NONE,
            )
            yield from between(today, after, f"once version {after.version} is active")

    def _lowered(self, before: DataPlanVersion) -> Iterator[Finding]:
        rule = rules.ENV_LOWERED if self.after else rules.VERSION_REMOVED
        served = self.latest.before
        falls = served is not None and served.version == before.version
        left = self.latest.after
        goes = (
            f"Version {before.version} is no longer active in {self.environment}"
            if self.after
            else f"Version {before.version} is deleted and no longer active in {self.environment}"
        )
        if falls and left is None:
            yield self._of_environment(
                rule,
                f"{goes}: no data of this data plan is validated there any more.",
                Producer.NONE,
            )
            return
        instead = f" All others get version {left.version}." if left else ""
        backward = falls and left is not None and left.version < before.version
        lowered = self._of_environment(
            rule,
            f"{goes}: clients that name it are not validated any more.{instead}",
            Producer.NONE,
            # Retiring a version that a higher one has replaced hits only those who still name it.
            Consumer.BREAKING if backward else Consumer.DANGEROUS,
        )
        yield replace(lowered, by_name_only=not backward)
        if backward and left:
            when = f"as soon as version {before.version} is no longer active"
            yield from between(before, left, when)

    def _is_served(self, version: DataPlanVersion) -> bool:
        served = self.latest.after
        return served is not None and served.version == version.version

    def _qualified(self, finding: Finding, version: DataPlanVersion) -> Finding:
        """Say of a finding whom alone it concerns, where clients get another version by default."""
        if self._is_served(version):
            return finding
        only = f"Only clients that name version {version.version} are affected."
        return replace(finding, reason=f"{finding.reason} {only}", by_name_only=True)

    def _of_environment(
        self, rule: Rule, reason: str, producer: Producer, consumer: Consumer | None = None
    ) -> Finding:
        sides = (_environment(self.before), _environment(self.after))
        return Finding(rule, _PATH, producer, consumer or rule.consumer, reason, None, *sides)


def is_active(version: DataPlanVersion | None, environment: ActivatedEnvironment) -> bool:
    """Tell whether a version is active in an environment; one that is in production is in development too."""
    if version is None:
        return False
    return version.activated_environment in {environment, ActivatedEnvironment.PRODUCTION}


def between(before: DataPlanVersion, after: DataPlanVersion, when: str) -> Iterator[Finding]:
    """Find what becomes of data when one version takes the place of another; nothing if a document is not known."""
    if before.version_document and after.version_document:
        found = document_findings(before.version_document, after.version_document, when)
        yield from (replace(finding, compared_with=before.version) for finding in found)


def _differ(before: DataPlanVersion, after: DataPlanVersion) -> bool:
    old, new = before.version_document, after.version_document
    return old is not None and new is not None and differ(old, new)


def _environment(version: DataPlanVersion | None) -> Side:
    if version is None or version.activated_environment is None:
        return ABSENT
    return version.activated_environment.value
