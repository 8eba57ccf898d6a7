"""Pull requests."""

from __future__ import annotations

from tests.github.server.calls import Page, RefusedError, Reply, invalid


def _pulls(world):
    pulls = [issue for issue in world.issues.values() if issue.pull]
    return sorted(pulls, key=lambda issue: issue.number, reverse=True)


def _pull(world, number):
    issue = world.issues.get(int(number))
    if not issue or not issue.pull:
        raise RefusedError(404, "Not Found")
    return issue


def list_pulls(ask):
    state, head = ask.call.query.get("state", "open"), ask.call.query.get("head", "")
    found = [
        issue
        for issue in _pulls(ask.world)
        if state in {"all", issue.state} and head in {"", _head(issue)}
    ]
    return Page([ask.shapes.pull(issue) for issue in found])


def _head(issue):
    return f"{issue.pull.head_repository.partition('/')[0]}:{issue.pull.head_ref}"


def get_pull(ask, number):
    return Reply(200, ask.shapes.whole_pull(_pull(ask.world, number)))


def create_pull(ask):
    head, base = ask.call.body["head"], ask.call.body["base"]
    if any(
        _head(issue).endswith(f":{head}") and issue.state == "open" for issue in _pulls(ask.world)
    ):
        message = f"A pull request already exists for acme:{head}."
        raise invalid({"resource": "PullRequest", "code": "custom", "message": message})
    number = ask.world.open_pull(
        head=head,
        base=base,
        head_sha=ask.world.refs[f"refs/heads/{head}"],
        title=ask.call.body["title"],
        body=ask.call.body.get("body", ""),
        author=ask.actor.login,
    )
    return Reply(201, ask.shapes.whole_pull(ask.world.issues[number]))


def files(ask, number):
    pull = _pull(ask.world, number).pull
    own = {"status": "modified", "additions": 1, "deletions": 0, "changes": 1, "sha": pull.head_sha}
    links = dict.fromkeys(("blob_url", "raw_url", "contents_url"), ask.shapes.repo_url)
    return Page([{**own, **links, "filename": name} for name in pull.files])


def of_commit(ask, sha):
    if sha not in ask.world.commits:
        raise invalid({"message": f"No commit found for SHA: {sha}"})
    found = [issue for issue in _pulls(ask.world) if _brought(ask.world, issue.pull, sha)]
    return Page([ask.shapes.pull(issue) for issue in found])


def _brought(world, pull, sha):
    if pull.merged_at:
        return sha in pull.brought
    return pull.head_sha in world.commits and sha in world.after(pull.base_sha, pull.head_sha)
