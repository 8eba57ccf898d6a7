"""Files below `shared/` that nothing refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.files.ignores import CommentedFiles, Ignored
from dataplan_sync.files.inspection import as_configured
from dataplan_sync.files.place import is_shared
from dataplan_sync.files.reading import read_document
from dataplan_sync.problems.shared_rules import UNUSED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dataplan_sync.files.source import Source
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.problems.rule_settings import RuleSettings

_MESSAGE = "nothing refers to this file, so an edit of it changes nothing; refer to it or remove it"


def unused_files(
    source: Source, used: Collection[str], settings: RuleSettings
) -> Iterator[Problem]:
    """Find files below `shared/` that nothing refers to, and what keeps these from being read.

    Args:
        source: where the files come from.
        used: the paths that references name.
        settings: how the repository wants rules to be taken.
    """
    for path in source.paths():
        if not is_shared(path) or path in used:
            continue
        files = CommentedFiles(source)
        problems: list[Problem] = []
        document = read_document(files, path, problems)
        if document is not None:
            problems.append(document.problem(UNUSED, _MESSAGE))
        ignored = Ignored(files.ignores())
        yield from as_configured(ignored.left(problems), settings)
