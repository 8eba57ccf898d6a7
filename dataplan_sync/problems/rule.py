"""A rule on plan files: what must hold, how bad it is if not, and an example of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

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
class Spread:
    """All places that one finding speaks of, such as each use of an attribute.

    A comment that ignores the rule takes away the place that it stands at and no other, so what is said must be
    said again of those that are left.
    """

    paths: tuple[Path, ...]
    """At least one; the finding stands at the first."""
    tell: Callable[[Sequence[int]], str]
    """Gives the message for the places with some indexes, ascending and at least one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken, and where within the value that was looked at. The caller knows the file and line."""

    rule: Rule
    message: str
    """One or two sentences that name the value at fault: what is wrong, what to do."""
    path: Path = ()
    """Keys and indexes in the API's own JSON, from the value that was looked at."""
    spread: Spread | None = field(default=None, compare=False, repr=False)
    """None where the finding is about its one place."""

    @classmethod
    def at_places(
        cls, rule: Rule, paths: Sequence[Path], tell: Callable[[Sequence[int]], str]
    ) -> Finding:
        """Make a finding that speaks of several places, and stands at the first.

        Args:
            rule: what is broken.
            paths: the places, at least one.
            tell: as in `Spread`.
        """
        spread = Spread(tuple(paths), tell)
        return cls(rule, tell(range(len(paths))), paths[0], spread)


def moved(finding: Finding, base: Path) -> Finding:
    """Give a finding within a value as one within what holds the value at `base`."""
    spread = finding.spread
    if spread is not None:
        spread = replace(spread, paths=tuple((*base, *path) for path in spread.paths))
    return replace(finding, path=(*base, *finding.path), spread=spread)
