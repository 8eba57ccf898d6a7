"""The `rules` section of `dataplan-sync.yaml`: how bad it is to break a rule, here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems import catalogue
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule_settings import RuleSettings
from dataplan_sync.wire import describe, near_match

if TYPE_CHECKING:
    from collections.abc import Collection

    from dataplan_sync.files.configuration_section import Section

NAMED_RULE: Final = "personal-data"
"""The one rule with a list of its own."""
NAMED_RULE_KEYS: Final = ("severity", "names")

OFF: Final = "off"
"""Written in the place of a severity."""


@dataclass(frozen=True, slots=True)
class KnownRules:
    """The ids that the file may name; one that is not among them is a typing error."""

    configurable: Collection[str]
    """Rules on plan files whose severity can be set."""
    acceptable: Collection[str]
    """Rules on impacts, whose findings can be accepted."""


def read_rules(section: Section | None, known: Collection[str]) -> RuleSettings:
    """Read the section.

    Args:
        section: None where the file has none.
        known: the rules whose severity can be set.
    """
    if section is None:
        return RuleSettings()
    severities: dict[str, Severity | None] = {}
    names: tuple[str, ...] | None = None
    for rule in section.value:
        detailed = section.section(rule) if isinstance(section.value[rule], dict) else None
        if rule not in known:
            section.note(_fixed_rule(rule) or unknown_rule(rule, known), rule)
        elif detailed and rule == NAMED_RULE:
            detailed.check_keys(NAMED_RULE_KEYS)
            names = _names(detailed)
            if "severity" in detailed.value:
                severities[rule] = _severity(detailed, "severity")
        else:
            severities[rule] = _severity(section, rule)
    return RuleSettings(severities, names)


def _fixed_rule(rule: str) -> str | None:
    """Say why a rule that exists keeps its severity; None for one that does not exist."""
    if rule not in catalogue.BY_ID:
        return None
    return (
        f"{rule} cannot be configured: where it is broken, a file does not say for certain what it declares, "
        "and what is not certain is never sent"
    )


def unknown_rule(rule: str, known: Collection[str]) -> str:
    """Say that there is no such rule, and which one was probably meant."""
    folded = {name.lower().replace("-", "_"): name for name in known}
    near = folded.get(near_match(rule, folded) or "")
    return f'there is no rule "{rule}"' + (f': did you mean "{near}"?' if near else "")


def _severity(section: Section, key: str) -> Severity | None:
    """Give a severity, None for off; what is neither becomes a problem."""
    value = section.value[key]
    allowed = {severity.value: severity for severity in Severity}
    if value == OFF:
        return None
    if not isinstance(value, str) or value not in allowed:
        section.note(f"{key} must be one of {', '.join((*allowed, OFF))}", key)
        return None
    return allowed[value]


def _names(section: Section) -> tuple[str, ...] | None:
    names = section.items("names")
    for index, name in enumerate(names):
        if not isinstance(name, str):
            section.note(f"names lists text, not {describe(name)}", "names", index)
    given = section.value.get("names") is not None
    return tuple(name for name in names if isinstance(name, str)) if given else None
