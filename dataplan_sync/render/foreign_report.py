"""The report of a fork's run as a comment: data from a stranger, checked field by field and rendered anew.

Whoever opens a pull request decides what their run writes into its report. So nothing of it is taken as Markdown,
every text is escaped and cut, and all counts are made here. What is shown is a claim, and the comment says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from dataplan_sync.changes import ABSENT, ChangeKind
from dataplan_sync.problems.problem import Severity
from dataplan_sync.render import ladder
from dataplan_sync.render.clip import SENTENCE, clip, some
from dataplan_sync.render.comment_tail import link
from dataplan_sync.render.escape import code, html_code, prose
from dataplan_sync.render.fold import fold
from dataplan_sync.render.table import table
from dataplan_sync.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dataplan_sync.changes import Absent
    from dataplan_sync.model import JSONObject, JSONValue

FORMAT: Final = 1
SHOWN: Final = 50
"""Objects, problems and fields of an object that are shown."""
_VERSIONS: Final = 1_000_000_000
_MORE: Final = "+{} more, see the report of the run"
_BANNER: Final = (
    "> ⚠ **This comes from a fork.** A run without credentials made it, so live was not read: plan files were compared "
    "with those of the base branch. Whoever opened the pull request decides what such a run says, so look at the "
    "changed files themselves. This is no review: when the pull request is merged, its changes count as not reviewed."
)

Item = TypeVar("Item")


class _UnexpectedError(Exception):
    """The report is not as our own runs write it."""


@dataclass(frozen=True, slots=True)
class ForeignField:
    """One difference that the report tells."""

    path: tuple[str, ...]
    before: JSONValue | Absent
    after: JSONValue | Absent


@dataclass(frozen=True, slots=True)
class ForeignChange:
    """One change that the report tells."""

    kind: ChangeKind
    data_plan_id: str
    version: int | None
    fields: tuple[ForeignField, ...]


@dataclass(frozen=True, slots=True)
class ForeignProblem:
    """One problem that the report tells."""

    severity: Severity
    message: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class ForeignReport:
    """What of a fork's report is shown."""

    changes: tuple[ForeignChange, ...] = ()
    problems: tuple[ForeignProblem, ...] = ()
    errors: tuple[str, ...] = ()


def read(content: bytes) -> ForeignReport | None:
    """Read a report, taking nothing on trust.

    Args:
        content: the file; its size is for the caller to cap.

    Returns:
        The fields that are shown; None if anything in it is not as a run of ours writes it.
    """
    try:
        document = json.loads(content)
        if not isinstance(document, dict) or document.get("format_version") != FORMAT:
            return None
        if document.get("command") != "diff":
            return None
        workspaces = _list(document, "workspaces", _object)
        return ForeignReport(
            tuple(one for part in workspaces for one in _list(part, "changes", _change)),
            tuple(one for part in workspaces for one in _list(part, "problems", _problem)),
            _list(document, "errors", _text),
        )
    except (ValueError, RecursionError, _UnexpectedError):
        return None


def render(report: ForeignReport | None, *, head: str, run_url: str) -> str:
    """Render a comment.

    Args:
        report: what was read; None if the run left none that can be read.
        head: the head commit of the pull request.
        run_url: of the fork's run.

    Returns:
        Markdown within the size of a comment. It holds no review block.
    """
    blocks = [f"## Data plans: {_verdict(report)} · from a fork · live was not read", _BANNER]
    if report is None:
        blocks.append("The run left no report that can be read. Its log says more.")
    else:
        blocks.extend(_blocks(report))
    blocks.append(f"<sub>{code(head[:7])} · {link('run of the fork', run_url)}</sub>")
    return ladder.cut("\n\n".join(blocks) + "\n", limit=ladder.LIMIT)


def _verdict(report: ForeignReport | None) -> str:
    if report is None:
        return "no report"
    wrong = sum(problem.severity is Severity.ERROR for problem in report.problems)
    if wrong or report.errors:
        return f"{counted(wrong + len(report.errors), 'error')} in plan files"
    said = [
        f"{number} to {kind.value}"
        for kind in ChangeKind
        if (number := sum(change.kind is kind for change in report.changes))
    ]
    return ", ".join(said) or "no changes"


def _blocks(report: ForeignReport) -> Iterator[str]:
    if report.errors:
        yield _listing([prose(clip(error, SENTENCE)) for error in report.errors])
    if report.problems:
        rows = [
            (problem.severity.value, code(clip(f"{problem.file}:{problem.line}")), _said(problem))
            for problem in report.problems[:SHOWN]
        ]
        yield table(("", "where", "problem"), rows)
        yield from _rest(report.problems)
    if report.changes:
        changes = report.changes[:SHOWN]
        rows = [(one.kind.value, code(_name(one)), str(len(one.fields))) for one in changes]
        yield table(("", "what", "differences"), rows)
        yield from _rest(report.changes)
        yield from (_details(one) for one in changes if one.fields)


def _said(problem: ForeignProblem) -> str:
    return prose(clip(problem.message, SENTENCE))


def _rest(every: Sequence[object]) -> Iterator[str]:
    if len(every) > SHOWN:
        yield _MORE.format(len(every) - SHOWN)


def _details(change: ForeignChange) -> str:
    lines = [
        f"{code(clip(' / '.join(field.path)))}: {_value(field.before)} → {_value(field.after)}"
        for field in change.fields[:SHOWN]
    ]
    left = len(change.fields) - len(lines)
    told = _listing([*lines, _MORE.format(left)] if left else lines)
    return fold(f"{change.kind.value} {html_code(_name(change))}", told)


def _listing(entries: Sequence[str]) -> str:
    return "\n".join(f"- {entry}" for entry in some(entries, SHOWN + 1, more=_MORE))


def _name(change: ForeignChange) -> str:
    number = "" if change.version is None else f" v{change.version}"
    return f"{clip(change.data_plan_id)}{number}"


def _value(value: JSONValue | Absent) -> str:
    if value is ABSENT:
        return "absent"
    return code(clip(json.dumps(value, ensure_ascii=False)))


def _object(value: JSONValue) -> JSONObject:
    if isinstance(value, dict):
        return value
    raise _UnexpectedError


def _text(value: JSONValue) -> str:
    if isinstance(value, str):
        return value
    raise _UnexpectedError


def _number(value: JSONValue) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _VERSIONS:
        return value
    raise _UnexpectedError


def _list(found: JSONObject, key: str, decode: Callable[[JSONValue], Item]) -> tuple[Item, ...]:
    value = found.get(key)
    if isinstance(value, list):
        return tuple(map(decode, value))
    raise _UnexpectedError


def _change(value: JSONValue) -> ForeignChange:
    found = _object(value)
    version = found.get("version")
    return ForeignChange(
        ChangeKind(_text(found.get("kind"))),
        _text(found.get("data_plan_id")),
        None if version is None else _number(version),
        _list(found, "fields", _field),
    )


def _field(value: JSONValue) -> ForeignField:
    found = _object(value)
    sides = (found.get(side, ABSENT) for side in ("before", "after"))
    return ForeignField(_list(found, "path", _text), *sides)


def _problem(value: JSONValue) -> ForeignProblem:
    found = _object(value)
    return ForeignProblem(
        Severity(_text(found.get("severity"))),
        _text(found.get("message")),
        _text(found.get("file")),
        _number(found.get("line")),
    )
