"""Desired laid over live: what will be live once desired is applied.

What git leaves out is not managed (design §4). A scalar that desired does not state stays as live has it, and
a key that only live has is carried along, so that a PATCH of a whole document loses nothing of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync import canonical
from dataplan_sync.model import ActivatedEnvironment

if TYPE_CHECKING:
    from dataplan_sync.model import (
        DataPlan,
        DataPlanVersion,
        DataPoint,
        JSONObject,
        VersionDocument,
    )


def data_plan_over(desired: DataPlan, live: DataPlan | None) -> DataPlan:
    """Lay a data plan's own fields over the live ones; the result carries no versions.

    A new data plan without a name is called by its id: the API's rules for names are not documented, and the
    vendor's UI asks for one.
    """
    if live is None:
        name = desired.data_plan_name or desired.data_plan_id
        return replace(desired, data_plan_name=name, versions=())
    return replace(
        live,
        data_plan_name=_managed(desired.data_plan_name, live.data_plan_name),
        data_plan_description=_managed(desired.data_plan_description, live.data_plan_description),
        versions=(),
        extra=_carried(desired.extra, live.extra),
    )


def version_over(desired: DataPlanVersion, live: DataPlanVersion | None) -> DataPlanVersion:
    """Lay a version over the live one; a new version that states no environment gets `none`."""
    if live is None:
        environment = desired.activated_environment or ActivatedEnvironment.NONE
        return replace(desired, activated_environment=environment)
    return replace(
        live,
        version_description=_managed(desired.version_description, live.version_description),
        activated_environment=desired.activated_environment or live.activated_environment,
        version_document=_document_over(desired.version_document, live.version_document),
        extra=_carried(desired.extra, live.extra),
    )


def _document_over(
    desired: VersionDocument | None, live: VersionDocument | None
) -> VersionDocument | None:
    if desired is None or live is None:
        return desired or live
    live_points = canonical.points_by_key(live)
    points = tuple(
        data_point_over(point, live_points.get(key))
        for key, point in canonical.points_by_key(desired).items()
    )
    return replace(desired, data_points=points, extra=_carried(desired.extra, live.extra))


def data_point_over(desired: DataPoint, live: DataPoint | None) -> DataPoint:
    """Lay a data point over the live one of the same identity."""
    if live is None or _carries_nothing(desired, live):
        return desired
    return replace(
        desired,
        match=replace(desired.match, extra=_carried(desired.match.extra, live.match.extra)),
        validator=replace(
            desired.validator, extra=_carried(desired.validator.extra, live.validator.extra)
        ),
        description=_managed(desired.description, live.description),
        extra=_carried(desired.extra, live.extra),
    )


def _carries_nothing(desired: DataPoint, live: DataPoint) -> bool:
    """Tell whether desired stays as it is, which keeps what is known of the very object."""
    return (
        (desired.description is not None or live.description is None)
        and live.extra.keys() <= desired.extra.keys()
        and live.match.extra.keys() <= desired.match.extra.keys()
        and live.validator.extra.keys() <= desired.validator.extra.keys()
    )


def _managed(desired: str | None, live: str | None) -> str | None:
    return live if desired is None else desired


def _carried(desired: JSONObject, live: JSONObject) -> JSONObject:
    return {**desired, **{key: value for key, value in live.items() if key not in desired}}
