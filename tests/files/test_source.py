from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from dataplan_sync.files.source import MAX_FILE_SIZE, WorkTree


@pytest.fixture
def plans(tmp_path):
    folder = tmp_path / "plans"
    folder.mkdir()
    return folder


def test_files_are_listed_below_the_folder_and_hidden_ones_are_not(plans):
    for name in [
        "b.yaml",
        "a/c.json",
        "a/d/e.yml",
        "a.yaml",
        "README.md",
        ".x.yaml",
        "_x.yaml",
        "_d/x.yaml",
        ".git/x",
    ]:
        (plans / name).parent.mkdir(parents=True, exist_ok=True)
        (plans / name).write_text(name)
    tree = WorkTree(plans, root="plans")

    assert tree.paths() == ["README.md", "a.yaml", "a/c.json", "a/d/e.yml", "b.yaml"]
    assert tree.read("a/d/e.yml") == b"a/d/e.yml"
    assert tree.root == "plans"


def test_the_root_is_the_folder_as_it_is_given(plans, monkeypatch):
    monkeypatch.chdir(plans.parent)

    assert WorkTree(Path("plans")).root == "plans"
    assert WorkTree(plans).root == plans.as_posix()


def test_a_missing_folder_has_no_files(tmp_path):
    assert WorkTree(tmp_path / "nowhere").paths() == []


def test_links_are_followed_to_files_within_the_folder_and_nowhere_else(plans):
    (plans / "real").mkdir()
    (plans / "real" / "shop.yaml").write_text("shop")
    (plans.parent / "secret.yaml").write_text("secret")
    (plans.parent / "plans-too").mkdir()
    links = {
        "inside.yaml": "real/shop.yaml",
        "twice.yaml": "inside.yaml",
        "outside.yaml": "../secret.yaml",
        "passwd.yaml": "/etc/passwd",
        "circle.yaml": "circle.yaml",
        "dangling.yaml": "nowhere.yaml",
        "folder": "real",
        "sibling": "../plans-too",
        "up": "..",
    }
    for name, target in links.items():
        (plans / name).symlink_to(target)
    tree = WorkTree(plans, root="plans")

    assert tree.paths() == [
        *("circle.yaml", "dangling.yaml", "folder/", "inside.yaml", "outside.yaml", "passwd.yaml"),
        *("real/shop.yaml", "sibling/", "twice.yaml", "up/"),
    ]
    assert [tree.read("inside.yaml"), tree.read("twice.yaml")] == [b"shop", b"shop"]
    reasons = {}
    for path in [
        "circle.yaml",
        "dangling.yaml",
        "folder/",
        "outside.yaml",
        "passwd.yaml",
        "sibling/",
        "up/",
    ]:
        with pytest.raises(OSError) as caught:  # noqa: PT011  # compared whole, below
            tree.read(path)
        reasons[path] = caught.value.strerror
    out = "this link leads out of plans; put the file itself here"
    assert reasons == {
        "circle.yaml": "this link leads to itself; remove it",
        "dangling.yaml": "this link leads to nothing; mend or remove it",
        "folder/": "this link leads to a folder, which is not followed; move the folder here",
        "outside.yaml": out,
        "passwd.yaml": out,
        "sibling/": out,
        "up/": out,
    }


def test_a_plans_folder_that_is_a_link_itself_is_fine(plans, tmp_path):
    (plans / "shop.yaml").write_text("shop")
    (tmp_path / "linked").symlink_to(plans)
    tree = WorkTree(tmp_path / "linked")

    assert tree.paths() == ["shop.yaml"]
    assert tree.read("shop.yaml") == b"shop"


def test_pipes_and_sockets_are_never_opened(plans, monkeypatch):
    os.mkfifo(plans / "pipe.yaml")
    monkeypatch.chdir(plans)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.yaml")
        tree = WorkTree(plans)
        assert tree.paths() == ["pipe.yaml", "socket.yaml"]
        for path in tree.paths():
            with pytest.raises(OSError, match="no regular file"):
                tree.read(path)


def test_a_file_that_is_too_large_is_not_read(plans):
    with (plans / "huge.yaml").open("wb") as file:
        file.truncate(MAX_FILE_SIZE + 1)

    with pytest.raises(OSError, match="more than 32 MiB"):
        WorkTree(plans).read("huge.yaml")


def test_a_plans_folder_that_is_a_file_is_listed_as_not_looked_into(tmp_path):
    (tmp_path / "plans").write_text("data_plan_id: x")
    tree = WorkTree(tmp_path / "plans")

    assert tree.paths() == [""]
    with pytest.raises(OSError, match="this is no folder"):
        tree.read("")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_says_so(plans):
    (plans / "shop.yaml").write_text("x")
    (plans / "closed").mkdir()
    (plans / "shop.yaml").chmod(0)
    (plans / "closed").chmod(0)
    tree = WorkTree(plans)

    assert tree.paths() == ["closed/", "shop.yaml"]
    with pytest.raises(OSError, match="may not be read"):
        tree.read("closed/")
    with pytest.raises(PermissionError, match="this file may not be read; check its permissions"):
        tree.read("shop.yaml")


def test_a_file_that_went_away_says_so(plans):
    with pytest.raises(FileNotFoundError, match="went away while the folder was read; run again"):
        WorkTree(plans).read("shop.yaml")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, "this file may not be read; check its permissions"),
        (errno.ELOOP, "this link leads to itself; remove it"),
        (errno.EIO, "Input/output error; see to it that the file can be read, then run again"),
    ],
)
def test_what_the_system_says_gets_an_advice(plans, monkeypatch, number, reason):
    (plans / "shop.yaml").write_text("x")

    def refuse(self):
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(OSError) as caught:  # noqa: PT011  # compared whole, below
        WorkTree(plans).read("shop.yaml")

    assert (caught.value.errno, caught.value.strerror) == (number, reason)


def test_a_folder_that_cannot_be_listed_is_listed_itself(plans, monkeypatch):
    (plans / "closed").mkdir()
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    tree = WorkTree(plans)

    assert tree.paths() == ["closed/"]
    with pytest.raises(OSError, match="this folder may not be read; check its permissions"):
        tree.read("closed/")
