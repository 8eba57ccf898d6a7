"""Fixture events: examples in `<data plan>/tests/` that must be accepted, or refused in a known way.

They say in a pull request what a data plan is meant to do, and fail when an edit changes that. Events are
validated as the server does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from dataplan_sync import codec
from dataplan_sync.events import DocumentValidator
from dataplan_sync.files.fixture_case import Expected, FixtureCase, read_cases
from dataplan_sync.files.ignores import CommentedFiles, Ignored
from dataplan_sync.files.inspection import as_configured
from dataplan_sync.files.reading import read_document
from dataplan_sync.problems.fixture_rules import BAD_FIXTURE, FIXTURE_FAILED, NOT_RUN
from dataplan_sync.problems.rule_settings import RuleSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dataplan_sync.files.document import Document
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import DataPlanVersion
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Path

Versions: TypeAlias = Callable[[str], "Sequence[DataPlanVersion] | None"]
"""Gives the declared versions of a data plan by its id, ascending; none for one that is not declared.

None itself stands for files that do not say for certain what they declare.
"""

_AS_RULES_SAY: Final = RuleSettings()
_EXTENSIONS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class FixtureFile:
    """A file of fixture events, as its path tells."""

    path: str
    data_plan_id: str | None
    """None in a `tests/` folder at the top, which belongs to no data plan."""


def fixture_files(paths: Iterable[str]) -> tuple[FixtureFile, ...]:
    """Find the files of fixture events among the paths of a plans folder, in path order.

    They are all YAML and JSON files below a folder named `tests`, less names that start with `.` or `_`. The
    folder above it is named by the id of the data plan.
    """
    return tuple(
        FixtureFile(path, _folder_above_tests(path)) for path in sorted(paths) if _is_fixture(path)
    )


@dataclass(frozen=True, slots=True)
class FixtureRun:
    """What came of all fixture events of a plans folder."""

    problems: tuple[Problem, ...]
    count: int
    """Fixture events that were run."""


def run_fixtures(
    source: Source, versions: Versions, settings: RuleSettings = _AS_RULES_SAY
) -> FixtureRun:
    """Run all fixture events of a plans folder.

    Args:
        source: where the files come from.
        versions: loads the declared versions of a data plan; asked once for each data plan that has fixtures.
        settings: how the repository wants rules to be taken.

    Returns:
        A problem for each fixture event that cannot be run (`bad-fixture`) or does not do what it must
        (`fixture-failed`), and those of reading its file; less what comments ignore and what is turned off.
        One (`fixtures-not-run`) for each data plan that cannot be read.
    """
    # In path order the files of a data plan stand together, so that one data plan is in memory at a time.
    declared: _Declared | None = None
    told: list[Problem] = []
    count = 0
    for file in fixture_files(source.paths()):
        if declared is None or declared.data_plan_id != file.data_plan_id:
            declared = _Declared(file.data_plan_id, versions)
        commented = CommentedFiles(source)
        problems: list[Problem] = []
        document = read_document(commented, file.path, problems)
        if document is not None:
            problems.extend(declared.not_run(document))
            run = _run(document, declared)
            count += run.count
            problems.extend(run.problems)
        ignored = Ignored(commented.ignores())
        left = ignored.left(problems)
        complete = document is not None and declared.numbers != []
        told.extend(as_configured((*left, *ignored.own_problems(complete=complete)), settings))
    return FixtureRun(tuple(told), count)


class _Declared:
    """The declared versions of a data plan, each made ready when it is first needed."""

    def __init__(self, data_plan_id: str | None, versions: Versions) -> None:
        self.data_plan_id = data_plan_id
        found = versions(data_plan_id) if data_plan_id is not None else ()
        self._unreadable = found is None
        self._told = False
        self._versions = {version.version: version for version in found or ()}
        self._ready: dict[int, DocumentValidator] = {}

    @property
    def numbers(self) -> list[int]:
        """The numbers of all versions, ascending."""
        return sorted(self._versions)

    def flaw(self) -> str | None:
        """Say why no fixture event of the data plan can be run; None where they can, or where that cannot be told."""
        if self.data_plan_id is None:
            return "no data plan has these fixtures; move them to <data_plan_id>/tests/"
        if self._versions or self._unreadable:
            return None
        return (
            f'no version of a data plan "{self.data_plan_id}" is declared; the folder above tests/ '
            "is named by the id"
        )

    def not_run(self, document: Document) -> Iterator[Problem]:
        """Say once, at the first file of them, that the fixture events are not run."""
        if self._unreadable and not self._told:
            self._told = True
            message = (
                f"the fixtures of {self.data_plan_id} were not run, because it cannot be told for certain "
                "what its files declare; mend what is wrong in them first"
            )
            yield document.problem(NOT_RUN, message)

    def validator(self, number: int) -> DocumentValidator:
        """Give what validates events against a version."""
        if number not in self._ready:
            document = self._versions[number].version_document
            wire = codec.encode_document(document) if document else {"data_points": []}
            self._ready[number] = DocumentValidator(wire)
        return self._ready[number]


def _run(document: Document, declared: _Declared) -> FixtureRun:
    flaw = declared.flaw()
    if flaw:
        return FixtureRun((document.problem(BAD_FIXTURE, flaw),), 0)
    problems: list[Problem] = []
    count = 0
    for case in read_cases(document.value) if declared.numbers else ():
        if isinstance(case, FixtureCase):
            number = declared.numbers[-1] if case.version is None else case.version
            count += number in declared.numbers
            problems.extend(_flaws(document, case, declared, number))
        else:
            problems.append(document.problem(BAD_FIXTURE, case.message, case.path))
    return FixtureRun(tuple(problems), count)


def _flaws(
    document: Document, case: FixtureCase, declared: _Declared, number: int
) -> Iterator[Problem]:
    if number not in declared.numbers:
        known = ", ".join(map(str, declared.numbers))
        message = f"{declared.data_plan_id} declares no version {number}, only {known}"
        yield document.problem(BAD_FIXTURE, message, (*case.path, "version"))
        return
    failed = _failed(case, declared.validator(number))
    if failed is not None:
        path, reason = failed
        message = f"{case.name} ({declared.data_plan_id} v{number}): {reason}"
        yield document.problem(FIXTURE_FAILED, message, path)


def _failed(case: FixtureCase, validator: DocumentValidator) -> tuple[Path, str] | None:
    """Tell why a fixture event does not do what it must, and at which key; None if it does."""
    found = [
        error
        for result in validator.validate(case.batch)
        for error in result["data"]["validation_errors"]
    ]
    if not case.must_fail_with:
        told = "; ".join(map(_told, found))
        return ((*case.path, "must"), f"must pass, and is refused: {told}") if found else None
    for index, expected in enumerate(case.must_fail_with):
        met = next((error for error in found if _meets(error, expected)), None)
        if met is None:
            others = "; ".join(map(_told, found)) or "nothing is found"
            reason = f"must fail with {expected}; {others}"
            return (*case.path, "must_fail_with", index), reason
        found.remove(met)
    if found:
        told = "; ".join(map(_told, found))
        return (*case.path, "must_fail_with"), f"is refused for more than it must: {told}"
    return None


def _meets(error: dict[str, Any], expected: Expected) -> bool:
    return (
        error["validation_error_type"] == expected.type
        and error["key"] == expected.key
        and expected.pointer in (None, error["error_pointer"])
    )


def _told(error: dict[str, Any]) -> str:
    keyword = f" ({error['schema_keyword']})" if "schema_keyword" in error else ""
    return f"{error['validation_error_type']} {error['key']} at {error['error_pointer']}{keyword}"


def _is_fixture(path: str) -> bool:
    *folders, name = path.split("/")
    hidden = any(part.startswith((".", "_")) for part in (*folders, name))
    return "tests" in folders and not hidden and name.lower().endswith(_EXTENSIONS)


def _folder_above_tests(path: str) -> str | None:
    folders = path.split("/")[:-1]
    at = folders.index("tests")
    return folders[at - 1] if at else None
