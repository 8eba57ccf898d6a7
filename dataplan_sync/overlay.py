"""What one workspace wants otherwise than the plan files say: scalars of data plans and versions, never data points.

Whoever wants other data points in a workspace wants another version, and declares it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.ownership import stamped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dataplan_sync.model import (
        ActivatedEnvironment,
        DataPlan,
        DataPlanVersion,
        Mark,
        WorkspaceState,
    )

ANY: Final = "*"
"""Stands for every data plan, or every version of one. What is named is laid over it."""


@dataclass(frozen=True, slots=True)
class VersionOverlay:
    """What is otherwise in a version; None where it is as the plan files say."""

    mark: Mark = field(compare=False)
    version_description: str | None = None
    activated_environment: ActivatedEnvironment | None = None

    def over(self, version: DataPlanVersion) -> DataPlanVersion:
        """Lay it over a version."""
        return replace(
            version,
            version_description=_either(self.version_description, version.version_description),
            activated_environment=self.activated_environment or version.activated_environment,
        )


@dataclass(frozen=True, slots=True)
class DataPlanOverlay:
    """What is otherwise in a data plan; None where it is as the plan files say."""

    mark: Mark = field(compare=False)
    data_plan_name: str | None = None
    data_plan_description: str | None = None
    versions: Mapping[str, VersionOverlay] = field(default_factory=dict)
    """By number, or `*`."""

    def over(self, data_plan: DataPlan) -> DataPlan:
        """Lay it over a data plan and its versions."""
        return replace(
            data_plan,
            data_plan_name=_either(self.data_plan_name, data_plan.data_plan_name),
            data_plan_description=_either(
                self.data_plan_description, data_plan.data_plan_description
            ),
            versions=tuple(map(self._version, data_plan.versions)),
        )

    def _version(self, version: DataPlanVersion) -> DataPlanVersion:
        for key in (ANY, str(version.version)):
            if key in self.versions:
                version = self.versions[key].over(version)
        return version


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is otherwise in a workspace."""

    data_plans: Mapping[str, DataPlanOverlay] = field(default_factory=dict)
    """By id, or `*`."""
    owner: str = ""
    """Whose stamp every description gets; empty for none."""

    def over(self, data_plan: DataPlan) -> DataPlan:
        """Lay it over a data plan."""
        for key in (ANY, data_plan.data_plan_id):
            if key in self.data_plans:
                data_plan = self.data_plans[key].over(data_plan)
        return stamped(data_plan, self.owner)

    def within(self, state: WorkspaceState) -> WorkspaceState:
        """Lay it over every data plan of a state, once that is loaded."""
        if self == NOTHING:
            return state
        loaders = {key: partial(self._loaded, load) for key, load in state.loaders.items()}
        return replace(state, loaders=loaders)

    def _loaded(self, load: Callable[[], DataPlan]) -> DataPlan:
        return self.over(load())

    def names(self) -> Iterator[tuple[str, str | None, Mark]]:
        """Give the data plans and versions that it names, each with its place; None for the data plan itself."""
        for data_plan_id, laid in self.data_plans.items():
            if data_plan_id != ANY:
                yield data_plan_id, None, laid.mark
            for number, version in laid.versions.items():
                if ANY not in (data_plan_id, number):
                    yield data_plan_id, number, version.mark


NOTHING: Final = Overlay()
"""All is as the plan files say."""


def _either(laid: str | None, declared: str | None) -> str | None:
    return declared if laid is None else laid
