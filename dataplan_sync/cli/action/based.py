"""The base of a comparison in a workflow: the plan files of the last applied commit, where one is recorded."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dataplan_sync.cli.action.checkout import files_at
from dataplan_sync.cli.base import LAST_APPLY, Base, applied_ref, base_of
from dataplan_sync.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.cli.action.stage import Stage


@contextmanager
def based(stage: Stage, workspace_id: int) -> Iterator[Base]:
    """Give the base of what is compared with live; what it leads to can be loaded until the block ends.

    A base that cannot be had stops nothing: the comparison is two-way then, and says why.
    """
    try:
        sha = stage.github.refs.get(applied_ref(workspace_id))
    except ApiError as exc:
        yield Base(f"GitHub could not be asked for the last applied commit: {exc}")
        return
    if sha is None:
        yield Base(f"no apply is recorded yet in {applied_ref(workspace_id)}")
        return
    with files_at(stage, sha, stage.plans) as source:
        yield base_of(source, stage.configuration, sha=sha, note=LAST_APPLY)
