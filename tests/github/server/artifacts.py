"""Artifacts of runs; their content is on what stands for another host."""

from __future__ import annotations

from tests.github.server.calls import Page, RefusedError, Reply
from tests.github.server.shapes import NEVER

SIGNATURE = "signature=0123456789abcdef"


def of_run(ask, run_id):
    name = ask.call.query.get("name", "")
    found = [
        one
        for one in ask.world.artifacts.values()
        if one.run_id == int(run_id) and name in {"", one.name}
    ]
    entries = [_shape(ask.shapes, one) for one in found]
    return Page(entries, {"total_count": len(entries)}, "artifacts")


def _shape(shapes, one):
    url = f"{shapes.repo_url}/actions/artifacts/{one.id}"
    return {
        "id": one.id,
        "node_id": "A_1",
        "name": one.name,
        "size_in_bytes": one.size,
        "url": url,
        "archive_download_url": f"{url}/zip",
        "expired": False,
        "created_at": NEVER,
        "expires_at": NEVER,
        "updated_at": NEVER,
    }


def address(ask, artifact_id):
    if int(artifact_id) not in ask.world.artifacts:
        raise RefusedError(404, "Not Found")
    return Reply(302, headers={"location": f"{ask.call.url}/blobs/{artifact_id}?{SIGNATURE}"})


def content(world, call, artifact_id):
    """Give the file itself, to whoever knows the address, and to nobody who shows a token there."""
    if call.token or call.query != dict([SIGNATURE.split("=")]):
        raise RefusedError(403, "Server failed to authenticate the request.")
    return Reply(200, world.artifacts[int(artifact_id)].content)
