"""The hidden first line of what we write on GitHub: it says whose text this is and which run wrote it.

    <!-- dataplan-sync:v1 {"key":"7505","run_id":9,"run_number":812,"run_attempt":1,…} -->

Everybody with write access can edit a comment, so reading never fails: what is no marker counts as none. Nothing in the
JSON can end the HTML comment or mention a person.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.answers import JSON

_LINE: Final = re.compile(r"<!-- dataplan-sync:v1 (\{.*\}) -->")
_ACTIVE: Final = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("@", "\\u0040"),
    ("--", "-\\u002d"),
)
_NUMBERS: Final = ("run_id", "run_number", "run_attempt")
_TEXTS: Final = ("key", "head", "fingerprint", "state")
_KNOWN: Final = frozenset((*_NUMBERS, *_TEXTS))


@dataclass(frozen=True, slots=True)
class Marker:
    """What the first line says."""

    key: str
    """Which of our texts this is: the workspace id, or the path of the configuration file."""
    run_id: int
    run_number: int
    run_attempt: int
    head: str = ""
    """The pull request's head commit that the text is about."""
    fingerprint: str = ""
    """Of the change set that the text shows."""
    state: str = ""
    """What the text reports: a diff, an apply, a failure. The words are the caller's."""
    more: Mapping[str, JSON] = field(default_factory=dict)
    """Anything else that is to be found again, beside these keys in the JSON."""

    @property
    def age(self) -> tuple[int, int]:
        """What orders runs: the greater one is newer.

        The id of a run grows over all workflows of a repository and stays the same when it is run again; its number counts
        the runs of one workflow only, so it cannot order an apply after the diff of another workflow.
        """
        return self.run_id, self.run_attempt

    def line(self) -> str:
        """Write the first line, without a line break."""
        fields = {
            "key": self.key,
            "run_id": self.run_id,
            "run_number": self.run_number,
            "run_attempt": self.run_attempt,
            "head": self.head,
            "fingerprint": self.fingerprint,
            "state": self.state,
        }
        more = {key: value for key, value in self.more.items() if key not in _KNOWN}
        text = json.dumps({**fields, **more}, allow_nan=False, separators=(",", ":"))
        # Outside of strings JSON has none of these, and its numbers no two hyphens in a row.
        for active, inert in _ACTIVE:
            text = text.replace(active, inert)
        return f"<!-- dataplan-sync:v1 {text} -->"

    @classmethod
    def read(cls, text: str) -> Marker | None:
        """Read the first line of a text; None if it is no marker of ours, whatever else it is."""
        found = _LINE.fullmatch(text.partition("\n")[0].removesuffix("\r"))
        try:
            value = json.loads(found[1], parse_constant=_refuse) if found else None
        except (ValueError, RecursionError):
            return None
        return _marker(value) if isinstance(value, dict) else None


def _marker(value: dict[str, JSON]) -> Marker | None:
    numbers = [value.get(name) for name in _NUMBERS]
    texts = [value.get(name, "") for name in _TEXTS]
    run = [number for number in numbers if isinstance(number, int) and _is_count(number)]
    said = [text for text in texts if isinstance(text, str)]
    if len(run) < len(_NUMBERS) or len(said) < len(_TEXTS) or not value.get("key"):
        return None
    key, head, fingerprint, state = said
    more = {name: left for name, left in value.items() if name not in _KNOWN}
    return Marker(key, run[0], run[1], run[2], head, fingerprint, state, more)


def _is_count(number: int) -> bool:
    return not isinstance(number, bool) and number >= 0


def _refuse(constant: str) -> None:
    message = f"{constant} is no JSON"
    raise ValueError(message)
