"""The start of the action: what it builds, what it keeps out, and what it says when it cannot."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from action import bootstrap

HOSTILE = "import pathlib; (pathlib.Path(__file__).resolve().parent / 'ran').touch()\n"


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Give a lock file that asks for nothing, so that pip needs no index."""
    path = tmp_path / "runtime.txt"
    path.write_text("# nothing\n")
    return path


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """Give the variables of a runner whose pip reaches no index."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "RUNNER_TOOL_CACHE": str(tmp_path / "tools"),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
        "PIP_NO_INDEX": "1",
    }


@pytest.fixture
def ready(runner: dict[str, str]) -> dict[str, str]:
    """Give the variables of a runner whose tool cache has the dependencies: those of this test run."""
    environment = bootstrap.environment_path(
        runner, bootstrap.CHECKOUT / "requirements" / "runtime.txt"
    )
    environment.parent.mkdir(parents=True)
    environment.symlink_to(sys.prefix, target_is_directory=True)
    return runner


def test_an_old_python_can_read_the_file_and_so_gets_to_the_sentence_about_itself():
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 7))


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_a_python_that_is_new_enough_is_not_spoken_of(version: tuple[int, int]):
    assert bootstrap.too_old(version) is None


def test_an_old_python_is_told_what_to_do():
    assert bootstrap.too_old((3, 10)) == (
        "python3 on this runner is Python 3.10, and dataplan-sync needs 3.11 or newer. Use a newer runner"
        " image such as ubuntu-24.04, or put a step with actions/setup-python before this one."
    )


def test_another_lock_file_means_another_environment(lock: Path, runner: dict[str, str]):
    before = bootstrap.environment_path(runner, lock)
    assert bootstrap.environment_path(runner, lock) == before
    lock.write_text("# something else\n")
    assert bootstrap.environment_path(runner, lock) != before


def test_without_a_tool_cache_the_environment_lasts_as_long_as_the_job(tmp_path: Path, lock: Path):
    path = bootstrap.environment_path({"RUNNER_TEMP": str(tmp_path)}, lock)
    assert path.parent == tmp_path / "dataplan-sync"


def test_no_place_is_guessed_where_anybody_could_put_modules(lock: Path):
    with pytest.raises(bootstrap.SetupError, match=r"Neither RUNNER_TOOL_CACHE nor RUNNER_TEMP"):
        bootstrap.environment_path({}, lock)


def test_jobs_that_build_at_the_same_time_leave_one_environment(lock: Path, runner: dict[str, str]):
    environment = bootstrap.environment_path(runner, lock)
    with ThreadPoolExecutor(2) as pool:
        for built in [pool.submit(bootstrap.build, environment, lock, runner) for _ in range(2)]:
            built.result()
    assert list(environment.parent.iterdir()) == [environment]
    answer = subprocess.run(
        [bootstrap.python_of(environment), "-c", "import sys; print(sys.prefix)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == str(environment)


def test_an_environment_whose_python_is_gone_is_built_anew(lock: Path, runner: dict[str, str]):
    environment = bootstrap.environment_path(runner, lock)
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(environment / "removed")
    bootstrap.build(environment, lock, runner)
    assert bootstrap.is_complete(environment)


def test_a_failed_installation_says_so_and_leaves_nothing(lock: Path, runner: dict[str, str]):
    lock.write_text(f"absent==1 --hash=sha256:{'0' * 64}\n")
    environment = bootstrap.environment_path(runner, lock)
    with pytest.raises(bootstrap.SetupError, match=r"exit code 1\).*set PIP_INDEX_URL"):
        bootstrap.build(environment, lock, runner)
    assert list(environment.parent.iterdir()) == []


def test_a_wheel_without_its_hash_is_refused(lock: Path, runner: dict[str, str]):
    lock.write_text("absent==1\n")
    with pytest.raises(bootstrap.SetupError):
        bootstrap.build(bootstrap.environment_path(runner, lock), lock, runner)


def test_a_tool_cache_that_cannot_be_written_is_named(tmp_path: Path, runner: dict[str, str]):
    (tmp_path / "tools").write_text("a file")
    with pytest.raises(bootstrap.SetupError, match=r"tools.*Give the runner a writable tool cache"):
        bootstrap.prepared(runner)


def test_pip_sees_its_own_configuration_and_no_credential():
    given = {
        "PIP_INDEX_URL": "mirror",
        "HTTPS_PROXY": "proxy",
        "MPARTICLE_CLIENT_SECRET": "secret",
        "DATAPLAN_SYNC_COMMAND": "diff",
        "GITHUB_TOKEN": "secret",
        "ACTIONS_RUNTIME_TOKEN": "secret",
        "PYTHONPATH": "elsewhere",
    }
    assert bootstrap.seen_by_pip(given) == {
        "PIP_INDEX_URL": "mirror",
        "HTTPS_PROXY": "proxy",
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
    }


def test_an_input_that_was_not_given_is_not_set_at_all():
    given = {
        "DATAPLAN_SYNC_PLANS": "",
        "MPARTICLE_CLIENT_ID": "",
        "CI": "",
        "DATAPLAN_SYNC_COMMAND": "diff",
    }
    assert bootstrap.handed_over(given) == {
        "CI": "",
        "DATAPLAN_SYNC_COMMAND": "diff",
        "PYTHONPATH": str(bootstrap.CHECKOUT),
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
    }


def test_a_failure_is_one_annotation_and_sets_the_outputs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    outputs = tmp_path / "outputs"
    assert bootstrap.failed("100 %\n::warning::no", {"GITHUB_OUTPUT": str(outputs)}) == 1
    assert capsys.readouterr().out == (
        "::error title=dataplan-sync could not start::100 %25%0A::warning::no\n"
    )
    assert outputs.read_text() == "exit-code=1\nfailure-reason=setup\n"


def hostile_repository(folder: Path) -> Path:
    """Make a repository whose modules have the names of ours and of our dependencies."""
    for name in ("yaml", "click", "httpx", "json", "sitecustomize", "usercustomize", "pip"):
        (folder / f"{name}.py").write_text(HOSTILE)
    (folder / "dataplan_sync").mkdir()
    (folder / "dataplan_sync" / "__init__.py").write_text(HOSTILE.replace("parent", "parents[1]"))
    return folder


def start(environ: dict[str, str], repository: Path) -> subprocess.CompletedProcess[str]:
    """Start the action as action.yml does, in a repository."""
    return subprocess.run(
        [sys.executable, "-I", bootstrap.__file__],
        cwd=repository,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_imported_from_the_repository(tmp_path: Path, ready: dict[str, str]):
    repository = tmp_path / "repository"
    repository.mkdir()
    hostile_repository(repository)
    steering = {"PYTHONPATH": str(repository), "PYTHONSTARTUP": str(repository / "yaml.py")}
    done = start({**ready, **steering}, repository)
    assert not (repository / "ran").exists()
    assert done.returncode == 2, done.stderr
    assert "dataplan-sync could not start" not in done.stdout


def test_the_repository_of_that_test_would_take_over_a_plain_start(tmp_path: Path):
    repository = tmp_path / "repository"
    repository.mkdir()
    hostile_repository(repository)
    subprocess.run(
        [sys.executable, "-m", "dataplan_sync"], cwd=repository, capture_output=True, check=False
    )
    assert (repository / "ran").exists()


def test_a_start_that_fails_ends_with_1_and_says_why(tmp_path: Path, runner: dict[str, str]):
    (tmp_path / "tools").write_text("a file")
    done = start(runner, tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("::error title=dataplan-sync could not start::")
    assert done.stderr == ""


def test_the_requirements_are_dealt_out_with_what_they_weigh_and_without_what_is_not_needed():
    def block(name: str, wheels: int) -> str:
        hashes = "".join(f" \\\n    --hash=sha256:{number:064x}" for number in range(wheels))
        return f"{name}==1{hashes}\n    # via something\n"

    names = [("rich", 1), ("anyio", 2), ("cachebox", 9), ("click", 3), ("pyyaml", 4), ("mdurl", 1)]
    blocks = {name: block(name, wheels) for name, wheels in names}
    assert bootstrap.shares("# head\n" + "".join(blocks.values())) == [
        blocks["cachebox"],
        blocks["pyyaml"] + blocks["click"] + blocks["anyio"],
    ]
    assert bootstrap.shares("# nothing\n") == []


def test_what_is_not_needed_is_locked_and_nothing_that_is_needed_needs_it():
    lock = (bootstrap.CHECKOUT / "requirements" / "runtime.txt").read_text()
    blocks = re.split(r"(?m)^(?=[a-z])", lock)[1:]
    users = {
        block.partition("==")[0]: set(re.findall(r"#  ? ?(?:via )?([\w.-]+)", block)) - {"via"}
        for block in blocks
    }
    assert users["mdurl"] == {"markdown-it-py"}
    assert users["idna"] == {"anyio", "httpx"}
    for name in bootstrap.NOT_NEEDED:
        assert users[name] <= {*bootstrap.NOT_NEEDED, "dataplan-sync"}


def test_two_pips_install_into_one_environment_and_one_that_fails_is_enough(
    tmp_path: Path, runner: dict[str, str]
):
    lock = tmp_path / "two.txt"
    lock.write_text("".join(f"absent-{name}==1 --hash=sha256:{'0' * 64}\n" for name in "ab"))
    assert len(bootstrap.shares(lock.read_text())) == 2
    with pytest.raises(bootstrap.SetupError, match="exit code 1"):
        bootstrap.build(bootstrap.environment_path(runner, lock), lock, runner)
