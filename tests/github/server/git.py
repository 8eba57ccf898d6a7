"""Refs, commits and how they compare."""

from __future__ import annotations

import base64

from tests.github.server.calls import Page, RefusedError, Reply
from tests.github.server.world import sha_of


def get_ref(ask, name):
    full = f"refs/{name}"
    if full not in ask.world.refs:
        raise RefusedError(404, "Not Found")
    return Reply(200, ask.shapes.ref(full, ask.world.refs[full]))


def create_ref(ask):
    name, sha = ask.call.body["ref"], ask.call.body["sha"]
    if not name.startswith("refs/") or name.count("/") < 2:
        raise RefusedError(422, "Reference name must start with 'refs/' and hold two slashes")
    if name in ask.world.refs:
        raise RefusedError(422, "Reference already exists")
    _require(ask.world, sha)
    ask.world.refs[name] = sha
    return Reply(201, ask.shapes.ref(name, sha))


def update_ref(ask, name):
    full, sha = f"refs/{name}", ask.call.body["sha"]
    if full not in ask.world.refs:
        raise RefusedError(422, "Reference does not exist")
    _require(ask.world, sha)
    if not ask.call.body.get("force") and ask.world.refs[full] not in ask.world.ancestors(sha):
        raise RefusedError(422, "Update is not a fast forward")
    ask.world.refs[full] = sha
    return Reply(200, ask.shapes.ref(full, sha))


def delete_ref(ask, name):
    if f"refs/{name}" not in ask.world.refs:
        raise RefusedError(422, "Reference does not exist")
    del ask.world.refs[f"refs/{name}"]
    return Reply(204)


def _require(world, sha):
    if sha not in world.commits:
        raise RefusedError(422, "Object does not exist")


def compare(ask, between):
    base_name, _, head_name = between.partition("...")
    world = ask.world
    base, head = world.resolve(base_name), world.resolve(head_name)
    common = base and head and world.ancestors(base) & world.ancestors(head)
    if not common:
        raise RefusedError(404, "Not Found")
    ahead, behind = world.after(base, head), world.after(head, base)
    best = max(common, key=lambda sha: len(world.ancestors(sha)))
    status = {(False, False): "identical", (True, False): "ahead", (False, True): "behind"}.get(
        (bool(ahead), bool(behind)), "diverged"
    )
    page = ask.shapes.page(f"compare/{between}")
    links = dict.fromkeys(("html_url", "permalink_url", "diff_url", "patch_url"), page)
    around = {
        **links,
        "url": f"{ask.shapes.repo_url}/compare/{between}",
        "base_commit": ask.shapes.commit(world.commits[base]),
        "merge_base_commit": ask.shapes.commit(world.commits[best]),
        "status": status,
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "files": [],
    }
    return Page([ask.shapes.commit(world.commits[sha]) for sha in ahead], around, "commits")


def get_commit(ask, sha):
    if sha not in ask.world.commits:
        raise RefusedError(404, "Not Found")
    return Reply(200, ask.shapes.git_commit(ask.world.commits[sha]))


def get_tree(ask, name):
    """A tree with all that is below it, by its own SHA or by that of a commit; never cut short."""
    commit = ask.world.commits.get(name)
    sha = commit.tree if commit else name
    if sha not in ask.world.trees:
        raise RefusedError(404, "Not Found")
    return Reply(200, _tree(ask, sha))


def get_blob(ask, sha):
    found = (entry for tree in ask.world.trees.values() for entry in map(_file, tree.values()))
    content = next((text for _, text in found if sha_of(text) == sha), None)
    if content is None:
        raise RefusedError(404, "Not Found")
    # GitHub breaks the lines of base64.
    packed = base64.encodebytes(content.encode()).decode()
    url = f"{ask.shapes.repo_url}/git/blobs/{sha}"
    size = len(content.encode())
    own = {"sha": sha, "node_id": "B_1", "size": size, "url": url}
    return Reply(200, {**own, "encoding": "base64", "content": packed})


def _file(entry):
    """A file of the world: its text, or its mode and its text."""
    return entry if isinstance(entry, tuple) else ("100644", entry)


def _tree(ask, sha):
    content = {path: _file(entry) for path, entry in ask.world.trees[sha].items()}
    folders = {path.rpartition("/")[0] for path in content} - {""}
    entries = [
        {"path": path, "mode": "040000", "type": "tree", "sha": sha_of("folder", path)}
        for path in sorted(folders)
    ]
    for path, (mode, text) in sorted(content.items()):
        kind = "commit" if mode == "160000" else "blob"
        entries.append({"path": path, "mode": mode, "type": kind, "sha": sha_of(text)})
    url = f"{ask.shapes.repo_url}/git/trees/{sha}"
    return {"sha": sha, "url": url, "tree": entries, "truncated": False}


def create_tree(ask):
    content = dict(ask.world.trees.get(ask.call.body.get("base_tree", ""), {}))
    for entry in ask.call.body["tree"]:
        if entry.get("content") is None:
            content.pop(entry["path"], None)
        else:
            content[entry["path"]] = entry["content"]
    sha = sha_of("tree", *sorted(content.items()))
    ask.world.trees[sha] = content
    return Reply(201, _tree(ask, sha))


def create_commit(ask):
    world, tree = ask.world, ask.call.body["tree"]
    if tree not in world.trees or any(sha not in world.commits for sha in ask.call.body["parents"]):
        raise RefusedError(422, "Tree SHA or parent does not exist")
    sha = world.add_commit("", ask.call.body["parents"], ask.call.body["message"])
    world.commits[sha].tree = tree
    return Reply(201, ask.shapes.git_commit(world.commits[sha]))
