"""The example `plans/`: what the demo applies and what readers copy from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from dataplan_sync import canonical, desired
from dataplan_sync.files.source import WorkTree
from dataplan_sync.model import ActivatedEnvironment, MatchType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import DataPlan, DataPlanVersion, DataPoint, JSONObject, JSONValue

PLANS = Path(__file__).parent.parent / "plans"

KEYWORDS = frozenset(
    (
        "additionalProperties",
        "description",
        "enum",
        "examples",
        "exclusiveMinimum",
        "format",
        "items",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "pattern",
        "properties",
        "required",
        "type",
    )
)
"""JSON Schema keywords that the vendor's server, its SDK and its UI all know. None of the documented exceptions."""


@pytest.fixture(scope="module")
def loaded() -> desired.LoadedPlans:
    return desired.load(WorkTree(PLANS))


@pytest.fixture(scope="module")
def data_plans(loaded: desired.LoadedPlans) -> dict[str, DataPlan]:
    plans = {key: loaded.state.load(key) for key in loaded.state.data_plan_ids}
    return {key: data_plan for key, data_plan in plans.items() if data_plan}


@pytest.fixture(scope="module")
def data_points(data_plans: dict[str, DataPlan]) -> list[DataPoint]:
    return [
        point
        for data_plan in data_plans.values()
        for version in data_plan.versions
        for point in points_of(version)
    ]


def points_of(version: DataPlanVersion) -> tuple[DataPoint, ...]:
    assert version.version_document is not None
    return version.version_document.data_points


def schemas(value: JSONValue) -> Iterator[JSONObject]:
    """Give a schema and every schema below it, by position."""
    if not isinstance(value, dict):
        return
    yield value
    for keyword, item in value.items():
        if keyword in canonical.MAPS_OF_SCHEMAS and isinstance(item, dict):
            for schema in item.values():
                yield from schemas(schema)
        elif keyword in canonical.SCHEMAS:
            yield from schemas(item)


def enums(point: DataPoint) -> Iterator[JSONValue]:
    for schema in schemas(point.validator.definition):
        members = schema.get("enum", [])
        assert isinstance(members, list)
        yield from members


def names(value: JSONValue) -> set[str]:
    """Give the names in `required` or `properties`, as a schema has them."""
    assert value is None or isinstance(value, list | dict)
    return {str(name) for name in value or ()}


def test_they_load_without_a_problem(loaded: desired.LoadedPlans) -> None:
    assert loaded.problems == ()


def test_they_declare_a_shop_an_app_with_two_versions_and_a_server_feed(
    data_plans: dict[str, DataPlan],
) -> None:
    declared = {
        data_plan_id: {version.version: version.activated_environment for version in plan.versions}
        for data_plan_id, plan in data_plans.items()
    }
    assert declared == {
        "mobile_app": {1: ActivatedEnvironment.PRODUCTION, 2: ActivatedEnvironment.DEVELOPMENT},
        "order_service": {1: ActivatedEnvironment.PRODUCTION},
        "shop": {1: ActivatedEnvironment.PRODUCTION},
    }


def test_they_show_all_three_layouts() -> None:
    plan_files = {path for path in WorkTree(PLANS).paths() if "/tests/" not in path}
    assert plan_files == {
        "shop.yaml",
        "mobile_app/plan.yaml",
        "mobile_app/versions/1.yaml",
        "mobile_app/versions/2.yaml",
        "order_service/plan.yaml",
        "order_service/versions/1/customers.yaml",
        "order_service/versions/1/orders.yaml",
        "order_service/versions/1/subscriptions.yaml",
        "order_service/versions/1/version.yaml",
    }


def test_a_version_over_several_files_has_the_data_points_of_all_of_them(
    data_plans: dict[str, DataPlan],
) -> None:
    (version,) = data_plans["order_service"].versions
    keys = [point.match.key for point in points_of(version)]
    assert [keys[0], keys[4], keys[-1]] == [
        "custom_event:user_preference:Consent Changed",
        "custom_event:transaction:Payment Authorised",
        "custom_event:transaction:Subscription Ended",
    ]


def test_every_match_type_of_the_api_occurs(data_points: list[DataPoint]) -> None:
    assert {point.match.type for point in data_points} == set(MatchType)


def test_every_data_point_is_described(data_points: list[DataPoint]) -> None:
    assert [point.match.key for point in data_points if not point.description] == []


