"""Ten processes that know nothing of each other and one account with a low limit: minutes long, so for `make soak`.

`tests/test_pacing_together.py` shows the same in no time, with a clock of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from tests.cli.conftest import SHOP

PROCESSES = 10
LIMIT = int(os.environ.get("SHARED_LIMIT", "0"))
"""Requests a minute; 0 leaves this out."""
DATA_PLANS = 12


@pytest.mark.skipif(not LIMIT, reason="takes minutes: SHARED_LIMIT=150 runs it")
@pytest.mark.timeout(3600)
def test_all_finish_and_few_requests_are_refused(emulator, tmp_path):
    emulator.reset(EmulatorOptions(account_limit=LIMIT))
    began = time.time()
    running = [start(emulator, tmp_path / str(number), number + 1) for number in range(PROCESSES)]
    ended = [process.communicate() for process in running]

    assert [process.returncode for process in running] == [0] * PROCESSES, ended
    later = [one for one in emulator.requests() if moment(one["time"]) > began + 60]
    refused = [one for one in later if one["status"] == 429]
    assert len(later) > LIMIT, "the limit was never near"
    assert len(refused) < 0.05 * len(later), (len(refused), len(later))


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def start(emulator, folder, workspace_id):
    (folder / "plans").mkdir(parents=True)
    for number in range(DATA_PLANS):
        text = SHOP.replace("data_plan_id: shop", f"data_plan_id: shop{number}")
        (folder / "plans" / f"shop{number}.yaml").write_text(text)
    return subprocess.Popen(
        [sys.executable, "-m", "dataplan_sync", "apply", "--yes", "--max-wait", "3000"],
        cwd=folder,
        env={**os.environ, **emulator.environment(workspace_id)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
