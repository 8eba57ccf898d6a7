"""Whatever two states of a data plan hold, each change gets verdicts that obey the contract of `Impact`."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from dataplan_sync.impact import rules_of_attributes, rules_of_values, rules_of_versions
from dataplan_sync.impact.rules import level
from dataplan_sync.impact.verdict import Consumer, Level, Producer
from dataplan_sync.model import ActivatedEnvironment, DataPlanKey
from tests.builders import data_plan
from tests.impact.points import assessed
from tests.strategies import data_plans

_RULES = {**rules_of_attributes.RULES, **rules_of_values.RULES, **rules_of_versions.RULES}
_OF_ENVIRONMENTS = {
    "ENV_RAISED",
    "ENV_LOWERED",
    "VERSION_REMOVED",
    "PLAN_REMOVED",
    "SETTING_CHANGED",
}


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(data_plans(), data_plans(live=True))
def test_every_impact_of_any_change_keeps_the_contract(desired, live):
    for impacts in assessed(desired, live).values():
        for impact in impacts:
            rule = _RULES[impact.rule]
            sides = (impact.producer, impact.consumer)
            assert impact.level is level(
                rule, *sides, impact.environment, by_name_only=impact.by_name_only
            )
            assert impact.reason.endswith(".")
            assert impact.reason.strip() == impact.reason
            if impact.producer is Producer.DROP:
                assert "if blocking is on" in impact.reason
            harmful = impact.producer in {Producer.DROP, Producer.FLAG}
            if (
                harmful or impact.consumer is Consumer.BREAKING
            ) and impact.rule not in _OF_ENVIRONMENTS:
                assert impact.witness
                assert impact.witness.accepted_before or not harmful


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(data_plans(), data_plans(live=True))
def test_impacts_come_worst_first(desired, live):
    for impacts in assessed(desired, live).values():
        levels = [list(Level).index(impact.level) for impact in impacts]
        assert levels == sorted(levels)


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(data_plans(live=True))
def test_what_stays_as_it_is_has_no_impact(live):
    assert assessed(live, live) == {}


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(data_plans())
def test_creating_a_data_plan_has_no_impact(desired):
    assert assessed(desired, None) == {}


def test_a_data_plan_key_alone_takes_effect_nowhere():
    found = assessed(data_plan(name="Other"), data_plan(name="Shop"))
    (impact,) = found[DataPlanKey("shop")]
    assert (impact.rule, impact.path, impact.level, impact.environment) == (
        "DOC_CHANGED",
        ("data_plan_name",),
        Level.SAFE,
        ActivatedEnvironment.NONE,
    )