def test_what_older_yaml_reads_as_a_boolean_or_a_number_is_text(
    data_points: list[DataPoint],
) -> None:
    members = [member for point in data_points for member in enums(point)]
    assert {"NO", "on", "off", "08:00", "12:30"} <= {
        member for member in members if isinstance(member, str)
    }
    assert [member for member in members if isinstance(member, bool)] == []


def test_backslashes_reach_the_patterns_as_they_are_written(data_points: list[DataPoint]) -> None:
    patterns = {
        schema["pattern"]
        for point in data_points
        for schema in schemas(point.validator.definition)
        if "pattern" in schema
    }
    assert {r"^[A-Z]{2}-\d{5}[A-Z]$", r"\.(jpe?g|png|heic)$", r"^\+\d{8,15}$"} <= patterns


def test_a_nullable_type_names_null_as_json_schema_does(data_points: list[DataPoint]) -> None:
    unions = [
        schema["type"]
        for point in data_points
        for schema in schemas(point.validator.definition)
        if isinstance(schema.get("type"), list)
    ]
    assert unions
    assert [union for union in unions if union != ["string", "null"]] == []


def test_products_nest_their_own_attributes(data_plans: dict[str, DataPlan]) -> None:
    purchases = {
        data_plan_id: set(product_attributes(data_plan, "purchase"))
        for data_plan_id, data_plan in data_plans.items()
        if data_plan_id != "mobile_app"
    }
    assert purchases == {
        "order_service": {"warehouse", "cost"},
        "shop": {"size", "colour", "gift_wrap"},
    }


def product_attributes(data_plan: DataPlan, action: str) -> JSONObject:
    (point,) = (
        point
        for version in data_plan.versions
        for point in points_of(version)
        if point.match.identity == ("product_action", action)
    )
    way = "properties data properties product_action properties products items properties"
    value: JSONValue = point.validator.definition
    for key in (*way.split(), "custom_attributes", "properties"):
        assert isinstance(value, dict)
        value = value[key]
    assert isinstance(value, dict)
    return value


def test_every_definition_compiles_under_draft_7(data_points: list[DataPoint]) -> None:
    for point in data_points:
        jsonschema_rs.Draft7Validator(point.validator.definition)


def test_no_definition_uses_a_keyword_that_the_vendor_does_not_support(
    data_points: list[DataPoint],
) -> None:
    used = {
        keyword
        for point in data_points
        for schema in schemas(point.validator.definition)
        for keyword in schema
    }
    assert used - KEYWORDS == set()


def test_whatever_is_required_is_also_declared(data_points: list[DataPoint]) -> None:
    undeclared = [
        (point.match.key, name)
        for point in data_points
        for schema in schemas(point.validator.definition)
        for name in names(schema.get("required")) - names(schema.get("properties"))
    ]
    assert undeclared == []


def test_an_event_with_a_required_attribute_requires_the_attributes_too(
    data_points: list[DataPoint],
) -> None:
    optional = [
        point.match.key
        for point in data_points
        for data in schemas(point.validator.definition)
        for attributes in custom_attributes(data)
        if attributes.get("required") and "custom_attributes" not in names(data.get("required"))
    ]
    assert optional == []


def custom_attributes(data: JSONObject) -> Iterator[JSONObject]:
    properties = data.get("properties")
    attributes = properties.get("custom_attributes") if isinstance(properties, dict) else None
    if isinstance(attributes, dict):
        yield attributes


def test_the_apps_second_version_adds_changes_and_drops_data_points(
    data_plans: dict[str, DataPlan],
) -> None:
    first, second = (
        {point.match.key: canonical.data_point(point) for point in points_of(version)}
        for version in data_plans["mobile_app"].versions
    )
    changed = {key for key in first.keys() & second.keys() if first[key] != second[key]}
    assert (second.keys() - first.keys(), first.keys() - second.keys(), changed) == (
        {
            "custom_event:navigation:Push Opened",
            "custom_event:other:Card Scanned",
            "product_action:add_to_cart",
            "screen_view::Loyalty",
        },
        {"custom_event:other:Tutorial Closed"},
        {
            "custom_event:location:Store Chosen",
            "custom_event:media:Film Stopped",
            "custom_event:navigation:Tab Tapped",
            "custom_event:search:Search Finished",
            "user_attributes",
            "user_identities",
        },
    )
