"""`docs/architecture.md` names every part of the package; `docs/modules.md` gives each module a line.

The second is made from docstrings: `UPDATE_GOLDEN=1` rewrites it.
"""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dataplan_sync"
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
MODULES = ROOT / "docs" / "modules.md"
INTRODUCTION = """\
# Modules

What each module owns, as its docstring says. [architecture.md](architecture.md) says how they fit together.
"""
HEADING = re.compile(r"^## (?P<name>.+)$", re.MULTILINE)


def first_sentence(file):
    docstring = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    paragraph = " ".join(docstring.partition("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s+(?=[A-Z`])", paragraph)[0].replace("|", "\\|")


def section(folder):
    name = folder.relative_to(ROOT).as_posix()
    files = sorted(file for file in folder.glob("*.py") if file.stem != "__init__")
    rows = "".join(f"| `{file.stem}` | {first_sentence(file)} |\n" for file in files)
    about = "" if folder == PACKAGE else f"{first_sentence(folder / '__init__.py')}\n\n"
    return f"## {name}\n\n{about}| module | |\n| --- | --- |\n{rows}"


def expected():
    folders = sorted({file.parent for file in PACKAGE.rglob("*.py")})
    return "\n".join([INTRODUCTION, *map(section, folders)])


def test_every_module_has_a_line():
    if os.environ.get("UPDATE_GOLDEN"):
        MODULES.write_text(expected(), "utf-8")
    assert MODULES.read_text("utf-8") == expected()


def test_every_module_says_what_it_owns():
    silent = [file for file in PACKAGE.rglob("*.py") if not first_sentence(file)]
    assert [file.name for file in silent] == []


def test_the_overview_names_every_part():
    parts = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    named = {name.rstrip("/") for name in re.findall(r"`([a-z_]+/?)`", ARCHITECTURE)}
    assert parts - named - {"__init__", "__main__"} == set()
