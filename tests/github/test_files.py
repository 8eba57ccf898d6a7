"""Files of a commit, read through the API."""

from __future__ import annotations

import pytest

from dataplan_sync.errors import NotFoundError, UnexpectedAnswerError
from tests.github.server.faults import Fault

FILES = {
    "README.md": "Read me",
    "plans/shop.yaml": "data_plan_id: shop\n",
    "plans/shared/a.yaml": "größe: 1\n",
    "plans/_draft.yaml": "x",
    "plans-of-others/b.yaml": "b",
}
LINKS = {
    "plans/link.yaml": ("120000", "shared/a.yaml"),
    "plans/shared/up.yaml": ("120000", "../shop.yaml"),
    "plans/out.yaml": ("120000", "../README.md"),
    "plans/folder": ("120000", "shared"),
    "plans/self.yaml": ("120000", "self.yaml"),
    "plans/module": ("160000", "a commit elsewhere"),
}


def at(hub, client, folder="plans", files=FILES):
    return client.files(hub.world.push("main", "Files", files=files), folder)


def test_the_files_of_a_folder_are_those_of_the_commit(hub, client):
    files = at(hub, client)
    hub.world.push("main", "Later", files={"plans/later.yaml": "later"})

    assert files.root == "plans"
    assert {path: files.read(path).decode() for path in files.paths()} == {
        "_draft.yaml": "x",
        "shared/a.yaml": "größe: 1\n",
        "shop.yaml": "data_plan_id: shop\n",
    }


@pytest.mark.parametrize("folder", [".", "./", ""])
def test_the_top_of_the_repository_is_a_folder_too(hub, client, folder):
    files = at(hub, client, folder)

    assert files.paths() == sorted(FILES)
    assert files.read("README.md") == b"Read me"


def test_a_folder_that_the_commit_lacks_has_no_files(hub, client):
    assert at(hub, client, "nowhere").paths() == []


def test_a_link_is_the_file_that_it_leads_to(hub, client):
    files = at(hub, client, files=FILES | LINKS)

    assert files.read("link.yaml").decode() == "größe: 1\n"
    assert files.read("shared/up.yaml") == b"data_plan_id: shop\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("out.yaml", "leads to no file in plans"),
        ("self.yaml", "leads to itself"),
        ("folder/", "is not followed"),
        ("module/", "is not followed"),
        ("missing.yaml", "leads to no file in plans"),
    ],
)
def test_what_is_no_file_of_the_folder_is_listed_and_cannot_be_read(hub, client, path, reason):
    files = at(hub, client, files=FILES | LINKS)

    assert path in {*files.paths(), "missing.yaml"}
    with pytest.raises(OSError, match=reason):
        files.read(path)


def test_each_file_costs_one_request_and_the_list_one(hub, client):
    files = at(hub, client)
    hub.calls.clear()

    for path in files.paths():
        files.read(path)

    assert len(hub.calls) == 1 + len(files.paths())


def test_a_list_that_is_cut_short_is_refused(hub, client):
    files = at(hub, client)
    hub.faults.append(Fault(path="/git/trees/", status=200, body={"truncated": True, "tree": []}))

    with pytest.raises(UnexpectedAnswerError, match="fetch-depth: 0"):
        files.paths()


def test_a_file_that_github_does_not_give_is_an_error_and_no_problem_of_the_file(hub, client):
    files = at(hub, client)
    (path, *_) = files.paths()
    hub.faults.append(Fault(path="/git/blobs/", status=404, body={"message": "Not Found"}))

    with pytest.raises(NotFoundError):
        files.read(path)


def test_content_that_is_not_base64_is_an_error(hub, client):
    files = at(hub, client)
    (path, *_) = files.paths()
    hub.faults.append(Fault(path="/git/blobs/", status=200, body={"content": "a"}))

    with pytest.raises(UnexpectedAnswerError, match="base64"):
        files.read(path)
