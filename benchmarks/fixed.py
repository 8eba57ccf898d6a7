"""The second reference: the naive script with its obvious mends.

One session for all requests, libyaml's loader, data points matched by their key, and DeepDiff only on those that are not equal.
Run as `python -m benchmarks.fixed PLANS API_URL`; it prints how many versions differ.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import httpx
import yaml
from deepdiff import DeepDiff

from benchmarks.server import PREFIX


def main(plans: Path, api_url: str) -> None:
    """Compare every version in git with the live one."""
    changed = 0
    with httpx.Client(base_url=api_url) as client:
        token = client.post("/token").json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        for entry in client.get(PREFIX).json():
            data_plan_id = entry["data_plan_id"]
            live = client.get(f"{PREFIX}/{data_plan_id}").json()
            for version in live["data_plan_versions"]:
                file = plans / data_plan_id / "versions" / f"{version['version']}.yaml"
                with file.open("rb") as stream:
                    desired = yaml.load(stream, Loader=yaml.CSafeLoader)
                changed += _differ(version["version_document"], desired["version_document"])
    sys.stdout.write(f"{changed} versions differ\n")


def _differ(live: dict[str, Any], desired: dict[str, Any]) -> bool:
    before, after = _by_key(live), _by_key(desired)
    same_keys = before.keys() == after.keys()
    return not same_keys or any(
        before[key] != after[key] and DeepDiff(before[key], after[key]) for key in before
    )


def _by_key(document: dict[str, Any]) -> dict[str, Any]:
    return {json.dumps(point["match"], sort_keys=True): point for point in document["data_points"]}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
