"""Reads a unit of plan files and says all that is wrong in it, as the repository wants rules to be taken.

Rules are checked on what one unit declares, while its parsed files are still there to give places. A data plan
that is spread over units is so never in memory as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync.files.ignores import CommentedFiles, Ignored
from dataplan_sync.files.layout import read_unit
from dataplan_sync.files.text import printable
from dataplan_sync.problems import catalogue
from dataplan_sync.problems.checks.catalogue import check_data_plan
from dataplan_sync.problems.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dataplan_sync.files.declaration import Declaration
    from dataplan_sync.files.definitions import Definitions
    from dataplan_sync.files.place import Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.files.spot import Locator, Spot
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.problems.rule_settings import RuleSettings


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the files of a unit declare, and what is wrong in them."""

    declaration: Declaration | None
    """Without its locator: nothing of the parsed files is kept."""
    problems: tuple[Problem, ...]
    general: tuple[Problem, ...] = ()
    """Those that speak of the data plan and of none of its versions. Each unit of a data plan finds them anew."""
    refers: bool = False
    """Whether anything in the files refers to a shared definition."""
    used: frozenset[str] = frozenset()
    """Files that references have named so far, in these files or before."""


def inspect(
    source: Source, unit: Unit, settings: RuleSettings, definitions: Definitions, *, check: bool
) -> Inspected:
    """Read the files of one unit, and check what they declare.

    Args:
        source: where the files come from.
        unit: the files, as `place.units` groups them.
        settings: how the repository wants rules to be taken.
        definitions: gives what references lead to.
        check: whether to look at more than what reading finds.

    Returns:
        What the files declare and what is wrong, less what comments ignore and what is turned off.
    """
    files = CommentedFiles(source)
    followed = definitions.followed
    problems: list[Problem] = []
    general: list[Problem] = []
    declaration = read_unit(files, unit, problems, definitions=definitions)
    ignored = Ignored(files.ignores(), definitions.ignores())
    locate = declaration.locate if declaration and check else None
    if declaration and locate:
        for finding in check_data_plan(declaration.whole, settings):
            left = _left(finding, locate, ignored)
            if left is None:
                continue
            top = left.path[:1]
            if top == ("data_plan_versions",):
                problems.append(_placed(left, locate(left.path), declaration))
            elif declaration.data_plan or top == ("data_plan_id",):
                general.append(locate(left.path).problem(left))
    problems, general = ignored.left(problems), ignored.left(general)
    if check:
        problems.extend(ignored.own_problems(complete=locate is not None))
    return Inspected(
        replace(declaration, locate=None) if declaration else None,
        tuple(as_configured(problems, settings)),
        tuple(as_configured(general, settings)),
        refers=definitions.followed > followed,
        used=frozenset(definitions.used),
    )


def _placed(finding: Finding, spot: Spot, declaration: Declaration) -> Problem:
    """Make a problem of a finding in a version; one in a shared definition knows what it is found in."""
    problem = spot.problem(finding)
    match finding.path:
        case (_, int(number), "version_document", "data_points", int(index), *_):
            version = next(each for each in declaration.versions if each.version == number)
        case _:
            return problem
    document = version.version_document
    if document is None or finding.spread or not spot.document.is_elsewhere(spot.path):
        return problem
    name = document.data_points[index].match.identity[-1]
    return replace(problem, reaches=(printable(str(version.key)), printable(name)))


def _left(finding: Finding, locate: Locator, ignored: Ignored) -> Finding | None:
    """Give what is left of a finding that speaks of several places once ignored ones are taken away."""
    spread = finding.spread
    if spread is None or not ignored.mentions(finding.rule.id):
        return finding
    marks = [locate(path).mark for path in spread.paths]
    kept = [at for at, mark in enumerate(marks) if not ignored.covers(finding.rule.id, mark)]
    if not kept:
        return None
    return Finding(finding.rule, spread.tell(kept), spread.paths[kept[0]])


def as_configured(problems: Iterable[Problem], settings: RuleSettings) -> Iterator[Problem]:
    """Give problems the severities that the repository wants, and leave out what it has turned off.

    Rules that reading needs keep their severity, whatever the settings say.
    """
    for found in problems:
        if found.rule not in catalogue.CONFIGURABLE:
            yield found
            continue
        severity = settings.severities.get(found.rule, found.severity)
        if severity is not None:
            yield replace(found, severity=severity)
