"""Makes a workflow that act can run out of one of the examples.

act knows neither `queue` nor `deployment`, and enforces no permissions, so those parts of a job are left out; the
linters look at them. What is added: the addresses of the emulator of the Data Planning API.
"""

from __future__ import annotations

import json
from pathlib import Path

import yaml

EXAMPLES = Path(__file__).parents[2] / "examples" / "workflows"
ACTION = "dataplan-sync/dataplan-sync@0000000000000000000000000000000000000000"
NOT_FOR_ACT = ("concurrency", "environment", "permissions", "timeout-minutes")


def runnable(example: str, inputs: dict[str, str]) -> str:
    """Give an example as act can run it.

    Args:
        example: the name of the file.
        inputs: what is given to the action besides what the example gives it.

    Returns:
        A workflow, as JSON, which is YAML too.
    """
    # The base loader leaves `on` and `"7505"` as they are written.
    workflow = yaml.load((EXAMPLES / example).read_text(), Loader=yaml.BaseLoader)
    for job in workflow["jobs"].values():
        for key in NOT_FOR_ACT:
            job.pop(key, None)
        [step] = [one for one in job["steps"] if one["uses"] == ACTION]
        step["id"] = "sync"
        step["with"] |= inputs
    return json.dumps(workflow)
