from __future__ import annotations

import re

import jsonschema_rs
import pytest

from dataplan_sync.emulator import openapi, routes
from tests.emulator.requests import data_plan, document, point, token_request, version


@pytest.fixture(scope="module")
def description():
    return openapi.describe()


def operations(description):
    return {
        (method.upper(), re.sub(r"\{[^}]*\}", "{}", path))
        for path, item in description["paths"].items()
        for method in item
        if method != "parameters"
    }


def test_it_is_served_without_a_token(api, server, description):
    del api.headers["Authorization"]
    assert api.get(f"{server.url}/openapi.json").json() == description


def test_it_describes_every_route_and_no_other(description):
    served = {
        (method, re.sub(r"\{[^}]*\}", "{}", route.path))
        for route in routes.routes()
        for method in set(route.methods or ()) - {"HEAD"}
    }
    assert operations(description) == served - {("GET", "/openapi.json")}


def test_every_parameter_of_a_path_is_declared(description):
    for path, item in description["paths"].items():
        declared = [parameter["name"] for parameter in item.get("parameters", [])]
        assert declared == re.findall(r"\{([^}]*)\}", path)


def references(value):
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "$ref":
                yield item
            else:
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def test_every_reference_leads_to_a_schema_and_every_schema_is_used(description):
    schemas = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    assert set(references(description)) == schemas


def validator(description, path, method, status):
    answer = description["paths"][path][method]["responses"][str(status)]
    schema = answer["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft7Validator({**schema, "components": description["components"]})


def test_the_answers_are_as_described(api, server, description):
    root = "/platform/v2/workspaces/{workspace_id}/plans"
    plan, one = f"{root}/{{plan_id}}", f"{root}/{{plan_id}}/versions/{{version}}"
    body = data_plan(version(1, point()), version(2))
    batch = {"document": document(), "batch": {"events": [{"event_type": "opt_out", "data": {}}]}}
    twice = version(3, point(), point())
    asked = [
        ("post", root, "/plans", body, 200),
        ("post", root, "/plans", body, 400),
        ("get", root, "/plans", None, 200),
        ("patch", plan, "/plans/shop", {"data_plan_name": "New"}, 200),
        ("get", plan, "/plans/shop", None, 200),
        ("get", plan, "/plans/none", None, 404),
        ("post", f"{plan}/versions", "/plans/shop/versions", version(3), 200),
        ("post", f"{plan}/versions", "/plans/shop/versions", twice, 400),
        ("patch", one, "/plans/shop/versions/1", {"activated_environment": "none"}, 200),
        ("get", one, "/plans/shop/versions/9", None, 404),
        ("post", f"{root}/validate", "/plans/validate", batch, 200),
        ("post", "/oauth/token", server.token_url, token_request(), 200),
        ("post", "/oauth/token", server.token_url, {}, 400),
    ]
    for method, path, target, content, status in asked:
        answer = api.request(method, target, json=content)
        assert answer.status_code == status
        validator(description, path, method, status).validate(answer.json())
