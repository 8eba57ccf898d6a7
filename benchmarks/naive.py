"""The reference: what a straightforward script does, as recipes on the internet have it.

One request after the other, each over a connection of its own, PyYAML's safe loader, and DeepDiff without regard to
order on whole versions. Run as `python -m benchmarks.naive PLANS API_URL`; it prints how many versions differ.
"""

from __future__ import annotations

import sys
from pathlib import Path

import httpx
import yaml
from deepdiff import DeepDiff

from benchmarks.server import PREFIX


def main(plans: Path, api_url: str) -> None:
    """Compare every version in git with the live one."""
    token = httpx.post(f"{api_url}/token").json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    changed = 0
    listed = httpx.get(f"{api_url}{PREFIX}", headers=headers).json()
    for entry in listed:
        data_plan_id = entry["data_plan_id"]
        live = httpx.get(f"{api_url}{PREFIX}/{data_plan_id}", headers=headers).json()
        for version in live["data_plan_versions"]:
            file = plans / data_plan_id / "versions" / f"{version['version']}.yaml"
            desired = yaml.safe_load(file.read_text())
            changed += bool(
                DeepDiff(
                    version["version_document"], desired["version_document"], ignore_order=True
                )
            )
    sys.stdout.write(f"{changed} versions differ\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
