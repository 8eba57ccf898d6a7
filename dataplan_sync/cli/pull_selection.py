"""What of a workspace is pulled: all of its scope, or the data plans and versions that were named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.model import DataPlan
    from dataplan_sync.scope import Scope


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a workspace is pulled."""

    scope: Scope
    data_plans: frozenset[str] = frozenset()
    """Their ids; none means every data plan of the scope."""
    versions: frozenset[int] = frozenset()
    """Their numbers; none means every version."""

    @property
    def is_whole(self) -> bool:
        """Whether all of the scope is pulled, so that what is not live is known to be gone."""
        return not self.data_plans and not self.versions

    def covers(self, data_plan_id: str) -> bool:
        """Tell whether a data plan is pulled."""
        chosen = not self.data_plans or data_plan_id in self.data_plans
        return chosen and self.scope.covers(data_plan_id)

    def of(self, data_plan: DataPlan) -> DataPlan:
        """Give those versions of a data plan that are pulled."""
        versions = tuple(
            version
            for version in data_plan.versions
            if not self.versions or version.version in self.versions
        )
        return replace(data_plan, versions=versions)

    def require_live(self, listed: Sequence[DataPlan]) -> None:
        """Refuse to pull what is not live.

        Args:
            listed: the live data plans that are covered.

        Raises:
            UsageError: names what is not among them.
        """
        ids = {data_plan.data_plan_id for data_plan in listed}
        missing = sorted(self.data_plans - ids)
        numbers = {version.version for data_plan in listed for version in data_plan.versions}
        missing.extend(f"version {number}" for number in sorted(self.versions - numbers))
        if missing:
            message = (
                f"{', '.join(missing)}: not live in this workspace. See what is with diff or drift."
            )
            raise UsageError(message)
