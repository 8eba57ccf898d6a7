"""Issues, comments, labels and the timeline."""

from __future__ import annotations

from tests.github.server.calls import Page, RefusedError, Reply, invalid
from tests.github.server.world import Comment, Issue

LONGEST = 65_536


def _issue(world, number):
    issue = world.issues.get(int(number))
    if not issue:
        raise RefusedError(404, "Not Found")
    return issue


def _body(call, resource):
    body = call.body.get("body")
    if not isinstance(body, str) or not body.strip():
        raise invalid({"resource": resource, "code": "missing_field", "field": "body"})
    if len(body) > LONGEST:
        message = f"body is too long (maximum is {LONGEST} characters)"
        raise invalid({"resource": resource, "code": "custom", "field": "body", "message": message})
    return body


def list_comments(ask, number):
    _issue(ask.world, number)
    found = [one for one in ask.world.comments.values() if one.number == int(number)]
    return Page([ask.shapes.comment(one) for one in sorted(found, key=lambda one: one.id)])


def create_comment(ask, number):
    _issue(ask.world, number)
    body, now = _body(ask.call, "IssueComment"), ask.world.now()
    comment = Comment(ask.world.new_id(), int(number), body, ask.actor.login, now, now)
    ask.world.comments[comment.id] = comment
    return Reply(201, ask.shapes.comment(comment))


def _comment(world, comment_id):
    comment = world.comments.get(int(comment_id))
    if not comment:
        raise RefusedError(404, "Not Found")
    return comment


def get_comment(ask, comment_id):
    return Reply(200, ask.shapes.comment(_comment(ask.world, comment_id)))


def update_comment(ask, comment_id):
    comment = _comment(ask.world, comment_id)
    comment.body, comment.updated_at = _body(ask.call, "IssueComment"), ask.world.now()
    return Reply(200, ask.shapes.comment(comment))


def delete_comment(ask, comment_id):
    del ask.world.comments[_comment(ask.world, comment_id).id]
    return Reply(204)


def list_issues(ask):
    state, creator = ask.call.query.get("state", "open"), ask.call.query.get("creator", "")
    wanted = {name for name in ask.call.query.get("labels", "").split(",") if name}
    found = [
        issue
        for issue in ask.world.issues.values()
        if state in {"all", issue.state}
        and wanted <= set(issue.labels)
        and creator in {"", issue.author}
    ]
    found.sort(key=lambda issue: issue.number, reverse=True)
    return Page([ask.shapes.issue(issue) for issue in found])


def get_issue(ask, number):
    return Reply(200, ask.shapes.issue(_issue(ask.world, number)))


def create_issue(ask):
    body = ask.call.body.get("body") and _body(ask.call, "Issue")
    now, labels = ask.world.now(), list(ask.call.body.get("labels") or ())
    for name in labels:
        ask.world.labels.setdefault(name, {"color": "ededed", "description": None})
    author = ask.actor.login
    issue = Issue(ask.world.number(), ask.call.body["title"], body, author, now, now, labels=labels)
    ask.world.issues[issue.number] = issue
    return Reply(201, ask.shapes.issue(issue))


def update_issue(ask, number):
    issue = _issue(ask.world, number)
    if "body" in ask.call.body:
        issue.body = _body(ask.call, "Issue")
    issue.title = ask.call.body.get("title", issue.title)
    issue.state = ask.call.body.get("state", issue.state)
    issue.updated_at = ask.world.now()
    return Reply(200, ask.shapes.issue(issue))


def get_label(ask, name):
    if name not in ask.world.labels:
        raise RefusedError(404, "Not Found")
    return Reply(200, ask.shapes.label(name))


def create_label(ask):
    name = ask.call.body["name"]
    if name in ask.world.labels:
        raise invalid({"resource": "Label", "code": "already_exists", "field": "name"})
    ask.world.labels[name] = {
        "color": ask.call.body.get("color", "ededed"),
        "description": ask.call.body.get("description"),
    }
    return Reply(201, ask.shapes.label(name))


def timeline(ask, number):
    _issue(ask.world, number)
    url = f"{ask.shapes.repo_url}/issues/events/1"
    own = {
        "id": 1,
        "node_id": "LE_1",
        "url": url,
        "commit_id": None,
        "commit_url": None,
        "performed_via_github_app": None,
    }
    entries = [
        {
            **own,
            "event": entry["event"],
            "actor": ask.shapes.user(entry["actor"]),
            "created_at": entry["created_at"],
            "label": {"name": entry["label"], "color": "ededed"},
        }
        for entry in ask.world.timeline.get(int(number), ())
    ]
    for one in ask.world.comments.values():
        if one.number == int(number):
            actor = {"event": "commented", "actor": ask.shapes.user(one.author)}
            entries.append({**ask.shapes.comment(one), **actor})
    return Page(sorted(entries, key=lambda entry: entry["created_at"]))


def permission(ask, login):
    granted = ask.world.permissions.get(login, "read")
    return Reply(200, {"permission": granted, "role_name": granted, "user": None})


def me(ask):
    actor = ask.actor
    if not actor.is_user:
        raise RefusedError(403, "Resource not accessible by integration")
    return Reply(200, ask.shapes.me(actor.login))
