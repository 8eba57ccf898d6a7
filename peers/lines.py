"""How much shorter pulled plan files are than the API's JSON: `make lines DIR=...`.

Takes every version document that it finds: in JSON files of any of the API's forms, and in plan files.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dataplan_sync import codec, desired, pull
from dataplan_sync.files.source import WorkTree
from dataplan_sync.model import DataPlan, DataPlanVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONObject, JSONValue


def versions_in(value: JSONValue) -> Iterator[JSONObject]:
    """Give the versions within JSON of any form, a lone document as the version around it."""
    if isinstance(value, dict) and "data_points" in value:
        yield {"version": 1, "version_document": value}
    elif isinstance(value, dict) and isinstance(value.get("version_document"), dict):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from versions_in(item)


def stored(directory: Path) -> Iterator[tuple[str, JSONObject]]:
    """Give every version below a directory, as the API stores it, with its name."""
    for path in sorted(directory.rglob("*.json")):
        for version in versions_in(json.loads(path.read_text("utf-8"))):
            yield path.relative_to(directory).as_posix(), version
    state = desired.load(WorkTree(directory), check=False).state
    for data_plan_id in state.data_plan_ids:
        data_plan = state.load(data_plan_id)
        for found in data_plan.versions if data_plan else ():
            if not state.marks[found.key].file.endswith(".json"):
                yield str(found.key), codec.encode_version(found)


def pulled(version: DataPlanVersion) -> int:
    """Count the lines of a version's plan file, as `pull` writes it."""
    data_plan = DataPlan("lines", versions=(version,))
    return pull.plan_files(data_plan)[-1].text.count("\n")


def main(directory: Path) -> None:
    """Print a line for each version, and the median."""
    parts: list[float] = []
    for name, wire in stored(directory):
        before = json.dumps(wire, indent=2).count("\n") + 1
        version = codec.decode_version(wire, [], data_plan_id="lines", number=1)
        if version is None or not version.version_document:
            continue
        after = pulled(version)
        parts.append(after / before)
        print(f"{before:7} → {after:5} lines  {after / before:4.0%}  {name}")  # noqa: T201 - its output
    if not parts:
        sys.exit(f"there is no version document below {directory}")
    median = statistics.median(parts)
    print(f"median of {len(parts)} versions: {median:.0%} of the lines of the API's JSON")  # noqa: T201 - its output


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "plans"))
