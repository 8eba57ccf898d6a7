"""GitHub's own OpenAPI description, cut down to the operations that our client uses.

The whole of it is 13 MB and takes Prism nine seconds to read; what is cut out is made anew for each run, so nothing of
it is kept in this repository.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from peers.programs import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dataplan_sync.model import JSONObject, JSONValue

WHOLE: Final = HERE / "node_modules" / "@octokit" / "openapi" / "generated" / "api.github.com.json"

_REPOSITORY: Final = "/repos/{owner}/{repo}"

OPERATIONS: Final = {
    "/user": ("get",),
    f"{_REPOSITORY}/issues": ("get", "post"),
    f"{_REPOSITORY}/issues/{{issue_number}}": ("get", "patch"),
    f"{_REPOSITORY}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{_REPOSITORY}/issues/{{issue_number}}/timeline": ("get",),
    f"{_REPOSITORY}/issues/comments/{{comment_id}}": ("get", "patch", "delete"),
    f"{_REPOSITORY}/labels": ("post",),
    f"{_REPOSITORY}/labels/{{name}}": ("get",),
    f"{_REPOSITORY}/collaborators/{{username}}/permission": ("get",),
    f"{_REPOSITORY}/pulls": ("get", "post"),
    f"{_REPOSITORY}/pulls/{{pull_number}}": ("get",),
    f"{_REPOSITORY}/pulls/{{pull_number}}/files": ("get",),
    f"{_REPOSITORY}/commits/{{commit_sha}}/pulls": ("get",),
    f"{_REPOSITORY}/compare/{{basehead}}": ("get",),
    f"{_REPOSITORY}/git/ref/{{ref}}": ("get",),
    f"{_REPOSITORY}/git/refs": ("post",),
    f"{_REPOSITORY}/git/refs/{{ref}}": ("patch", "delete"),
    f"{_REPOSITORY}/git/commits": ("post",),
    f"{_REPOSITORY}/git/commits/{{commit_sha}}": ("get",),
    f"{_REPOSITORY}/git/trees": ("post",),
    f"{_REPOSITORY}/deployments": ("get", "post"),
    f"{_REPOSITORY}/deployments/{{deployment_id}}/statuses": ("post",),
    f"{_REPOSITORY}/actions/runs/{{run_id}}/artifacts": ("get",),
}

"""All but the download of an artifact: its answer is a redirection, which Prism follows itself."""

_NULL: Final[JSONObject] = {"type": "string", "nullable": True, "enum": ["nothing but null"]}
"""Prism adds null itself to the values that a nullable schema names, and must find one there."""

_SPELLED_OUT: Final = {
    f"{_REPOSITORY}/git/ref/{{ref}}": ("heads/{ref}", "dataplan-sync/{ref}/applied"),
    f"{_REPOSITORY}/git/refs/{{ref}}": ("heads/{ref}", "dataplan-sync/{ref}/applied"),
}
"""GitHub takes slashes in a ref, which no OpenAPI description can say."""


def cut_out(target: Path) -> Path:
    """Write the part that we use.

    Args:
        target: the file to write.

    Raises:
        KeyError: an operation is not in the description.
        FileNotFoundError: the description is not installed.
    """
    whole = json.loads(WHOLE.read_text("utf-8"))
    paths: JSONObject = {}
    for path, methods in OPERATIONS.items():
        item = {method: _mended(whole["paths"][path][method]) for method in methods}
        for spelled in (path, *(path.replace("{ref}", ref) for ref in _SPELLED_OUT.get(path, ()))):
            paths[spelled] = item
    document: JSONObject = {
        "openapi": whole["openapi"],
        "info": {"title": "What we use of GitHub", "version": whole["info"]["version"]},
        "servers": whole["servers"],
        "paths": paths,
        "components": _components(whole["components"], paths),
    }
    target.write_text(json.dumps(document), "utf-8")
    return target


def _components(all_of_them: JSONObject, paths: JSONObject) -> JSONObject:
    found: dict[str, dict[str, JSONValue]] = {}
    left = list(_references(paths))
    while left:
        kind, name = left.pop()
        if name not in found.setdefault(kind, {}):
            group = all_of_them[kind]
            assert isinstance(group, dict)
            component = _mended(group[name])
            found[kind][name] = component
            left.extend(_references(component))
    return {kind: dict(group) for kind, group in found.items()}


def _references(value: JSONValue) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str):
            _hash, _components, kind, name = reference.split("/")
            yield kind, name
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _mended(value: JSONValue) -> JSONValue:
    """Leave out examples, which are half of the text, and say null in a way that Prism can compile.

    `nullable` without a `type` is no schema to Prism, which then lets everything through in silence.
    """
    if isinstance(value, list):
        return [_mended(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    mended = {
        key: _mended(inner)
        for key, inner in value.items()
        if key != "examples" or not isinstance(inner, dict)
    }
    if mended.get("nullable") is True and "type" not in mended:
        del mended["nullable"]
        for choice in ("oneOf", "anyOf"):
            kinds = mended.get(choice)
            if isinstance(kinds, list):
                mended[choice] = [*kinds, dict(_NULL)]
    return mended
