"""Each report, by each renderer, whole. `UPDATE_GOLDEN=1 pytest tests/render` rewrites the files: read the diff."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dataplan_sync.render import json_report, markdown, terminal
from dataplan_sync.render.style import PLAIN
from tests.render.reports import REPORTS

GOLDEN = Path(__file__).parents[1] / "golden"
RENDERERS = {
    "txt": lambda report: terminal.render(report, style=PLAIN, now=None),
    "md": markdown.render,
    "json": json_report.render,
}


@pytest.mark.parametrize("suffix", RENDERERS)
@pytest.mark.parametrize("name", REPORTS)
def test_report_reads_as_its_golden_file(name, suffix):
    rendered = RENDERERS[suffix](REPORTS[name]())
    path = GOLDEN / f"{name}.{suffix}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(rendered.encode())
    assert rendered == path.read_bytes().decode()
