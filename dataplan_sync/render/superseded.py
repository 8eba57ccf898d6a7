"""The last good comment, folded into one that tells of a failure, so that a reviewer does not lose it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.render import ladder, review_block
from dataplan_sync.render.escape import html_code
from dataplan_sync.render.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.render.ladder import Rung

_START: Final = "<!-- dataplan-sync:superseded -->"
_END: Final = "<!-- /dataplan-sync:superseded -->"
_INSIDE: Final = re.compile(rf"(?s){re.escape(_START)}\n(.*?)\n{re.escape(_END)}")
_HIDDEN: Final = re.compile(r"(?m)^<!-- /?dataplan-sync:.* -->\r?\n?")
_FOOTER: Final = re.compile(r"(?m)^<sub>.*</sub>\r?\n?")
"""What merging did then is not what it does now."""
_TITLE: Final = re.compile(r"\A## (.*)")
_LONGEST: Final = 20_000
"""UTF-16 units of the old comment that a new one has room for."""


def blocks(previous: str, rung: Rung) -> Iterator[str]:
    """Fold the last good comment.

    Args:
        previous: the comment that is replaced. If that tells of a failure itself, what it folds is folded again.
        rung: without folded sections there is none of this either.
    """
    if rung.lines == 0 or not previous.strip():
        return
    folded = _INSIDE.search(previous)
    if folded:
        yield folded[0]
        return
    seen = review_block.parse(previous)
    if seen is None:
        return
    visible = _FOOTER.sub("", _HIDDEN.sub("", previous)).strip()
    room = ladder.cut(_TITLE.sub(r"**\1**", visible), limit=_LONGEST)
    title = f"Superseded: what was found before, at {html_code(seen.head[:7])}"
    yield f"{_START}\n{fold(title, room)}\n\n{_END}"
