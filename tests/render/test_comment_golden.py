"""Each comment, whole. `UPDATE_GOLDEN=1 pytest tests/render` rewrites the files: read the difference."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dataplan_sync.render import comment
from tests.render.comments import COMMENTS

GOLDEN = Path(__file__).parents[1] / "golden" / "comments"


@pytest.mark.parametrize("name", COMMENTS)
def test_comment_reads_as_its_golden_file(name):
    body = comment.render(*COMMENTS[name]()).body
    path = GOLDEN / f"{name}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(body.encode())
    assert body == path.read_bytes().decode()
