"""All rules on plan files, wherever they are checked. `docs/rules.md` is made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems import fixture_rules, ignore_rules, shared_rules
from dataplan_sync.problems.checks import catalogue as checks
from dataplan_sync.problems.reading import content, encoding, layout, references, syntax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.problems.rule import Rule

READING_RULES: Final[tuple[Rule, ...]] = (
    *encoding.RULES,
    *syntax.RULES,
    *layout.RULES,
    *references.RULES,
    *content.RULES,
)
"""What must hold so that files can be read at all."""

RULES: Final[tuple[Rule, ...]] = (
    *READING_RULES,
    *checks.RULES,
    *shared_rules.RULES,
    *fixture_rules.RULES,
    *ignore_rules.RULES,
)

BY_ID: Final[Mapping[str, Rule]] = {rule.id: rule for rule in RULES}

CONFIGURABLE: Final[frozenset[str]] = frozenset(
    rule.id
    for rule in (*checks.RULES, *shared_rules.RULES, *fixture_rules.RULES, *ignore_rules.RULES)
) | {"unknown-key"}
"""The rules that may be given another severity, be turned off, and be ignored by a comment.

Without the others a file does not say for certain what it declares, and what is not certain is never sent.
"""
