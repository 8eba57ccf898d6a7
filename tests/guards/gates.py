"""The gate with a comparison in front of it: what a test does not say is as safe as by default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from dataplan_sync import diff
from dataplan_sync.configuration import Acceptance, Configuration, Policy, Thresholds
from dataplan_sync.guards import acceptance, gate
from dataplan_sync.impact.verdict import Consumer, Impact, Level, Producer
from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlanKey,
    DataPlanVersionKey,
    Mark,
    WorkspaceState,
)
from tests.builders import custom_event

TODAY = date(2026, 11, 24)
FILE = "dataplan-sync.yaml"


def state(*plans):
    return WorkspaceState({plan.data_plan_id: partial(replace, plan) for plan in plans})


def changes_of(desired, live, *, deletable=()):
    return diff.diff_states(state(*desired), state(*live), workspace_id=1, deletable=deletable)


def configured(*, accepted=(), marks=None, thresholds=None, **policy):
    limits = Thresholds(**(thresholds or {}))
    return Configuration(
        policy=Policy(thresholds=limits, **policy), accepted=tuple(accepted), marks=marks or {}
    )


def hazards(desired, live, configuration=None, *, impacts=None, continued=()):
    """Give the hazards of making `live` be as `desired`: each a data plan, a list of them, or None."""
    configuration = configuration or Configuration()
    change_set = changes_of(listed(desired), listed(live), deletable=configuration.policy.deletable)
    judgement = acceptance.judge(impacts or {}, configuration.accepted, today=TODAY)
    return gate.find_hazards(change_set, judgement, configuration, continued=continued)


def listed(plans):
    if plans is None:
        return []
    return plans if isinstance(plans, list) else [plans]


def rules(*arguments, **options):
    return [(hazard.rule, str(hazard.key)) for hazard in hazards(*arguments, **options)]


def key(text):
    data_plan_id, _, number = text.partition("/")
    return DataPlanVersionKey(data_plan_id, int(number)) if number else DataPlanKey(data_plan_id)


def impact(rule="POINT_REMOVED", *path, level=Level.BREAKING, **sides):
    return Impact(
        rule,
        path,
        Producer.DROP,
        Consumer.BREAKING,
        level,
        ActivatedEnvironment.PRODUCTION,
        "Legacy Click is removed.",
        **sides,
    )


def accepting(rule, *path, line=9, **details):
    return Acceptance(rule, path, "not sent any more", Mark(FILE, line, 5), **details)


def events(*names):
    return [custom_event(name) for name in names]
