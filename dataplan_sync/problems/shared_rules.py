"""Rules on shared definitions that no single data plan can break."""

from __future__ import annotations

from typing import Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule

_SHOP: Final = "data_plan_id: shop\n"
_USER: Final = (
    _SHOP + "data_plan_versions:\n- version: 1\n  data_points:\n  - user_attributes:\n"
    "      tier: {$ref: shared/users.yaml#/tier}\n    description: What is known of users\n"
)
_TIER: Final = "tier: {type: string, description: How often they buy}\n"

UNUSED: Final = Rule(
    id="unused-shared-file",
    severity=Severity.WARNING,
    sentence="A file below `shared/` is referred to by nothing, so that an edit of it changes nothing.",
    advice="Refer to it, or remove it.",
    failing={"shop.yaml": _SHOP, "shared/users.yaml": _TIER},
    passing={"shop.yaml": _USER, "shared/users.yaml": _TIER},
)
RULES: Final = (UNUSED,)
