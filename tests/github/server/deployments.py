"""Deployments and check runs."""

from __future__ import annotations

from tests.github.server.calls import Page, RefusedError, Reply


def list_(ask):
    wanted = {
        key: ask.call.query[key] for key in ("environment", "task") if ask.call.query.get(key)
    }
    found = [
        one
        for one in ask.world.deployments.values()
        if all(one[key] == value for key, value in wanted.items())
    ]
    return Page([_shape(ask.shapes, one) for one in reversed(found)])


def create(ask):
    sha = ask.world.resolve(ask.call.body["ref"])
    if not sha:
        raise RefusedError(422, f"No ref found for: {ask.call.body['ref']}")
    kept = {
        key: ask.call.body.get(key) for key in ("environment", "task", "description", "payload")
    }
    now = ask.world.now()
    made = {
        **kept,
        "id": ask.world.new_id(),
        "sha": sha,
        "ref": ask.call.body["ref"],
        "creator": ask.actor.login,
        "created_at": now,
        "updated_at": now,
    }
    ask.world.deployments[made["id"]] = made
    return Reply(201, _shape(ask.shapes, made))


def _shape(shapes, one):
    url = f"{shapes.repo_url}/deployments/{one['id']}"
    links = {"url": url, "statuses_url": f"{url}/statuses", "repository_url": shapes.repo_url}
    return {**one, **links, "node_id": "DE_1", "creator": shapes.user(one["creator"])}


def create_status(ask, deployment_id):
    if int(deployment_id) not in ask.world.deployments:
        raise RefusedError(404, "Not Found")
    now = ask.world.now()
    url = f"{ask.shapes.repo_url}/deployments/{deployment_id}"
    made = {
        "id": ask.world.new_id(),
        "state": ask.call.body["state"],
        "description": ask.call.body.get("description", ""),
        "log_url": ask.call.body.get("log_url", ""),
        "created_at": now,
        "updated_at": now,
    }
    ask.world.statuses.setdefault(int(deployment_id), []).append(made)
    links = {
        "url": f"{url}/statuses/{made['id']}",
        "deployment_url": url,
        "repository_url": ask.shapes.repo_url,
        "target_url": made["log_url"],
    }
    creator = ask.shapes.user(ask.actor.login)
    return Reply(201, {**made, **links, "node_id": "DES_1", "creator": creator})


def create_check(ask):
    check_id = ask.world.new_id()
    ask.world.checks[check_id] = {
        "status": "queued",
        "conclusion": None,
        "details_url": None,
        "external_id": None,
        "output": {},
        **ask.call.body,
    }
    return Reply(201, _check(ask.shapes, check_id, ask.world.checks[check_id]))


def update_check(ask, check_id):
    check = ask.world.checks.get(int(check_id))
    if not check:
        raise RefusedError(404, "Not Found")
    added = (ask.call.body.get("output") or {}).get("annotations", [])
    before = check["output"].get("annotations", [])
    check.update(ask.call.body)
    if before or added:
        check["output"] = {**check["output"], "annotations": [*before, *added]}
    return Reply(200, _check(ask.shapes, int(check_id), check))


def _check(shapes, check_id, check):
    output = check["output"]
    url = f"{shapes.repo_url}/check-runs/{check_id}"
    shown = {
        "title": output.get("title"),
        "summary": output.get("summary"),
        "text": output.get("text"),
        "annotations_count": len(output.get("annotations", [])),
        "annotations_url": f"{url}/annotations",
    }
    own = {"id": check_id, "node_id": "CR_1", "url": url, "html_url": None, "app": None}
    ended = check["status"] == "completed"
    return {
        **check,
        **own,
        "output": shown,
        "started_at": None,
        "completed_at": "2026-01-01T00:00:00Z" if ended else None,
        "check_suite": None,
        "pull_requests": [],
    }
