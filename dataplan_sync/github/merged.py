"""Which pull requests brought the commits of a range in, asked of GitHub: queued runs vanish, so one run may cover several.

The range is walked along the branch itself, from first parent to first parent: what a merge brought in belongs to its pull
request. A commit that no merged pull request owns was pushed directly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync.errors import NotFoundError
from dataplan_sync.github.records import ComparisonStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.github.client import GitHubClient
    from dataplan_sync.github.commits import Comparison
    from dataplan_sync.github.records import Commit, PullRequest

_SQUASHED: Final = re.compile(r"\(#([0-9]{1,10})\)$")
_MERGED: Final = re.compile(r"Merge pull request #([0-9]{1,10}) ")


@dataclass(frozen=True, slots=True)
class MergedPull:
    """A pull request that was merged in the range."""

    pull: PullRequest
    commits: tuple[str, ...]
    """Its commits on the branch, oldest first: one, unless it was rebased."""


@dataclass(frozen=True, slots=True)
class DirectPush:
    """A commit that came in without a pull request."""

    commit: str


Arrival: TypeAlias = MergedPull | DirectPush


@dataclass(frozen=True, slots=True)
class Range:
    """What lies between the last applied commit and a head."""

    status: ComparisonStatus
    """Where the head stands, seen from the last applied commit. Only what is ahead has arrivals that count."""
    arrivals: tuple[Arrival, ...]
    """In the order in which they came in."""

    @property
    def pulls(self) -> tuple[PullRequest, ...]:
        """The pull requests that were merged, in that order."""
        return tuple(one.pull for one in self.arrivals if isinstance(one, MergedPull))


def arrivals(client: GitHubClient, *, last: str | None, head: str, branch: str) -> Range:
    """Find out what came into a branch after a commit.

    Args:
        client: reaches the repository.
        last: the last applied commit; None looks at the head alone.
        head: the commit up to which to look.
        branch: the branch that pull requests were merged into.

    Raises:
        NotFoundError: the last applied commit is not in the repository any more.
        ApiError: GitHub could not be reached or is in trouble.
    """
    if last is None:
        line = (client.commits.get(head),)
        return Range(ComparisonStatus.AHEAD, _grouped(client, line, branch))
    compared = client.commits.compare(last, head)
    if compared.status is not ComparisonStatus.AHEAD:
        return Range(compared.status, ())
    return Range(compared.status, _grouped(client, _mainline(compared, head), branch))


def _mainline(compared: Comparison, head: str) -> tuple[Commit, ...]:
    known = {commit.sha: commit for commit in compared.commits}
    line: list[Commit] = []
    at: str | None = head
    while at is not None and at in known:
        line.append(known[at])
        at = next(iter(known[at].parents), None)
    return tuple(reversed(line))


def _grouped(client: GitHubClient, line: tuple[Commit, ...], branch: str) -> tuple[Arrival, ...]:
    found: list[Arrival] = []
    for commit in line:
        pull = _owner(client, commit, branch)
        before = found[-1] if found else None
        if pull is None:
            found.append(DirectPush(commit.sha))
        elif isinstance(before, MergedPull) and before.pull.number == pull.number:
            found[-1] = MergedPull(pull, (*before.commits, commit.sha))
        else:
            found.append(MergedPull(pull, (commit.sha,)))
    return tuple(found)


def _owner(client: GitHubClient, commit: Commit, branch: str) -> PullRequest | None:
    sha = commit.sha
    listed = [pull for pull in client.pulls.of_commit(sha) if _came_into(client, pull, branch)]
    exact = [pull for pull in listed if pull.merge_commit_sha == sha]
    if exact or listed:
        return (exact or listed)[0]
    # GitHub's list may lag behind a merge; its own commit message names the pull request, which then confirms it.
    for number in _named(commit.message):
        try:
            pull = client.pulls.get(number)
        except NotFoundError:
            continue
        if _came_into(client, pull, branch) and pull.merge_commit_sha == sha:
            return pull
    return None


def _came_into(client: GitHubClient, pull: PullRequest, branch: str) -> bool:
    same = pull.base.ref == branch and pull.base.repository == client.repository
    return pull.merged and same


def _named(message: str) -> Iterator[int]:
    first = message.partition("\n")[0].strip()
    for found in (_MERGED.match(first), _SQUASHED.search(first)):
        if found:
            yield int(found[1])
