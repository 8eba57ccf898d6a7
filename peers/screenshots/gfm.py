"""GitHub Flavored Markdown as HTML, by micromark, a renderer that others wrote (needs node)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE: Final = Path(__file__).parent


def render(texts: Sequence[str]) -> list[str]:
    """Render texts, in one process for all of them."""
    done = subprocess.run(
        ["node", "gfm.mjs"],
        cwd=HERE,
        input=json.dumps(list(texts)),
        capture_output=True,
        text=True,
        check=True,
    )
    rendered: list[str] = json.loads(done.stdout)
    return rendered
