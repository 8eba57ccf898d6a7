"""The OpenAPI description of what the emulator serves, `/openapi.json`.

It says what the vendor's published description says, with the paths in full, and adds the token endpoint.
The back door is described in `docs/emulator.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.emulator.documents import CRITERIA
from dataplan_sync.emulator.records import STAMPS
from dataplan_sync.emulator.tokens import AUDIENCE

if TYPE_CHECKING:
    from dataplan_sync.emulator.wire import JSONObject, JSONValue

_ROOT = "/platform/v2/workspaces/{workspace_id}/plans"
_SERVED = {
    200: "Done.",
    204: "Deleted.",
    400: "The request is refused.",
    401: "No valid access token.",
    403: "The credentials do not cover the workspace.",
    404: "There is no such object.",
    429: "Over a rate limit.",
}


def describe() -> JSONObject:
    """Build the description, OpenAPI 3.0.3."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Data Planning API, emulated",
            "version": "2.0.0",
            "description": "An emulation to develop and test against; not the vendor's service.",
        },
        "security": [{"bearer": []}],
        "paths": {
            "/oauth/token": {"post": _token()},
            _ROOT: {
                "parameters": [_parameter("workspace_id", "integer")],
                "get": _operation(
                    "listDataPlans", "List data plans without documents", _list("DataPlan")
                ),
                "post": _operation(
                    "createDataPlan", "Create a data plan", _ref("DataPlan"), "DataPlan"
                ),
            },
            _ROOT + "/validate": {
                "parameters": [_parameter("workspace_id", "integer")],
                "post": _operation(
                    "validate", "Validate a batch", _ref("Validation"), "ValidationRequest"
                ),
            },
            _ROOT + "/{plan_id}": _data_plan(),
            _ROOT + "/{plan_id}/versions": {
                "parameters": [
                    _parameter("workspace_id", "integer"),
                    _parameter("plan_id", "string"),
                ],
                "post": _operation(
                    "createVersion",
                    "Create a version",
                    _ref("DataPlanVersion"),
                    "DataPlanVersion",
                    missing=True,
                ),
            },
            _ROOT + "/{plan_id}/versions/{version}": _version(),
        },
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _data_plan() -> JSONObject:
    plan = _ref("DataPlan")
    return {
        "parameters": [_parameter("workspace_id", "integer"), _parameter("plan_id", "string")],
        "get": _operation("getDataPlan", "Get a data plan", plan, missing=True),
        "patch": _operation(
            "updateDataPlan", "Update a data plan", plan, "DataPlanUpdate", missing=True
        ),
        "delete": _operation("deleteDataPlan", "Delete a data plan", None, missing=True),
    }


def _version() -> JSONObject:
    version = _ref("DataPlanVersion")
    return {
        "parameters": [
            _parameter("workspace_id", "integer"),
            _parameter("plan_id", "string"),
            _parameter("version", "integer"),
        ],
        "get": _operation("getVersion", "Get a version", version, missing=True),
        "patch": _operation(
            "updateVersion", "Update a version", version, "DataPlanVersionUpdate", missing=True
        ),
        "delete": _operation("deleteVersion", "Delete a version", None, missing=True),
    }


def _operation(
    name: str,
    summary: str,
    answer: JSONObject | None,
    body: str | None = None,
    *,
    missing: bool = False,
) -> JSONObject:
    """Describe an operation; without an answer it is a deletion, `missing` adds the 404."""
    responses: JSONObject = {"204": {"description": _SERVED[204]}}
    if answer is not None:
        responses = {"200": _response(200, answer)}
    for status in (400, 401, 403, 404, 429):
        if status != 404 or missing:
            responses[str(status)] = _response(status, _ref("ErrorList"))
    operation: JSONObject = {"operationId": name, "summary": summary, "responses": responses}
    if body is not None:
        operation["requestBody"] = _body(_ref(body))
    return operation


