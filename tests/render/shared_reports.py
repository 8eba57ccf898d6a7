"""Reports on changes that come from shared definitions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.render.builders import DEVELOPMENT, field, report, updated, version, workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.changes import FieldChange
    from dataplan_sync.model import JSONValue
    from dataplan_sync.report import CommandReport

DEVICE: Final = "shared/device.yaml"
PRICE: Final = "shared/commerce.yaml#/price"


def _is_app(name: str, shared: str | None = DEVICE) -> FieldChange:
    schema: JSONValue = {"type": "boolean"}
    made = field(f"custom_event:other:{name}", "attributes", "is_app", after=schema)
    return replace(made, shared=shared)


def shared() -> CommandReport:
    """Twelve events get an attribute of a group, one gets the same on its own, and a price changes in two versions."""
    minimum = replace(
        field("product_action:purchase", "attributes", "price", "minimum", before=0, after=1),
        shared=PRICE,
    )
    return report(
        "diff",
        workspace(
            updated(
                version(3, active=DEVELOPMENT),
                *(_is_app(f"Event {number}") for number in range(1, 13)),
                _is_app("Its own", None),
                minimum,
            ),
            updated(version(1, data_plan_id="feed"), minimum),
        ),
    )


SHARED_REPORTS: Final[tuple[Callable[[], CommandReport], ...]] = (shared,)
