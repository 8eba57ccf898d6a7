"""Which version clients get who name none: the latest active one of their environment.

A version that is active in production is active in development as well. (Vendor's documentation on data
planning: an omitted version means the latest active version for the environment of the batch.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Latest
from dataplan_sync.model import ActivatedEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.model import DataPlanVersion

_ACTIVE_IN: Final = {
    ActivatedEnvironment.PRODUCTION: frozenset((ActivatedEnvironment.PRODUCTION,)),
    ActivatedEnvironment.DEVELOPMENT: frozenset(
        (ActivatedEnvironment.DEVELOPMENT, ActivatedEnvironment.PRODUCTION)
    ),
}


def latest(
    before: Iterable[DataPlanVersion], after: Iterable[DataPlanVersion]
) -> Mapping[ActivatedEnvironment, Latest]:
    """Give what clients get in production and in development.

    Args:
        before: the versions of a data plan as they are live.
        after: the same as they will be.
    """
    before, after = tuple(before), tuple(after)
    return {
        environment: Latest(_served(before, active), _served(after, active))
        for environment, active in _ACTIVE_IN.items()
    }


def _served(
    versions: tuple[DataPlanVersion, ...], active: frozenset[ActivatedEnvironment]
) -> DataPlanVersion | None:
    candidates = [version for version in versions if version.activated_environment in active]
    return max(candidates, key=lambda version: version.version, default=None)
