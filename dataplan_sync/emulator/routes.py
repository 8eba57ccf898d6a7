"""The routes of the API and of its token endpoint: HTTP in, HTTP out, the bearer check in between."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, cast

from starlette.responses import Response
from starlette.routing import Route

from dataplan_sync.emulator import data_plans, openapi, refusals, validation, versions, wire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.exceptions import HTTPException
    from starlette.requests import Request

    from dataplan_sync.emulator.refusals import RefusedRequestError
    from dataplan_sync.emulator.state import EmulatorState

API_ROOT = "/platform/v2/workspaces"
TOKEN_PATH = "/oauth/token"  # noqa: S105  a path, not a secret

_DATA_PLANS = API_ROOT + "/{workspace_id}/plans"
_DATA_PLAN = _DATA_PLANS + "/{data_plan_id}"
_VERSION = _DATA_PLAN + "/versions/{version}"


def routes() -> list[Route]:
    """List the routes; `/plans/validate` comes before the data plan that could be called so."""
    return [
        Route(TOKEN_PATH, token, methods=["POST"]),
        Route("/openapi.json", describe, methods=["GET"]),
        Route(_DATA_PLANS + "/validate", validate, methods=["POST"]),
        Route(_DATA_PLANS, list_data_plans, methods=["GET"]),
        Route(_DATA_PLANS, create_data_plan, methods=["POST"]),
        Route(_DATA_PLAN, get_data_plan, methods=["GET"]),
        Route(_DATA_PLAN, update_data_plan, methods=["PATCH"]),
        Route(_DATA_PLAN, delete_data_plan, methods=["DELETE"]),
        Route(_DATA_PLAN + "/versions", create_version, methods=["POST"]),
        Route(_VERSION, get_version, methods=["GET"]),
        Route(_VERSION, update_version, methods=["PATCH"]),
        Route(_VERSION, delete_version, methods=["DELETE"]),
    ]


def json_response(
    text: str, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Answer with JSON that is text already."""
    return Response(text, status, headers, media_type="application/json; charset=utf-8")


def refused(_: Request, error: Exception) -> Response:
    """Answer a refusal with the API's list of errors."""
    refusal = cast("RefusedRequestError", error)
    body = wire.encode({"errors": list(refusal.errors)})
    return json_response(body, status=refusal.status, headers=refusal.headers)


def not_served(_: Request, error: Exception) -> Response:
    """Answer a path or a method that there is not."""
    missing = cast("HTTPException", error)
    body = wire.encode({"errors": [{"message": missing.detail}]})
    return json_response(body, status=missing.status_code, headers=dict(missing.headers or {}))


def state_of(request: Request) -> EmulatorState:
    """Give the emulator that serves a request."""
    state: EmulatorState = request.app.state.emulator
    return state


class _Call:
    """An authorised request: its emulator, workspace, author, path and body."""

    def __init__(self, request: Request, content: bytes) -> None:
        self.state = state_of(request)
        self.content = content
        self.data_plan_id: str = request.path_params.get("data_plan_id", "")
        self.version: str = request.path_params.get("version", "")
        author = self.state.tokens.author(request.headers.get("authorization"))
        if author is None:
            raise refusals.unauthorized()
        self.author = author
        self.workspace_id = _workspace_id(request.path_params["workspace_id"])
        allowed = self.state.options.workspace_ids
        if allowed and self.workspace_id not in allowed:
            raise refusals.forbidden(self.workspace_id)


def _workspace_id(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise refusals.bad_request(refusals.wrong_type("workspace_id"))
    return int(text)


def _authorised(
    answer: Callable[[_Call], str | None],
) -> Callable[[Request], Awaitable[Response]]:
    """Turn a function of a call into a route; nothing to say is a 204."""

    @wraps(answer)
    async def endpoint(request: Request) -> Response:
        call = _Call(request, await request.body())
        headers = dict(call.state.limits.count(request.method))
        text = answer(call)
        if text is None:
            return Response(status_code=204, headers=headers)
        return json_response(text, headers=headers)

    return endpoint


async def token(request: Request) -> Response:
    """Issue an access token."""
    content_type = request.headers.get("content-type", "")
    status, body = state_of(request).tokens.answer(content_type, await request.body())
    return json_response(wire.encode(body), status=status, headers={"Cache-Control": "no-store"})


async def describe(_: Request) -> Response:
    """Give the OpenAPI description."""
    return json_response(wire.encode(openapi.describe()))


@_authorised
def list_data_plans(call: _Call) -> str:
    """GET /plans."""
    return data_plans.list_all(call.state, call.workspace_id)


@_authorised
def create_data_plan(call: _Call) -> str:
    """POST /plans."""
    return data_plans.create(call.state, call.workspace_id, call.content, call.author)


@_authorised
def get_data_plan(call: _Call) -> str:
    """GET /plans/{id}."""
    return data_plans.read(call.state, call.workspace_id, call.data_plan_id)


@_authorised
def update_data_plan(call: _Call) -> str:
    """PATCH /plans/{id}."""
    return data_plans.update(
        call.state, call.workspace_id, call.data_plan_id, call.content, call.author
    )


@_authorised
def delete_data_plan(call: _Call) -> None:
    """DELETE /plans/{id}."""
    data_plans.delete(call.state, call.workspace_id, call.data_plan_id)


@_authorised
def create_version(call: _Call) -> str:
    """POST /plans/{id}/versions."""
    return versions.create(
        call.state, call.workspace_id, call.data_plan_id, call.content, call.author
    )


@_authorised
def get_version(call: _Call) -> str:
    """GET /plans/{id}/versions/{n}."""
    return versions.read(call.state, call.workspace_id, call.data_plan_id, call.version)


@_authorised
def update_version(call: _Call) -> str:
    """PATCH /plans/{id}/versions/{n}."""
    return versions.update(
        call.state,
        call.workspace_id,
        call.data_plan_id,
        call.version,
        call.content,
        author=call.author,
    )


@_authorised
def delete_version(call: _Call) -> None:
    """DELETE /plans/{id}/versions/{n}."""
    versions.delete(call.state, call.workspace_id, call.data_plan_id, call.version)


@_authorised
def validate(call: _Call) -> str:
    """POST /plans/validate."""
    return validation.validate(call.content, call.state.options)