def _token() -> JSONObject:
    schema = _ref("TokenRequest")
    content: JSONObject = {
        "application/json": {"schema": schema},
        "application/x-www-form-urlencoded": {"schema": schema},
    }
    refused: JSONObject = {
        str(status): {
            "description": "Refused.",
            "content": {"application/json": {"schema": _ref("TokenError")}},
        }
        for status in (400, 401, 403)
    }
    return {
        "operationId": "issueToken",
        "summary": "Exchange client credentials for an access token",
        "security": [],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": _response(200, _ref("Token")), **refused},
    }


def _response(status: int, schema: JSONObject) -> JSONObject:
    headers: JSONObject = {}
    if status == 429:
        headers = {
            "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."},
            "X-mp-rate-limit-exceeded": {"schema": {"type": "string"}},
        }
    elif status == 200:
        headers = {"X-mp-rate-limit-percentage-used": {"schema": {"type": "integer"}}}
    return {
        "description": _SERVED[status],
        "headers": headers,
        "content": {"application/json": {"schema": schema}},
    }


def _schemas() -> JSONObject:
    text: JSONObject = {"type": "string"}
    nullable: JSONObject = {"type": "string", "nullable": True}
    environment: JSONObject = {"type": "string", "enum": ["none", "development", "production"]}
    stamps: JSONObject = {name: {"type": "string", "readOnly": True} for name in STAMPS}
    document = _ref("VersionDocument")
    plan: JSONObject = {"data_plan_name": text, "data_plan_description": nullable}
    version: JSONObject = {
        "version_description": nullable,
        "activated_environment": environment,
        "version_document": document,
    }
    return {
        "DataPlan": _object(
            {"data_plan_id": text, **plan, "data_plan_versions": _list("DataPlanVersion"), **stamps}
        ),
        "DataPlanUpdate": _object(plan),
        "DataPlanVersion": _object(
            {
                "version": {"type": "integer", "minimum": 1},
                "data_plan_id": text,
                **version,
                **stamps,
                "quarantine_feed_id": {"type": "number", "nullable": True, "readOnly": True},
            }
        ),
        "DataPlanVersionUpdate": _object({**version, "quarantine_feed_id": {"type": "number"}}),
        "VersionDocument": _object({"data_points": _list("DataPoint")}),
        "DataPoint": _object(
            {
                "description": nullable,
                "match": _object(
                    {"type": {"type": "string", "enum": list(CRITERIA)}, "criteria": _object({})},
                    "type",
                    "criteria",
                ),
                "validator": _object(
                    {
                        "type": {"type": "string", "enum": ["json_schema"]},
                        "definition": _object({}),
                    },
                    "type",
                    "definition",
                ),
            },
            "match",
            "validator",
        ),
        "ErrorList": _object({"errors": _list("Error")}, "errors"),
        "Error": _object(
            {
                "message": text,
                **dict.fromkeys(("match_key", "error_type", "schema_pointer", "keyword"), text),
            },
            "message",
        ),
        "ValidationRequest": _object(
            {"document": document, "batch": _object({})}, "document", "batch"
        ),
        "Validation": _object(
            {"results": {"type": "array", "items": _object({})}, "batch": _object({})}, "results"
        ),
        "TokenRequest": _object(
            {
                "client_id": text,
                "client_secret": text,
                "audience": {"type": "string", "enum": [AUDIENCE]},
                "grant_type": {"type": "string", "enum": ["client_credentials"]},
            },
            "client_id",
            "client_secret",
            "audience",
            "grant_type",
        ),
        "Token": _object(
            {"access_token": text, "expires_in": {"type": "integer"}, "token_type": text},
            "access_token",
        ),
        "TokenError": _object({"error": text, "error_description": text}, "error"),
    }


def _object(properties: JSONObject, *required: str) -> JSONObject:
    schema: JSONObject = {"type": "object", "properties": properties}
    names: list[JSONValue] = [*required]
    return schema | {"required": names} if names else schema


def _list(name: str) -> JSONObject:
    return {"type": "array", "items": _ref(name)}


def _ref(name: str) -> JSONObject:
    return {"$ref": f"#/components/schemas/{name}"}


def _body(schema: JSONObject) -> JSONObject:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str, kind: str) -> JSONObject:
    return {"name": name, "in": "path", "required": True, "schema": {"type": kind}}
