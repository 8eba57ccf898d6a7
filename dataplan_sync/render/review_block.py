"""What was reviewed, hidden in the comment: fingerprints only, for the apply that follows the merge.

The block is one line, an HTML comment that GitHub does not show. Nothing in it can end that comment early,
whatever a data plan is called. Reading it back gives the shape of the JSON report, so that `review.from_report`
takes either. It says nothing of who wrote the comment: whoever reads a block has to have checked its author.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import STATE_DIGITS
from dataplan_sync.model import DataPlanVersionKey
from dataplan_sync.render import json_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.changes import Change
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.report import WorkspaceReport

FORMAT: Final = 1
"""Raised whenever the meaning of a block changes; a block of another format is no review."""

_START: Final = "<!-- dataplan-sync:review "
_LINE: Final = re.compile(rf"(?m)^{re.escape(_START)}(\{{.*\}}) -->\r?$")
_ANY: Final = re.compile(rf"(?m)^{re.escape(_START)}.*\n?")
_ESCAPED: Final = re.compile(r"[<>&@#`]|-(?=-)|--")
"""What could end the comment, or what GitHub could take for a mention or a reference."""
_FINGERPRINT_BYTES: Final = 32
_STATE_BYTES: Final = STATE_DIGITS // 2


@dataclass(frozen=True, slots=True)
class ReviewBlock:
    """What a comment says that was reviewed."""

    head: str
    """The head commit of the pull request that was looked at."""
    verdict: str
    """The verdict in words, as the title gave it: `2 to create, 1 may lose data`."""
    report: JSONObject | None
    """In the shape of the JSON report, as `review.from_report` takes it; None if it was too long for a comment,
    so that only the report artifact has it."""


def block(workspaces: Sequence[WorkspaceReport], *, head: str, verdict: str) -> str:
    """Write a block.

    Args:
        workspaces: what was compared; workspaces without a comparison are left out.
        head: the head commit of the pull request.
        verdict: the verdict in words.
    """
    compared = [_workspace(workspace) for workspace in workspaces if workspace.change_set]
    return _line({"v": FORMAT, "head": head, "verdict": verdict, "workspaces": [*compared]})


def elsewhere(*, head: str, verdict: str) -> str:
    """Write a block that says that only the report artifact has what was reviewed."""
    return _line({"v": FORMAT, "head": head, "verdict": verdict, "workspaces": None})


def find(body: str) -> str:
    """Give the block of a comment as it stands, to be carried over; empty if there is not exactly one."""
    found = list(_LINE.finditer(body))
    return found[0][0].rstrip("\r") if len(found) == 1 else ""


def without(body: str) -> str:
    """Give a comment without its block."""
    return _ANY.sub("", body)


def parse(body: str) -> ReviewBlock | None:
    """Read the block of a comment.

    Args:
        body: the whole comment. Its author must have been checked.

    Returns:
        None if there is no block, more than one, or one that is spoiled or of another format.
    """
    found = _LINE.match(find(body))
    try:
        document: JSONValue = json.loads(found[1]) if found else None
        match document:
            case {"v": 1, "head": str(head), "verdict": str(verdict), "workspaces": None}:
                return ReviewBlock(head, verdict, None)
            case {"v": 1, "head": str(head), "verdict": str(verdict), "workspaces": list(parts)}:
                return ReviewBlock(head, verdict, _report([_read(part) for part in parts]))
            case _:
                return None
    except (ValueError, RecursionError):
        return None


def _report(workspaces: list[JSONValue]) -> JSONObject:
    return {
        "format_version": json_report.FORMAT_VERSION,
        "command": "diff",
        "errors": [],
        "workspaces": workspaces,
    }


def _line(document: JSONObject) -> str:
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=True)
    inert = _ESCAPED.sub(lambda found: "".join(f"\\u{ord(char):04x}" for char in found[0]), text)
    return f"{_START}{inert} -->"


def _workspace(workspace: WorkspaceReport) -> JSONValue:
    change_set = workspace.change_set
    changes = change_set.changes if change_set else ()
    fingerprint = _packed(change_set.fingerprint) if change_set else ""
    desired = [_packed(change.desired_digest) for change in changes]
    return [workspace.workspace_id, fingerprint, [*map(_change, changes)], [*desired]]


def _change(change: Change) -> JSONValue:
    number = change.key.version if isinstance(change.key, DataPlanVersionKey) else None
    digests = map(_packed, (change.fingerprint, *change.continuations))
    return [change.data_plan_id, number, *digests]


def _read(part: JSONValue) -> JSONValue:
    match part:
        case [int(number), str(fingerprint), list(changes)]:
            # Blocks of before the digests of what was desired.
            read = [*map(_read_change, changes)]
        case [int(number), str(fingerprint), list(changes), list(desired)]:
            read = [
                {**_read_change(change), "desired_digest": _unpacked(str(digest), _STATE_BYTES)}
                for change, digest in zip(changes, desired, strict=True)
            ]
        case _:
            raise ValueError(part)
    return {"id": number, "fingerprint": _unpacked(fingerprint), "changes": [*read]}


def _read_change(change: JSONValue) -> JSONObject:
    match change:
        case [str(data_plan_id), (int() | None) as number, str(fingerprint), *continuations]:
            return {
                "data_plan_id": data_plan_id,
                "version": number,
                "fingerprint": _unpacked(fingerprint),
                "continuations": [_unpacked(str(digest)) for digest in continuations],
            }
        case _:
            raise ValueError(change)


def _packed(digest: str) -> str:
    """Write a SHA-256 in 43 characters rather than in 64 hex digits, and a state's digest in 22."""
    return base64.b64encode(bytes.fromhex(digest)).decode().rstrip("=")


def _unpacked(text: str, size: int = _FINGERPRINT_BYTES) -> str:
    raw = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    if len(raw) != size:
        raise ValueError(text)
    return raw.hex()
