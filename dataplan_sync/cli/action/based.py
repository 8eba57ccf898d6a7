"""The base of a comparison in a workflow: the plan files of the last applied commit, where one is recorded."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, TypeAlias

from dataplan_sync.cli.action.checkout import files_at
from dataplan_sync.cli.base import LAST_APPLY, Base, applied_ref, base_of
from dataplan_sync.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from dataplan_sync.cli.action.stage import Stage

Basing: TypeAlias = "Callable[[Stage, int], AbstractContextManager[Base]]"
"""Gives the base in a workspace; what it leads to can be loaded until the block ends."""


@contextmanager
def recorded(stage: Stage, workspace_id: int) -> Iterator[Base]:
    """Ask GitHub which commit was applied last.

    A base that cannot be had stops nothing: the comparison is two-way then, and says why.
    """
    try:
        sha = stage.github.refs.get(applied_ref(workspace_id))
    except ApiError as exc:
        yield Base(f"GitHub could not be asked for the last applied commit: {exc}")
        return
    with at_commit(sha)(stage, workspace_id) as base:
        yield base


def at_commit(sha: str | None) -> Basing:
    """Take the commit that is known to be the last applied one; None where none is recorded."""

    @contextmanager
    def based(stage: Stage, workspace_id: int) -> Iterator[Base]:
        if sha is None:
            yield Base(f"no apply is recorded yet in {applied_ref(workspace_id)}")
            return
        with files_at(stage, sha, stage.plans) as source:
            yield base_of(source, stage.configuration, sha=sha, note=LAST_APPLY)

    return based


def nothing(_stage: Stage, _workspace_id: int) -> AbstractContextManager[Base]:
    """Compare two ways: what is declared is itself what was applied last."""
    return nullcontext(Base(""))
