"""The tables of references in `docs/plan-files.md` are what is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dataplan_sync.files.reference import parse
from dataplan_sync.files.writer import write_yaml
from tests.files.references import short, told, yaml

PAGE = (Path(__file__).parents[2] / "docs" / "plan-files.md").read_text("utf-8")
ROW = re.compile(r"^\| `(?P<left>[^`]+)` \| (?P<right>.+) \|$")


def table(name):
    head, _, rest = PAGE.partition(f"<!-- references {name} ")[2].partition("-->\n\n")
    rows = rest.partition("\n\n")[0].splitlines()[2:]
    found = [(row["left"], row["right"]) for line in rows if (row := ROW.fullmatch(line))]
    assert len(found) == len(rows)
    return head.strip(), found


HOME, PATHS = table("from")
DEFINITIONS, USES = table("to")


@pytest.mark.parametrize(("target", "meant"), PATHS)
def test_a_reference_leads_where_the_page_says(target, meant):
    *name, file = re.findall(r"`([^`]+)`", meant)
    reference = parse(target, HOME)
    assert (reference.path, "/".join(reference.keys)) == (file, "".join(name))


@pytest.mark.parametrize(("written", "meant"), USES)
def test_attributes_with_references_are_read_as_the_page_says(written, meant):
    files = {"shared/all.yaml": write_yaml(yaml(DEFINITIONS))}
    found, problems = short(f"{{{written.replace('#', 'shared/all.yaml#')}}}", files)
    expected, _ = short(f"{{{meant.strip('`')}}}", files)
    assert told(problems) == []
    assert found == expected
