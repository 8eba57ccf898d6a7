"""The GitHub of the tests over HTTP, in a thread and as a process, with its back door."""

from __future__ import annotations

import base64
import socket
import subprocess
import sys
import time

import httpx
import pytest

from dataplan_sync.errors import AnswerLostError
from dataplan_sync.github.client import GitHubClient
from tests.github.connecting import TOKEN, transport
from tests.github.server.faults import Fault
from tests.github.server.running import running
from tests.github.server.world import REPOSITORY


@pytest.fixture
def url(hub):
    with running(hub, prefix="/api/v3") as at:
        yield at


@pytest.fixture
def far(url):
    with transport() as opened:
        yield GitHubClient(TOKEN, REPOSITORY, api_url=url, transport=opened)


@pytest.fixture
def door(url):
    with httpx.Client(base_url=url.removesuffix("/api/v3"), trust_env=False) as http:
        yield http


def test_our_client_works_over_http_as_on_a_server_of_ones_own(hub, far):
    for number in range(101):
        far.issues.create_comment(1, f"Comment {number}")

    assert len(far.issues.comments(1)) == 101
    assert far.refs.swap("refs/heads/a/b", expected=None, new=hub.world.refs["refs/heads/main"])
    assert far.refs.branch_head("a/b") == hub.world.refs["refs/heads/main"]


def test_an_answer_is_lost_in_the_middle(hub, far):
    hub.faults.append(Fault("POST", lost=True))

    with pytest.raises(AnswerLostError):
        far.issues.create_comment(1, "Hello")

    assert [one.body for one in far.issues.comments(1)] == ["Hello"]


def test_a_slow_answer_comes(hub, far):
    hub.faults.append(Fault("GET", slow=0.05))
    started = time.monotonic()

    assert far.issues.get(1).number == 1
    assert time.monotonic() - started >= 0.05


def test_an_artifact_comes_from_another_address(hub, far):
    hub.world.add_artifact(5, "report", b"content")
    (found,) = far.artifacts.of_run(5)

    assert far._connection.download(f"/actions/artifacts/{found.id}/zip") == b"content"


def test_the_back_door_changes_and_shows_the_world(door, far):
    made = door.post("/_github/world/push", json={"message": "Second"}).json()["made"]
    number = door.post("/_github/world/open_pull", json={"head": "other"}).json()["made"]
    packed = {"run_id": 5, "name": "r", "content": base64.b64encode(b"x").decode()}
    door.post("/_github/world/add_artifact", json=packed)
    door.post("/_github/fault", json={"method": "GET", "status": 404}).raise_for_status()
    assert door.post("/_github/world/resolve", json={}).status_code == 404

    assert far.issues.comment(1) is None
    far.issues.create_comment(number, "Hello")
    world = door.get("/_github/world").json()
    assert world["refs"]["refs/heads/main"] == made
    assert [one["body"] for one in world["comments"]] == ["Hello"]
    assert [one["pull"]["head_ref"] for one in world["issues"]] == ["topic", "other"]
    assert door.get("/_github/calls").json()[-1] == {
        "method": "POST",
        "path": f"/repos/acme/plans/issues/{number}/comments",
    }


def test_check_runs_are_kept_and_their_annotations_added_up(url):
    root = f"{url}/repos/acme/plans/check-runs"
    headers = {"authorization": f"Bearer {TOKEN}"}
    noted = {"title": "t", "summary": "s", "annotations": [{"path": "a"}]}
    with httpx.Client(headers=headers, trust_env=False) as http:
        made = http.post(root, json={"name": "dataplan-sync", "head_sha": "a" * 40}).json()
        http.patch(f"{root}/{made['id']}", json={"output": noted})
        changed = http.patch(f"{root}/{made['id']}", json={"output": noted}).json()
        ended = {"status": "completed", "conclusion": "success"}
        assert http.patch(f"{root}/{made['id']}", json=ended).json()["conclusion"] == "success"
        assert http.patch(f"{root}/1", json={}).status_code == 404

    assert changed["output"]["annotations_count"] == 2


def test_it_runs_as_a_process_of_its_own(unused_port):
    command = [sys.executable, "-m", "tests.github.server", "--port", str(unused_port)]
    with subprocess.Popen([*command, "--repository", "a/b"]) as process:
        try:
            assert answer(f"http://127.0.0.1:{unused_port}/_github/world")["refs"] == {}
        finally:
            process.terminate()


@pytest.fixture
def unused_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def answer(url):
    """Ask until the process is up."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            return httpx.get(url, trust_env=False).json()
        except httpx.ConnectError:
            time.sleep(0.05)
    return {}
