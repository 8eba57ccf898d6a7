"""Our GitHub client, and the GitHub of our own tests, keep to GitHub's OpenAPI description."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dataplan_sync.errors import AnswerLostError, ApiError, NotFoundError, RejectedError
from dataplan_sync.github.client import GitHubClient
from dataplan_sync.github.comment import Posted, upsert
from dataplan_sync.github.deployments import DeploymentState
from dataplan_sync.github.drift_issue import Clean, Drifted, record
from dataplan_sync.github.marker import Marker
from dataplan_sync.github.merged import arrivals
from dataplan_sync.github.records import IssueState
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.transport import Transport, TransportOptions
from peers.github_description import OPERATIONS, cut_out
from peers.prism import Prism
from tests.github.connecting import TOKEN
from tests.github.server.faults import Fault
from tests.github.server.hub import Hub
from tests.github.server.running import running
from tests.github.server.world import BOT, REPOSITORY, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataplan_sync.model import JSONValue

REF = "refs/dataplan-sync/7505/applied"
MARKER = Marker("7505", 9, 812, 1, fingerprint="d1")


@pytest.fixture(scope="module")
def running_hub() -> Iterator[tuple[Hub, str]]:
    hub = Hub()
    with running(hub) as url:
        yield hub, url


@pytest.fixture(scope="module")
def running_proxy(
    running_hub: tuple[Hub, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prism]:
    home = tmp_path_factory.mktemp("github")
    document = cut_out(home / "github.json")
    with Prism(running_hub[1], home, document=document) as proxy:
        yield proxy


@pytest.fixture
def hub(running_hub: tuple[Hub, str]) -> Hub:
    """Give a GitHub with a branch and the open pull request 1, and nothing asked of it yet."""
    hub = running_hub[0]
    hub.world = World()
    hub.calls.clear()
    hub.faults.clear()
    hub.world.push(files={"plans/a.yaml": "1"})
    hub.world.open_pull(1, labels=["reviewed"], files=["plans/a.yaml"])
    return hub


@pytest.fixture
def proxy(running_proxy: Prism, hub: Hub) -> Prism:
    """Give Prism in front of that GitHub, with the complaints of earlier tests forgotten."""
    assert hub.calls == []
    running_proxy.complaints()
    return running_proxy


@pytest.fixture
def connected(proxy: Prism) -> Iterator[Callable[[str], GitHubClient]]:
    """Give clients that ask Prism as if it were GitHub, and never twice."""
    with Transport(
        TransportOptions(retry=RetryPolicy(tries=1, throttled_tries=1), rate=1000)
    ) as transport:
        yield lambda token: GitHubClient(token, REPOSITORY, api_url=proxy.url, transport=transport)


@pytest.fixture
def client(connected: Callable[[str], GitHubClient]) -> GitHubClient:
    return connected(TOKEN)


def test_every_operation_keeps_to_the_description(
    proxy: Prism, hub: Hub, client: GitHubClient, connected: Callable[[str], GitHubClient]
) -> None:
    first = hub.world.refs["refs/heads/main"]
    assert (connected("ghp-of-alice").login(), client.login()) == ("alice", BOT)
    assert client.permission("alice") == "write"
    _write_a_comment(client)
    _keep_an_issue(hub, client)
    _look_at_pull_requests(hub, client, first)
    _propose(hub, client, first)
    _deploy(hub, client, first)
    _list_artifacts(hub, client)

    assert _asked(hub) == {
        (method.upper(), path) for path, methods in OPERATIONS.items() for method in methods
    }
    assert proxy.complaints() == []


def _write_a_comment(client: GitHubClient) -> None:
    for body in ("One", "Two"):
        outcome = upsert(
            client, 1, marker=MARKER, body=body, author=BOT, pause=lambda _seconds: None
        )
        assert isinstance(outcome, Posted)
    (comment,) = client.issues.comments(1)
    client.issues.delete_comment(comment.id)
    assert client.issues.comment(comment.id) is None


def _keep_an_issue(hub: Hub, client: GitHubClient) -> None:
    for finding in (Drifted("Drift", "Body", "Note"), Clean("Gone"), Drifted("Drift", "B", "N")):
        record(client, finding, marker=MARKER, label="data plan drift", author=BOT)
    hub.world.label(1, "accept")
    hub.world.label(1, "accept", remove=True)
    client.issues.create_comment(1, "Hello")
    assert len(client.issues.timeline(1)) == 3
    assert client.issues.get(1).labels == ("reviewed",)


def _look_at_pull_requests(hub: Hub, client: GitHubClient, first: str) -> None:
    assert client.pulls.files(1) == ("plans/a.yaml",)
    assert client.pulls.get(1).draft is False
    hub.world.open_pull(head="topic", fork="mallory/plans")
    assert len(client.pulls.of_head("mallory/plans", "topic", state=IssueState.OPEN)) == 1
    head = hub.world.merge(1)
    assert arrivals(client, last=first, head=head, branch="main").pulls[0].number == 1
    assert arrivals(client, last=None, head=head, branch="main").pulls[0].number == 1


def _propose(hub: Hub, client: GitHubClient, first: str) -> None:
    head = client.refs.branch_head("main")
    assert head
    assert client.refs.swap(REF, expected=None, new=first)
    assert client.refs.swap(REF, expected=first, new=head)
    client.refs.delete(REF)
    files = {"plans/b.yaml": "2", "plans/a.yaml": None}
    sha = client.commits.propose("Adopt", parent=head, files=files)
    assert client.refs.swap("refs/heads/adopt", expected=None, new=sha)
    assert client.pulls.create("Adopt", "Body", head="adopt", base="main").head.sha == sha
    assert hub.world.trees[hub.world.commits[sha].tree] == {"plans/b.yaml": "2"}


def _deploy(hub: Hub, client: GitHubClient, first: str) -> None:
    made = client.deployments.create(first, environment="7505", task="apply", description="d")
    for state in DeploymentState:
        client.deployments.set_state(made.id, state, log_url="https://github.test/run")
    assert len(hub.world.statuses[made.id]) == len(DeploymentState)
    assert client.deployments.list(environment="7505", task="apply") == (made,)


def _list_artifacts(hub: Hub, client: GitHubClient) -> None:
    hub.world.add_artifact(5, "report", b"")
    (artifact,) = client.artifacts.of_run(5, name="report")
    assert artifact.name == "report"


def _asked(hub: Hub) -> set[tuple[str, str]]:
    """Give every operation that was asked for, in the description's form."""
    found = set()
    for call in hub.calls:
        for path, methods in OPERATIONS.items():
            # A ref has slashes; a name in the description outweighs a placeholder, as `/issues/comments/1` shows.
            pattern = re.sub(r"\\{ref\\}", ".+", re.escape(path))
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", pattern)
            if call.method.lower() in methods and re.fullmatch(pattern, call.path):
                found.add((call.method, path))
    return found


