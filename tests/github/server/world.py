"""What this GitHub holds, and how people change it other than through the API."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

REPOSITORY = "acme/plans"
BOT = "github-actions[bot]"


def sha_of(*parts):
    """A SHA that is a matter of what it is made of."""
    return hashlib.sha1("\0".join(map(str, parts)).encode()).hexdigest()


@dataclass
class Actor:
    """Who a token belongs to."""

    login: str
    writes: bool = True
    is_user: bool = False


@dataclass
class Commit:
    sha: str
    parents: tuple[str, ...]
    message: str
    tree: str


@dataclass
class Issue:
    number: int
    title: str
    body: str
    author: str
    created_at: str
    updated_at: str
    state: str = "open"
    labels: list[str] = field(default_factory=list)
    pull: Pull | None = None


@dataclass
class Pull:
    head_ref: str
    head_sha: str
    head_repository: str
    base_ref: str
    base_sha: str
    draft: bool = False
    merged_at: str | None = None
    merge_commit_sha: str | None = None
    brought: tuple[str, ...] = ()
    """The commits of the base branch that came with it."""
    files: tuple[str, ...] = ()


@dataclass
class Comment:
    id: int
    number: int
    body: str
    author: str
    created_at: str
    updated_at: str


@dataclass
class Artifact:
    id: int
    run_id: int
    name: str
    content: bytes
    size: int


class World:
    """One repository and its people."""

    def __init__(self, repository=REPOSITORY):
        self.repository = repository
        self.tokens = {
            "ghs-of-a-run": Actor(BOT),
            "ghs-of-a-fork": Actor(BOT, writes=False),
            "ghp-of-alice": Actor("alice", is_user=True),
        }
        self.permissions = {"alice": "write"}
        self.issues: dict[int, Issue] = {}
        self.comments: dict[int, Comment] = {}
        self.labels: dict[str, dict[str, Any]] = {}
        self.timeline: dict[int, list[dict[str, Any]]] = {}
        self.commits: dict[str, Commit] = {}
        self.trees: dict[str, dict[str, str]] = {}
        self.refs: dict[str, str] = {}
        self.deployments: dict[int, dict[str, Any]] = {}
        self.statuses: dict[int, list[dict[str, Any]]] = {}
        self.checks: dict[int, dict[str, Any]] = {}
        self.artifacts: dict[int, Artifact] = {}
        self._ticks = 0
        self._ids = 1000

    def now(self):
        """A time one second later than the last."""
        self._ticks += 1
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self._ticks)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def new_id(self):
        self._ids += 1
        return self._ids

    def number(self):
        return max(self.issues, default=0) + 1

    def add_commit(self, sha="", parents=(), message="A change", files=None, branch=""):
        """Put a commit there, on a branch if one is named."""
        parents = tuple(parents)
        content = dict(self.trees[self.commits[parents[0]].tree]) if parents else {}
        content.update(files or {})
        tree = sha_of("tree", *sorted(content.items()))
        self.trees[tree] = content
        sha = sha or sha_of("commit", tree, *parents, message, len(self.commits))
        self.commits[sha] = Commit(sha, parents, message, tree)
        if branch:
            self.refs[f"refs/heads/{branch}"] = sha
        return sha

    def give_files(self, sha, files):
        """Let a commit that is there have these files beside those that it has."""
        found = self.commits[sha]
        content = {**self.trees[found.tree], **files}
        tree = sha_of("tree", *sorted(content.items()))
        self.trees[tree] = content
        self.commits[sha] = replace(found, tree=tree)

    def push(self, branch="main", message="A change", files=None):
        """Commit on top of a branch, as somebody who pushes to it."""
        head = self.refs.get(f"refs/heads/{branch}")
        return self.add_commit("", (head,) if head else (), message, files, branch)

    def open_pull(self, number=None, *, head="topic", base="main", head_sha="", **more):
        """Open a pull request; `fork` names the repository that its head is in."""
        number = number or self.number()
        base_sha = self.refs[f"refs/heads/{base}"]
        repository = more.get("fork") or self.repository
        if not head_sha:
            head_sha = self.add_commit("", (base_sha,), f"Work of {number}")
        if repository == self.repository:
            self.refs[f"refs/heads/{head}"] = head_sha
        now = self.now()
        pull = Pull(head, head_sha, repository, base, base_sha, files=tuple(more.get("files", ())))
        pull.draft = more.get("draft", False)
        self.issues[number] = Issue(
            number,
            more.get("title", f"Change {number}"),
            more.get("body", ""),
            more.get("author", "alice"),
            now,
            now,
            labels=list(more.get("labels", ())),
            pull=pull,
        )
        return number

    def merge(self, number, how="merge"):
        """Merge a pull request into its base: `merge`, `squash` or `rebase`."""
        issue = self.issues[number]
        pull = issue.pull
        assert pull is not None
        base = self.refs[f"refs/heads/{pull.base_ref}"]
        own = self.after(base, pull.head_sha)
        if how == "rebase":
            brought, tip = [], base
            for sha in own:
                tip = self.add_commit("", (tip,), self.commits[sha].message)
                brought.append(tip)
        else:
            parents = (base, pull.head_sha) if how == "merge" else (base,)
            tip = self.add_commit("", parents, f"{issue.title} (#{number})")
            brought = [tip, *own] if how == "merge" else [tip]
        self.refs[f"refs/heads/{pull.base_ref}"] = tip
        pull.merge_commit_sha, pull.merged_at, pull.brought = tip, self.now(), tuple(brought)
        issue.state = "closed"
        return tip

    def label(self, number, name, *, by="alice", remove=False):
        """Set or remove a label, as somebody."""
        labels = self.issues[number].labels
        if remove:
            labels.remove(name)
        elif name not in labels:
            labels.append(name)
        event = "unlabeled" if remove else "labeled"
        entry = {"event": event, "actor": by, "created_at": self.now(), "label": name}
        self.timeline.setdefault(number, []).append(entry)

    def add_token(self, token, login, *, writes=True, is_user=False):
        self.tokens[token] = Actor(login, writes, is_user)

    def add_artifact(self, run_id, name, content, *, size=None):
        """Leave a packed artifact behind, as a run."""
        artifact = Artifact(
            self.new_id(), run_id, name, content, len(content) if size is None else size
        )
        self.artifacts[artifact.id] = artifact
        return artifact.id

    def ancestors(self, sha):
        """A commit and all that is below it."""
        found, left = set(), [sha]
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left.extend(self.commits[one].parents)
        return found

    def after(self, base, head):
        """What a head has and a base has not, oldest first."""
        wanted = self.ancestors(head) - self.ancestors(base)
        ordered = []

        def visit(sha):
            if sha in wanted and sha not in ordered:
                for parent in self.commits[sha].parents:
                    visit(parent)
                ordered.append(sha)

        visit(head)
        return ordered

    def resolve(self, name):
        """The commit that a SHA or a branch means; None if there is none."""
        return name if name in self.commits else self.refs.get(f"refs/heads/{name}")
