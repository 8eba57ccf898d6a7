"""What `check-events` found, as text and as JSON. Data only: notes and errors go elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.events.semantics import Semantics
    from dataplan_sync.events.tally import Refusal, Tally
    from dataplan_sync.events.values import Path
    from dataplan_sync.model import DataPlanVersionKey

FORMAT_VERSION = 1
_MAPS = ("user_attributes", "user_identities")


def render_text(tally: Tally) -> str:
    """Render the refused events, each with what is wrong, and counts per data point."""
    lines = [line for refusal in tally.refusals for line in _refusal(refusal)]
    lines += ["" for _ in lines[:1]]
    lines += [
        f"{tally.accepted[key]:8} accepted {tally.refused[key]:8} refused   {key}"
        for key in tally.match_keys
    ]
    lines.append(f"{_checked(tally)}: {_became(tally)}")
    return "".join(f"{visible(line)}\n" for line in lines)


def render_json(
    tally: Tally,
    key: DataPlanVersionKey,
    semantics: Semantics,
    *,
    exit_code: int,
    errors: Sequence[str],
    notes: Sequence[str],
) -> str:
    """Render everything as one JSON document; keys are only ever added."""
    document = {
        "format_version": FORMAT_VERSION,
        "command": "check-events",
        "exit_code": exit_code,
        "errors": list(errors),
        "workspaces": [],
        "data_plan_id": key.data_plan_id,
        "version": key.version,
        "semantics": semantics.value,
        "notes": list(notes),
        "summary": {
            "batches": tally.batches,
            **{name: tally.parts[name] for name in ("events", *_MAPS)},
            "accepted": tally.accepted.total(),
            "refused": tally.refused.total(),
            "not_held": tally.not_held.total(),
        },
        "data_points": [
            {"match_key": name, "accepted": tally.accepted[name], "refused": tally.refused[name]}
            for name in tally.match_keys
        ],
        "results": [
            {
                "file": refusal.place.file,
                "line": refusal.place.line,
                "index": refusal.place.index,
                "event": _place(refusal.verdict.place),
                "match_key": refusal.verdict.match_key,
                "result": refusal.verdict.result,
            }
            for refusal in tally.refusals
        ],
    }
    # Escapes keep half a surrogate pair, which JSON may hold and UTF-8 may not.
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _checked(tally: Tally) -> str:
    """Say what was counted: `2 batches with 3 events and 1 user_attributes`."""
    batches = "1 batch" if tally.batches == 1 else f"{tally.batches} batches"
    events = tally.parts["events"]
    parts = ["1 event" if events == 1 else f"{events} events"]
    parts += [f"{tally.parts[name]} {name}" for name in _MAPS if tally.parts[name]]
    return f"{batches} with {' and '.join(parts)}"


def _became(tally: Tally) -> str:
    counts = [f"{tally.accepted.total()} accepted", f"{tally.refused.total()} refused"]
    if tally.not_held:
        kinds = ", ".join(sorted(tally.not_held))
        counts.append(f"{tally.not_held.total()} not held against data plans ({kinds})")
    return ", ".join(counts)


def _refusal(refusal: Refusal) -> Iterator[str]:
    verdict = refusal.verdict
    yield f"{refusal.place} {_place(verdict.place)} {verdict.match_key}"
    for error in verdict.result["data"]["validation_errors"] if verdict.result else ():
        keyword = f" [{error['schema_keyword']}]" if "schema_keyword" in error else ""
        yield f"    {error['error_pointer']} {error['validation_error_type']}: {_what(error)}{keyword}"


def _what(error: dict[str, Any]) -> str:
    match error["validation_error_type"]:
        case "unplanned" if "schema_keyword" not in error:
            return "no data point plans this event"
        case "unplanned":
            return f"{error.get('key', 'an item')} is not planned"
        case "missing_required":
            return f"{error.get('expected')} is missing"
        case _:
            found = f", found {error['actual']}" if "actual" in error else ""
            return f"{error.get('expected', 'this does not hold')}{found}"


def _place(place: Path) -> str:
    first, *rest = place
    return "".join((str(first), *(f"[{step}]" for step in rest)))
