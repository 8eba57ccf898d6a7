"""The hub behind HTTP, with a back door for those who are in another process.

`POST /_github/world/NAME` with a JSON object calls that method of the world; `POST /_github/fault` adds a fault;
`GET /_github/world` gives comments, issues, refs, deployments and check runs; `GET /_github/calls` gives what was asked.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.github.server.calls import Call
from tests.github.server.faults import Fault

CHANGES = ("add_commit", "push", "open_pull", "merge", "label", "add_token", "add_artifact")
METHODS = ["GET", "POST", "PATCH", "DELETE"]


async def broken(_scope, _receive, send):
    """An answer whose connection closes in the middle."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"999")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # Leaving without the rest makes the server close the connection.
    await send({"type": "http.response.body", "body": b"{", "more_body": True})


def response_of(reply):
    """A reply as HTTP."""
    if reply.lost:
        return broken
    if isinstance(reply.body, bytes):
        return Response(reply.body, reply.status, reply.headers, "application/zip")
    if reply.body is None:
        return Response(None, reply.status, reply.headers)
    return JSONResponse(reply.body, reply.status, reply.headers)


def state_of(world):
    """What a world holds, for those who look from another process."""
    deployments = [
        {**one, "statuses": world.statuses.get(key, [])} for key, one in world.deployments.items()
    ]
    return {
        "comments": [asdict(one) for one in world.comments.values()],
        "issues": [asdict(one) for one in world.issues.values()],
        "refs": world.refs,
        "deployments": deployments,
        "checks": list(world.checks.values()),
        "labels": world.labels,
    }


class BackDoor:
    """Changes a hub from another process."""

    def __init__(self, hub):
        self.hub = hub

    async def change(self, request):
        name = request.path_params["name"]
        if name not in CHANGES:
            return JSONResponse({"message": f"one of {', '.join(CHANGES)}"}, 404)
        given = await request.json()
        if name == "add_artifact":
            given["content"] = base64.b64decode(given["content"])
        return JSONResponse({"made": getattr(self.hub.world, name)(**given)})

    async def fault(self, request):
        self.hub.faults.append(Fault(**await request.json()))
        return Response(status_code=204)

    async def show(self, _request):
        return JSONResponse(state_of(self.hub.world))

    async def calls(self, _request):
        return JSONResponse([{"method": one.method, "path": one.path} for one in self.hub.calls])

    def routes(self):
        return [
            Route("/_github/world/{name}", self.change, methods=["POST"]),
            Route("/_github/world", self.show),
            Route("/_github/fault", self.fault, methods=["POST"]),
            Route("/_github/calls", self.calls),
        ]


def create_app(hub, *, prefix=""):
    """Make the application; `prefix` is `/api/v3` on a GitHub Enterprise Server."""

    async def api(request):
        content = await request.body()
        call = Call(
            request.method,
            request.scope["raw_path"].decode().partition("?")[0].removeprefix(prefix),
            dict(request.query_params),
            json.loads(content) if content else None,
            request.headers.get("authorization", "").removeprefix("Bearer "),
            f"{request.url.scheme}://{request.headers['host']}{prefix}",
        )
        return response_of(await run_in_threadpool(hub.answer, call))

    app = Starlette(routes=[*BackDoor(hub).routes(), Route("/{path:path}", api, methods=METHODS)])
    app.router.redirect_slashes = False
    return app
