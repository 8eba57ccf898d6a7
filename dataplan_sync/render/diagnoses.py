"""What `doctor` found, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dataplan_sync.diagnosis.diagnosis import State, exit_code
from dataplan_sync.render.escape import visible
from dataplan_sync.render.style import Ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dataplan_sync.diagnosis.diagnosis import Diagnosis
    from dataplan_sync.render.style import Style

_SIGNS: Final[Mapping[State, tuple[str, Ink]]] = {
    State.SOUND: ("✔", Ink.GREEN),
    State.ADVICE: ("!", Ink.YELLOW),
    State.FAULTY: ("✘", Ink.RED),
    State.UNKNOWN: ("?", Ink.DIM),
}
_FORMAT_VERSION: Final = 1


def render_text(diagnoses: Sequence[Diagnosis], style: Style) -> str:
    """Render a line for each thing, its remedy below it, and the sum."""
    width = max((len(diagnosis.subject) for diagnosis in diagnoses), default=0)
    lines = [line for diagnosis in diagnoses for line in _lines(diagnosis, width, style)]
    return "".join(f"{line}\n" for line in (*lines, "", _sum(diagnoses)))


def _lines(diagnosis: Diagnosis, width: int, style: Style) -> Iterator[str]:
    sign, ink = _SIGNS[diagnosis.state]
    first, *rest = map(visible, diagnosis.told.splitlines() or [""])
    indent = " " * (width + 4)
    yield f"{style.draw(sign, ink)} {visible(diagnosis.subject):<{width}}  {first}"
    yield from (f"{indent}{line}" for line in rest)
    if diagnosis.remedy:
        yield f"{indent}{style.draw(f'→ {visible(diagnosis.remedy)}', Ink.BOLD)}"


def _sum(diagnoses: Sequence[Diagnosis]) -> str:
    counts = {state: sum(one.state is state for one in diagnoses) for state in State}
    parts = [
        f"{counts[State.FAULTY]} to mend",
        f"{counts[State.ADVICE]} to better",
        f"{counts[State.UNKNOWN]} not looked at",
        f"{counts[State.SOUND]} in order",
    ]
    return " · ".join(parts)


def render_json(diagnoses: Sequence[Diagnosis]) -> str:
    """Render everything as one JSON document; keys are only ever added."""
    document = {
        "format_version": _FORMAT_VERSION,
        "command": "doctor",
        "exit_code": exit_code(diagnoses),
        "errors": [],
        "workspaces": [],
        "diagnoses": [
            {
                "subject": diagnosis.subject,
                "state": diagnosis.state.value,
                "message": diagnosis.told,
                "remedy": diagnosis.remedy,
            }
            for diagnosis in diagnoses
        ],
    }
    return json.dumps(document, indent=2) + "\n"
