"""Rules on the comments that ignore other rules: a comment that does nothing must not look as if it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule

if TYPE_CHECKING:
    from dataplan_sync.problems.rule import Example

_MENDED: Final = "ignore=unknown-key kept for the web team"


def _shop(said: str, *, key: str = "owner") -> Example:
    return {"shop.yaml": f"data_plan_id: shop\n{key}: web # dataplan-sync: {said}\n"}


MALFORMED: Final = Rule(
    id="malformed-ignore",
    severity=Severity.WARNING,
    sentence="A comment starts with `dataplan-sync:` and does not go on as one that ignores rules.",
    advice="Write `# dataplan-sync: ignore=RULE reason`, with a comma between several rules.",
    # The key is known, so that only the comment is at fault.
    failing=_shop("ignore unknown-key", key="data_plan_name"),
    passing=_shop(_MENDED),
)

UNKNOWN_RULE: Final = Rule(
    id="unknown-rule",
    severity=Severity.WARNING,
    sentence="A comment ignores a rule that does not exist.",
    advice="Write the id as it stands in brackets behind a problem.",
    failing=_shop("ignore=unknown-kye kept for the web team", key="data_plan_name"),
    passing=_shop(_MENDED),
)

UNUSED: Final = Rule(
    id="unused-ignore",
    severity=Severity.WARNING,
    sentence="A comment ignores a rule that nothing breaks there, or that cannot be ignored.",
    advice="Remove it. What keeps a file from being read has to be mended.",
    failing=_shop(_MENDED, key="data_plan_name"),
    passing=_shop(_MENDED),
)

WITHOUT_REASON: Final = Rule(
    id="ignore-without-reason",
    severity=Severity.WARNING,
    sentence="A comment ignores a rule and does not say why.",
    advice="Add the reason behind the rule.",
    failing=_shop("ignore=unknown-key"),
    passing=_shop(_MENDED),
)

RULES: Final = (MALFORMED, UNKNOWN_RULE, UNUSED, WITHOUT_REASON)
