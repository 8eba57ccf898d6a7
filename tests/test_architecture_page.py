"""`docs/architecture.md` gives every module of the package a line in one of its tables."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
TABLE_ROW = re.compile(r"^\| (`[^|]+) \|", re.MULTILINE)
UNNAMED = {"__init__", "__main__"}
"""Nothing to say of them: the one is empty, the other starts the program."""


def modules():
    files = (ROOT / "dataplan_sync").rglob("*.py")
    return {path.stem for path in files if path.stem not in UNNAMED}


def named():
    cells = TABLE_ROW.findall(PAGE)
    names = {name for cell in cells for name in re.findall(r"`([\w/]+)`", cell)}
    return {name.rsplit("/", 1)[-1] for name in names}


def test_every_module_has_a_line():
    commands = {path.stem for path in (ROOT / "dataplan_sync" / "cli").glob("*.py")}
    assert modules() - named() - commands == set()


def test_no_line_speaks_of_a_module_that_is_gone():
    assert named() - modules() <= {"cli"}