SHA = "a" * 40
OPERATION_CALLS: dict[str, Callable[[GitHubClient], object]] = {
    "login": lambda client: client.login(),
    "permission": lambda client: client.permission("alice"),
    "list comments": lambda client: client.issues.comments(1),
    "get comment": lambda client: client.issues.comment(1),
    "create comment": lambda client: client.issues.create_comment(1, "Hello"),
    "update comment": lambda client: client.issues.update_comment(1, "Hello"),
    "list issues": lambda client: client.issues.list(label="drift"),
    "get issue": lambda client: client.issues.get(1),
    "create issue": lambda client: client.issues.create("Title", "Body"),
    "update issue": lambda client: client.issues.update(1, title="Title"),
    "timeline": lambda client: client.issues.timeline(1),
    "list pulls": lambda client: client.pulls.of_head("a/b", "c", state=IssueState.OPEN),
    "get pull": lambda client: client.pulls.get(1),
    "create pull": lambda client: client.pulls.create("T", "B", head="a", base="main"),
    "files": lambda client: client.pulls.files(1),
    "pulls of a commit": lambda client: client.pulls.of_commit(SHA),
    "compare": lambda client: client.commits.compare(SHA, SHA),
    "get commit": lambda client: client.commits.get(SHA),
    "get ref": lambda client: client.refs.get(REF),
    "list deployments": lambda client: client.deployments.list(),
    "artifacts": lambda client: client.artifacts.of_run(5),
}


ANSWERS = [(name, body) for name in OPERATION_CALLS for body in ({"id": "1"}, [{"id": "1"}])]


@pytest.mark.parametrize(
    ("name", "body"),
    # An entry of a timeline may be any object: one of the kinds that are described requires nothing.
    [(name, body) for name, body in ANSWERS if name != "timeline" or isinstance(body, dict)],
)
def test_an_answer_that_breaks_the_description_is_noticed(
    proxy: Prism, hub: Hub, client: GitHubClient, name: str, body: JSONValue
) -> None:
    writes = name.startswith(("create", "update"))
    status = 201 if name.startswith("create") else 200
    hub.faults.append(Fault(status=status, body=body, times=9))

    with pytest.raises(AnswerLostError if writes else ApiError):
        OPERATION_CALLS[name](client)

    assert proxy.complaints()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/issues/1/comments", {}),
        ("POST", "/issues/1/comments", {"body": 1}),
        ("PATCH", "/issues/1", {"state": "done"}),
        ("POST", "/issues", {"body": "No title"}),
        ("POST", "/git/refs", {"ref": REF}),
        ("PATCH", "/git/refs/dataplan-sync/7505/applied", {"force": False}),
        ("POST", "/deployments", {"environment": "7505"}),
        ("POST", "/deployments/1/statuses", {"state": "applied"}),
        ("GET", "/issues?state=both", None),
    ],
)
def test_a_request_that_breaks_the_description_goes_no_further(
    proxy: Prism, hub: Hub, method: str, path: str, body: JSONValue
) -> None:
    answer = proxy.ask(method, f"/repos/{REPOSITORY}{path}", body, {"Accept": "application/json"})

    assert answer.status_code == 422
    assert len(proxy.complaints()) == 1
    assert hub.calls == []


def test_refusals_keep_to_the_description_too(
    proxy: Prism, client: GitHubClient, connected: Callable[[str], GitHubClient]
) -> None:
    with pytest.raises(NotFoundError):
        client.pulls.get(99)
    with pytest.raises(NotFoundError):
        client.issues.update_comment(99, "Hello")
    with pytest.raises(RejectedError, match="Object does not exist"):
        client.refs.swap(REF, expected=None, new=SHA)
    with pytest.raises(RejectedError, match="too long"):
        client.issues.create_comment(1, "x" * 66_000)
    with pytest.raises(ApiError, match="not accessible by integration"):
        connected("ghs-of-a-fork").issues.create_comment(1, "Hello")

    # GitHub does not describe every status that it answers with; those that it describes have to fit.
    undescribed = "Unable to match the returned status code"
    assert [line for line in proxy.complaints() if undescribed not in line] == []
