"""Answers calls as GitHub does: who may, what is limited, page by page."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlencode

from tests.github.server import artifacts, deployments, git, issues, pulls
from tests.github.server.calls import Call, Page, RefusedError, Reply
from tests.github.server.shapes import Shapes
from tests.github.server.world import Actor, World

ROUTES = [
    ("GET", r"/issues", issues.list_issues),
    ("POST", r"/issues", issues.create_issue),
    ("GET", r"/issues/(\d+)", issues.get_issue),
    ("PATCH", r"/issues/(\d+)", issues.update_issue),
    ("GET", r"/issues/(\d+)/comments", issues.list_comments),
    ("POST", r"/issues/(\d+)/comments", issues.create_comment),
    ("GET", r"/issues/(\d+)/timeline", issues.timeline),
    ("GET", r"/issues/comments/(\d+)", issues.get_comment),
    ("PATCH", r"/issues/comments/(\d+)", issues.update_comment),
    ("DELETE", r"/issues/comments/(\d+)", issues.delete_comment),
    ("POST", r"/labels", issues.create_label),
    ("GET", r"/labels/([^/]+)", issues.get_label),
    ("GET", r"/collaborators/([^/]+)/permission", issues.permission),
    ("GET", r"/pulls", pulls.list_pulls),
    ("POST", r"/pulls", pulls.create_pull),
    ("GET", r"/pulls/(\d+)", pulls.get_pull),
    ("GET", r"/pulls/(\d+)/files", pulls.files),
    ("GET", r"/commits/([0-9a-f]+)/pulls", pulls.of_commit),
    ("GET", r"/compare/(.+)", git.compare),
    ("GET", r"/git/ref/(.+)", git.get_ref),
    ("POST", r"/git/refs", git.create_ref),
    ("PATCH", r"/git/refs/(.+)", git.update_ref),
    ("DELETE", r"/git/refs/(.+)", git.delete_ref),
    ("GET", r"/git/commits/([0-9a-f]+)", git.get_commit),
    ("POST", r"/git/commits", git.create_commit),
    ("POST", r"/git/trees", git.create_tree),
    ("GET", r"/git/trees/([0-9a-f]+)", git.get_tree),
    ("GET", r"/git/blobs/([0-9a-f]+)", git.get_blob),
    ("GET", r"/deployments", deployments.list_),
    ("POST", r"/deployments", deployments.create),
    ("POST", r"/deployments/(\d+)/statuses", deployments.create_status),
    ("POST", r"/check-runs", deployments.create_check),
    ("PATCH", r"/check-runs/(\d+)", deployments.update_check),
    ("GET", r"/actions/runs/(\d+)/artifacts", artifacts.of_run),
    ("GET", r"/actions/artifacts/(\d+)/zip", artifacts.address),
]


@dataclass(frozen=True)
class Ask:
    """A call that may be carried out, with all that it takes."""

    world: World
    call: Call
    shapes: Shapes
    actor: Actor


class Hub:
    """A GitHub with one repository. Threads may share one.

    Attributes:
        world: what it holds; tests and the back door change it directly.
        calls: what was asked, in order.
        faults: what goes wrong next.
        before: called with each call before it is carried out, so that a test can act in between.
    """

    def __init__(self, world=None):
        self.world = world or World()
        self.calls = []
        self.faults = []
        self.before = None
        self._lock = threading.RLock()

    def answer(self, call):
        """Carry out one call."""
        if self.before:
            self.before(call)
        with self._lock:
            self.calls.append(call)
            fault = next((one for one in self.faults if one.strikes(call)), None)
        if fault and fault.slow:
            time.sleep(fault.slow)
        elif fault and not fault.lost:
            return Reply(fault.status, fault.body, fault.headers)
        with self._lock:
            try:
                reply = self._carry_out(call)
            except RefusedError as refused:
                reply = refused.reply
        return Reply(reply.status, reply.body, reply.headers, lost=bool(fault and fault.lost))

    def _carry_out(self, call):
        blob = re.fullmatch(r"/blobs/(\d+)", call.path)
        if blob:
            return artifacts.content(self.world, call, blob[1])
        actor = self.world.tokens.get(call.token)
        if not actor:
            raise RefusedError(401, "Bad credentials")
        ask = Ask(self.world, call, Shapes(self.world, call.url), actor)
        if call.name == "GET /user":
            return issues.me(ask)
        handler, groups = self._route(call, f"/repos/{self.world.repository}")
        if call.method != "GET" and not actor.writes:
            raise RefusedError(403, "Resource not accessible by integration")
        made = handler(ask, *groups)
        return _paged(made, call) if isinstance(made, Page) else made

    def _route(self, call, root):
        if call.path.startswith(root + "/"):
            for method, pattern, handler in ROUTES:
                found = re.fullmatch(pattern, call.path.removeprefix(root))
                if found and method == call.method:
                    return handler, [unquote(group) for group in found.groups()]
        raise RefusedError(404, "Not Found")


def _paged(page, call):
    size = min(int(call.query.get("per_page", 30)), 100)
    number = int(call.query.get("page", 1))
    shown = page.entries[(number - 1) * size : number * size]
    headers = {}
    if number * size < len(page.entries):
        last = -(-len(page.entries) // size)
        links = ((last, "last"), (number + 1, "next"))
        headers["link"] = ", ".join(f'<{_at(call, at)}>; rel="{name}"' for at, name in links)
    return Reply(200, {**page.around, page.within: shown} if page.within else shown, headers)


def _at(call, number):
    # GitHub's own links lead to another path than the one that was asked.
    return f"{call.url}/repositories/1/elsewhere?{urlencode({**call.query, 'page': number})}"
