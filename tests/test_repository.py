from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dataplan_sync.errors import RepositoryError
from dataplan_sync.repository import Repository, open_repository


def git(folder: Path, *command: str) -> str:
    identity = [
        "-c",
        "user.name=Ann",
        "-c",
        "user.email=ann@example.com",
        "-c",
        "commit.gpgsign=false",
    ]
    run = ["git", *identity, "-c", "protocol.file.allow=always", *command]
    return subprocess.run(
        run, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(folder: Path, files: dict[str, str | bytes], message: str = "change") -> str:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def contents(repository: Repository, sha: str, folder: str) -> dict[str, bytes]:
    files = repository.files(sha, folder)
    return {path: files.read(path) for path in files.paths()}


def test_a_name_becomes_the_full_id_of_its_commit(work):
    first = commit(work, {"a": "1"})
    second = commit(work, {"a": "2"})
    git(work, "tag", "--annotate", "v1", "--message", "first", first)
    git(work, "branch", "topic/x", first)

    with open_repository(work) as repository:
        names = ["HEAD", "main", "HEAD~1", "v1", "topic/x", first, second[:10]]
        assert [repository.resolve(name) for name in names] == [
            *(second, second, first, first, first, first, second)
        ]


@pytest.mark.parametrize("ref", ["", "-x", "--help", "--upload-pack=x", "a\nb", "\0"])
def test_a_name_that_git_could_take_for_an_option_is_refused(work, ref):
    commit(work, {"a": "1"})

    with (
        open_repository(work) as repository,
        pytest.raises(RepositoryError, match="not the name of"),
    ):
        repository.resolve(ref)


@pytest.mark.parametrize(
    "ref", ["nowhere", "HEAD~5", "main:a", "0" * 40, "main..main", "a b", "^main"]
)
def test_a_name_without_a_commit_is_refused_with_advice(work, ref):
    commit(work, {"a": "1"})

    with open_repository(work) as repository, pytest.raises(RepositoryError) as caught:
        repository.resolve(ref)
    assert str(caught.value) == (
        f'There is no commit "{ref}" in this repository. Fetch it, or correct the name.'
    )


def test_a_shallow_clone_is_told_to_fetch_its_history(work, tmp_path):
    old = commit(work, {"a": "1"})
    commit(work, {"a": "2"})
    git(tmp_path, "clone", "--quiet", "--depth=1", work.as_uri(), "clone")

    with open_repository(tmp_path / "clone") as repository:
        for ref in ("HEAD~1", old):
            with pytest.raises(RepositoryError, match=r"shallow.*fetch-depth: 0"):
                repository.resolve(ref)
        with pytest.raises(RepositoryError, match=r"not whole.*fetch-depth: 0"):
            repository.files(old, "plans")


def test_the_files_of_a_folder_are_those_of_the_commit(work):
    old = commit(
        work, {"plans/shop.yaml": "old", "plans/a/b/plan.yaml": "x\n\n", "other.yaml": "no"}
    )
    new = commit(work, {"plans/shop.yaml": "new", "plans/é ü\n.yaml": b"\xff\0"})
    (work / "plans" / "shop.yaml").write_text("not committed")

    with open_repository(work / "plans") as repository:
        assert contents(repository, old, "plans") == {
            "a/b/plan.yaml": b"x\n\n",
            "shop.yaml": b"old",
        }
        assert contents(repository, new, "plans") == {
            "a/b/plan.yaml": b"x\n\n",
            "shop.yaml": b"new",
            "é ü\n.yaml": b"\xff\0",
        }
        assert list(contents(repository, old, ".")) == [
            "other.yaml",
            "plans/a/b/plan.yaml",
            "plans/shop.yaml",
        ]
        assert contents(repository, old, "plans/a/b") == {"plan.yaml": b"x\n\n"}
        assert contents(repository, old, "./plans/a/") == {"b/plan.yaml": b"x\n\n"}
        assert repository.files(old, "plans").root == "plans"


@pytest.mark.parametrize("folder", ["nowhere", "pla", "plans/*", ":/plans", "-r"])
def test_a_folder_that_a_commit_lacks_has_no_files(work, folder):
    sha = commit(work, {"plans/shop.yaml": "x"})

    with open_repository(work) as repository:
        assert contents(repository, sha, folder) == {}


@pytest.mark.parametrize(
    ("sha", "folder", "message"),
    [
        (None, "..", "is not a folder of a commit"),
        (None, "/plans", "is not a folder of a commit"),
        ("HEAD", "plans", "is not a folder of a commit"),
        ("--output=x", "plans", "is not a folder of a commit"),
        (
            "1" * 40,
            "plans",
            "Commit 111111111111 is not, or not whole, in this repository. Fetch it",
        ),
        (None, "plans/shop.yaml", "is no folder in commit"),
    ],
)
def test_what_is_no_folder_of_a_commit_is_refused(work, sha, folder, message):
    head = commit(work, {"plans/shop.yaml": "x"})

    with open_repository(work) as repository, pytest.raises(RepositoryError, match=message):
        repository.files(sha or head, folder)


def test_links_are_followed_to_files_of_the_folder_and_nowhere_else(work):
    (work / "plans" / "real").mkdir(parents=True)
    links = {
        "plans/real/inside.yaml": "../shop.yaml",
        "plans/twice.yaml": "real/inside.yaml",
        "plans/outside.yaml": "../secret.yaml",
        "plans/absolute.yaml": "/etc/passwd",
        "plans/circle.yaml": "circle.yaml",
        "plans/folder": "real",
    }
    for name, target in links.items():
        (work / name).symlink_to(target)
    sha = commit(work, {"plans/shop.yaml": "shop", "secret.yaml": "secret"})

    with open_repository(work) as repository:
        files = repository.files(sha, "plans")
        assert files.paths() == [
            *("absolute.yaml", "circle.yaml", "folder/", "outside.yaml", "real/inside.yaml"),
            *("shop.yaml", "twice.yaml"),
        ]
        assert files.read("real/inside.yaml") == b"shop"
        assert files.read("twice.yaml") == b"shop"
        for path, reason in {
            "outside.yaml": "leads to no file in plans",
            "absolute.yaml": "leads to no file in plans",
            "circle.yaml": "leads to itself",
            "folder/": "is not followed",
        }.items():
            with pytest.raises(OSError, match=reason):
                files.read(path)


def test_a_submodule_is_listed_as_a_folder_that_is_not_followed(work, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    commit(other, {"a.yaml": "x"})
    git(work, "submodule", "--quiet", "add", other.as_uri(), "plans/sub")
    sha = commit(work, {})

    with open_repository(work) as repository:
        files = repository.files(sha, "plans")
        assert files.paths() == ["sub/"]
        with pytest.raises(OSError, match="submodule is not followed"):
            files.read("sub/")


def test_a_file_whose_content_is_gone_is_named(work):
    sha = commit(work, {"plans/shop.yaml": "x"})
    blob = git(work, "rev-parse", "HEAD:plans/shop.yaml")
    (work / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    with open_repository(work) as repository:
        files = repository.files(sha, "plans")
        with pytest.raises(RepositoryError, match=r"lacks the content of plans/shop\.yaml"):
            files.read("shop.yaml")


def test_nothing_is_written(work):
    sha = commit(work, {"plans/shop.yaml": "x"})

    def state() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in work.rglob("*")}

    before = state()
    with open_repository(work) as repository:
        assert contents(repository, repository.resolve("HEAD"), "plans") == {"shop.yaml": b"x"}
        assert repository.resolve("HEAD") == sha
    assert state() == before


def test_paths_are_named_from_the_top_of_the_work_tree(work):
    commit(work, {"config/plans/shop.yaml": "x"})

    with open_repository(work / "config") as repository:
        assert repository.relative(work / "config" / "plans") == "config/plans"
        assert repository.relative(work) == "."
        with pytest.raises(RepositoryError, match="is outside the repository"):
            repository.relative(work.parent)


def test_a_bare_repository_has_no_work_tree(work, tmp_path):
    sha = commit(work, {"plans/shop.yaml": "x"})
    git(tmp_path, "clone", "--quiet", "--bare", work.as_uri(), "bare.git")

    with open_repository(tmp_path / "bare.git") as repository:
        assert contents(repository, sha, "plans") == {"shop.yaml": b"x"}
        with pytest.raises(RepositoryError, match="is outside the repository"):
            repository.relative(tmp_path / "bare.git" / "plans")


@pytest.mark.parametrize("folder", [".", "missing"])
def test_a_folder_without_a_repository_is_refused(tmp_path, folder, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(RepositoryError, match="is not in a git repository"):
        open_repository(tmp_path / folder)


def test_a_missing_git_is_named(tmp_path):
    """In a process of its own, because GitPython looks for git when it is imported."""
    program = (
        "import pathlib\n"
        "from dataplan_sync.errors import RepositoryError\n"
        "from dataplan_sync.repository import open_repository\n"
        "try:\n"
        "    open_repository(pathlib.Path())\n"
        "except RepositoryError as exc:\n"
        "    print(exc)\n"
    )
    environment = {"PATH": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[1],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert shutil.which("git", path=str(tmp_path)) is None
    assert run.stdout.startswith("git is not installed")


def test_a_repository_of_somebody_else_is_explained(work, monkeypatch):
    commit(work, {"a": "1"})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    with (
        open_repository(work) as repository,
        pytest.raises(RepositoryError, match=r"safe\.directory"),
    ):
        repository.resolve("main")
