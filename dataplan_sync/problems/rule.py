"""A rule on plan files: what must hold, how bad it is if not, and an example of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Severity
    from dataplan_sync.wire import Path

Example: TypeAlias = Mapping[str, str | bytes]
"""Plan files by their path below the plans directory."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on plan files. Its id is a promise: users write it into their configuration."""

    id: str
    """In kebab case, such as `duplicate-key`."""
    severity: Severity
    """How bad it is to break the rule, unless `dataplan-sync.yaml` says otherwise."""
    sentence: str
    """What is wrong, in one sentence."""
    advice: str
    """What to do about it, in one or two."""
    failing: Example
    """Files with just this problem."""
    passing: Example
    """The same files, mended: without any problem."""
    unshown: str = ""
    """Why no content of files can show the problem, where that is so; both examples are then empty."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken, and where within the value that was looked at. The caller knows the file and line."""

    rule: Rule
    message: str
    """One or two sentences that name the value at fault: what is wrong, what to do."""
    path: Path = ()
    """Keys and indexes in the API's own JSON, from the value that was looked at."""
