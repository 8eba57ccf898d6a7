"""What a rule on impacts is, and what a finding of it amounts to in an environment.

The effect on data that is sent today is computed case by case; a rule says only how far it can go. The effect on
readers is the rule's own, because no schema tells what has been built on the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataplan_sync.impact.verdict import Consumer, Level, Producer
from dataplan_sync.model import ActivatedEnvironment

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of change and what it does. Its id is a promise: people accept findings by it."""

    id: str
    sentence: str
    """When it applies."""
    producer: Producer
    """The worst that it does to data that is sent today."""
    consumer: Consumer
    """What it does to those who read the data, wherever it has an effect at all."""
    reason: str
    """What is told of a case, with `{it}`, `{event}`, `{name}`, `{before}` and `{after}` to be filled in."""
    surprise: str = ""
    """What readers may find, told for `{surprise}` where a case has an effect."""
    worst: Level = Level.BREAKING
    """The worst that a finding can amount to."""
    without_loss: Level = Level.BREAKING
    """The worst that a finding can amount to that makes nothing unplanned."""
    in_development: Level = Level.DANGEROUS
    """The worst that a finding can amount to in development."""


def level(
    rule: Rule,
    producer: Producer,
    consumer: Consumer,
    environment: ActivatedEnvironment,
    *,
    by_name_only: bool = False,
) -> Level:
    """Say what both sides of a finding amount to where it takes effect.

    In production it is the worse of both sides. In development nothing is worse than dangerous, but for the few
    rules that say otherwise. Where a version is active nowhere, nothing takes effect yet.

    Args:
        rule: which one applies.
        producer: what it does to data that is sent.
        consumer: what it does to those who read it.
        environment: where it takes effect.
        by_name_only: whether only clients are affected that name the version. Nothing says that there are any, so
            all but a loss is dangerous at most.
    """
    if environment is ActivatedEnvironment.NONE:
        return Level.SAFE
    found, ceiling = _of_sides(producer, consumer), rule.worst
    if producer is not Producer.DROP:
        ceiling = _milder(ceiling, rule.without_loss)
        if by_name_only:
            ceiling = _milder(ceiling, Level.DANGEROUS)
    if environment is ActivatedEnvironment.DEVELOPMENT:
        ceiling = _milder(ceiling, rule.in_development)
    return found if found is Level.UNKNOWN else _milder(found, ceiling)


def catalogue(*rules: Rule) -> Mapping[str, Rule]:
    """Give rules by id."""
    return {rule.id: rule for rule in rules}


def _of_sides(producer: Producer, consumer: Consumer) -> Level:
    if producer in {Producer.DROP, Producer.FLAG} or consumer is Consumer.BREAKING:
        return Level.BREAKING
    if Producer.UNKNOWN is producer or consumer is Consumer.UNKNOWN:
        return Level.UNKNOWN
    return Level.DANGEROUS if consumer is Consumer.DANGEROUS else Level.SAFE


def _milder(one: Level, other: Level) -> Level:
    return max(one, other, key=tuple(Level).index)


def table(rules: Mapping[str, Rule]) -> str:
    """Write rules as the Markdown table of the documentation."""
    head = (
        "| rule | producers | consumers | production | development | when |",
        "|---|---|---|---|---|---|",
    )
    return "\n".join((*head, *map(_row, rules.values())))


def _row(rule: Rule) -> str:
    levels = (
        level(rule, rule.producer, rule.consumer, environment).value
        for environment in (ActivatedEnvironment.PRODUCTION, ActivatedEnvironment.DEVELOPMENT)
    )
    cells = (f"`{rule.id}`", rule.producer.value, rule.consumer.value, *levels, rule.sentence)
    return f"| {' | '.join(cells)} |"
