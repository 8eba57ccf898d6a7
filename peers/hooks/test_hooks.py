"""A commit in a repository with plan files, checked by pre-commit and by prek, which install this project for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from peers.programs import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).parents[2]
NETWORK: Final = ("PIP_", "UV_", "SSL_CERT_", "HTTPS_PROXY", "NO_PROXY")
WHO: Final = ("-c", "user.name=n", "-c", "user.email=e")
SHOP: Final = "data_plan_id: shop\ndata_plan_versions: [{version: 1, data_points: []}]\n"


def run(*argv: str, cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home of its own, where the runners keep the environments of hooks."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def env(home: Path) -> Mapping[str, str]:
    """Give the environment of the runners; packages come from where the machine has them from."""
    network = {name: value for name, value in os.environ.items() if name.startswith(NETWORK)}
    own = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "PREK_HOME": str(home / "prek"),
        "UV_SYSTEM_CERTS": "1",
    }
    return environment(home, **network, **own)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, env: Mapping[str, str]) -> Path:
    """Give this project as a repository with everything committed, as it is in the work tree."""
    folder = tmp_path_factory.mktemp("project")
    listed = run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT, env=env).stdout
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    committed(folder, env)
    return folder


@pytest.fixture
def repository(tmp_path: Path, project: Path, env: Mapping[str, str]) -> Path:
    """Give a repository with a valid plan file and the hook."""
    rev = run("git", "rev-parse", "HEAD", cwd=project, env=env).stdout.strip()
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {project}\n    rev: {rev}\n    hooks: [{{id: dataplan-sync-validate}}]\n"
    )
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "shop.yaml").write_text(SHOP)
    committed(tmp_path, env)
    return tmp_path


def committed(folder: Path, env: Mapping[str, str]) -> None:
    run("git", "init", "--quiet", cwd=folder, env=env)
    run("git", "add", "--all", cwd=folder, env=env)
    done = run("git", *WHO, "commit", "--quiet", "-m", "All", cwd=folder, env=env)
    assert done.returncode == 0, done.stderr


@pytest.fixture(params=["pre-commit", "prek"])
def runner(request: pytest.FixtureRequest) -> str:
    """Give a program that runs hooks."""
    program = shutil.which(str(request.param))
    assert program, f"{request.param} is missing: `make hooks` installs it"
    return program


def test_valid_plan_files_pass(runner: str, repository: Path, env: Mapping[str, str]) -> None:
    done = run(runner, "run", "--all-files", cwd=repository, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_a_mistake_stops_the_commit_and_is_shown(
    runner: str, repository: Path, env: Mapping[str, str]
) -> None:
    (repository / "plans" / "shop.yaml").write_text(SHOP.replace("version:", "versoin:"))
    run("git", "add", "--all", cwd=repository, env=env)
    done = run(runner, "run", cwd=repository, env=env)
    assert done.returncode == 1
    assert 'plans/shop.yaml:2:23: error: unknown key "versoin"' in done.stdout


def test_a_commit_without_plan_files_is_not_looked_at(
    runner: str, repository: Path, env: Mapping[str, str]
) -> None:
    (repository / "README.md").write_text("Hello\n")
    run("git", "add", "--all", cwd=repository, env=env)
    done = run(runner, "run", cwd=repository, env=env)
    assert done.returncode == 0
    assert "Skipped" in done.stdout
