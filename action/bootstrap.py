"""Starts dataplan-sync on a runner of GitHub Actions: `action.yml` runs this file, and nothing else.

It owns one thing, the environment with the locked dependencies. It is built once per runner, in the tool cache, and
found again by a digest of the lock file and the Python that built it. The package itself is not installed: it runs
from the action's own checkout, which is what the workflow has pinned.

The current directory is the user's repository and, on a pull request, hostile: nothing is imported from it, and pip
sees no credential. Standard library only, and syntax that Python 3.7 can read, so that an old Python is told what
to do.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
SECRET = ("MPARTICLE_", "DATAPLAN_SYNC_", "GITHUB_TOKEN", "ACTIONS_")
"""How the names of variables start that pip has no business with."""
OPTIONAL = ("MPARTICLE_", "DATAPLAN_SYNC_")
"""How the names of variables start that an input sets; an empty one means that the input was not given."""

NOT_NEEDED = ("markdown-it-py", "mdurl", "pygments", "rich")
"""Dependencies of the package that the action does without: it draws nothing on a terminal."""
SHARES = 2
"""How many pips install side by side: each reads one index page after the other, on one core."""


class SetupError(Exception):
    """The environment cannot be made; the message says what to do."""


def too_old(version: tuple[int, ...]) -> str | None:
    """Say what to do about a Python that is too old.

    Args:
        version: of the Python.

    Returns:
        A sentence; None if the Python will do.
    """
    if version >= OLDEST:
        return None
    found, needed = (".".join(map(str, numbers[:2])) for numbers in (version, OLDEST))
    return (
        f"python3 on this runner is Python {found}, and dataplan-sync needs {needed} or newer. Use a newer runner"
        " image such as ubuntu-24.04, or put a step with actions/setup-python before this one."
    )


def environment_path(environ: dict[str, str], lock: Path) -> Path:
    """Say where the environment for a lock file belongs.

    Args:
        environ: the variables of the runner.
        lock: the requirements with their hashes.

    Returns:
        A directory below the tool cache, or below the runner's temporary directory where there is none.

    Raises:
        SetupError: this is no runner. A guess such as `/tmp` would be a place where anybody can put modules.
    """
    root = environ.get("RUNNER_TOOL_CACHE") or environ.get("RUNNER_TEMP")
    if not root:
        message = (
            "Neither RUNNER_TOOL_CACHE nor RUNNER_TEMP is set, as they are on every runner of GitHub Actions. Elsewhere"
            " install dataplan-sync and use its commands."
        )
        raise SetupError(message)
    digest = hashlib.sha256(lock.read_bytes())
    python = (sys.version, os.path.realpath(sys.executable), sysconfig.get_platform())
    digest.update("\n".join(python + NOT_NEEDED).encode())
    return Path(root) / "dataplan-sync" / digest.hexdigest()[:20]


def python_of(environment: Path) -> Path:
    """Say where an environment has its Python."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def quiet(environ: dict[str, str]) -> dict[str, str]:
    """Leave out of the variables what would steer Python: where it finds modules, what it runs at its start."""
    kept = {name: value for name, value in environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"}


def seen_by_pip(environ: dict[str, str]) -> dict[str, str]:
    """Give the variables that pip gets: its own configuration, a proxy, but no credential of ours."""
    return {name: value for name, value in quiet(environ).items() if not name.startswith(SECRET)}


def build(environment: Path, lock: Path, environ: dict[str, str]) -> None:
    """Make the environment, whole or not at all.

    Two jobs may do so at the same time: each builds in a directory of its own, and the first to rename it wins.

    Args:
        environment: where it belongs.
        lock: the requirements with their hashes.
        environ: the variables of the runner.

    Raises:
        SetupError: pip is missing or failed.
        OSError: the directory cannot be written.
    """
    environment.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".build-", dir=environment.parent))
    try:
        has_pip = importlib.util.find_spec("pip") is not None
        venv.create(beside, with_pip=not has_pip, symlinks=os.name != "nt")
        install(beside, lock, environ, pip=Path(sys.executable) if has_pip else python_of(beside))
        put(beside, environment)
    except subprocess.CalledProcessError as exc:
        message = (
            f"python3 at {sys.executable} can make no environment with pip (exit code {exc.returncode})."
            " Install its packages for pip and venv, or put a step with actions/setup-python before this one."
        )
        raise SetupError(message) from exc
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def shares(lock: str) -> list[str]:
    """Deal out the requirements that the action needs.

    Args:
        lock: the lock file's text.

    Returns:
        Lock files of about the same work: a package with many wheels has a long index page as well.
    """
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)[1:]
    needed = [block for block in blocks if block.partition("==")[0] not in NOT_NEEDED]
    dealt = [""] * SHARES
    for block in sorted(needed, key=lambda block: block.count("--hash"), reverse=True):
        least = min(range(SHARES), key=lambda share: dealt[share].count("--hash"))
        dealt[least] += block
    return [share for share in dealt if share]


def install(environment: Path, lock: Path, environ: dict[str, str], *, pip: Path) -> None:
    """Install the locked wheels into an environment. No code of theirs runs while that happens.

    Args:
        environment: where to.
        lock: the requirements with their hashes.
        environ: the variables of the runner; those that hold credentials are kept from pip.
        pip: a Python that has pip.

    Raises:
        SetupError: it did not work.
    """
    command = [str(pip), "-I", "-m", "pip", "--python", str(python_of(environment)), "install"]
    command += [
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--require-hashes",
        "--no-deps",
    ]
    command += ["--only-binary", ":all:", "--no-compile", "--requirement"]
    running = []
    for number, share in enumerate(shares(lock.read_text("utf-8"))):
        requirements = environment / f"requirements-{number}.txt"
        requirements.write_text(share, "utf-8")
        pip_run = subprocess.Popen(  # noqa: S603 - the arguments are ours
            [*command, str(requirements)],
            cwd=environment,
            env=seen_by_pip(environ),
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
        running.append(pip_run)
    exit_code = max([abs(pip_run.wait()) for pip_run in running], default=0)
    if exit_code:
        message = (
            f"pip could not install the dependencies (exit code {exit_code}); its own message is above. If the"
            " package index was out of reach, run the job again; behind a mirror, set PIP_INDEX_URL."
        )
        raise SetupError(message)


def put(built: Path, environment: Path) -> None:
    """Move what was built to its place, unless another job was faster."""
    try:
        built.rename(environment)
    except OSError:
        if is_complete(environment):
            return
        # What is there was broken from outside, by a Python that is gone or a cache that was half cleaned.
        shutil.rmtree(environment)
        built.rename(environment)


def is_complete(environment: Path) -> bool:
    """Say whether an environment can be used. A directory under its final name was complete once."""
    return python_of(environment).exists()


def prepared(environ: dict[str, str]) -> Path:
    """Give the environment, and make it if it is not there yet.

    Args:
        environ: the variables of the runner.

    Returns:
        The Python that has the dependencies.

    Raises:
        SetupError: it cannot be made.
    """
    lock = CHECKOUT / "requirements" / "runtime.txt"
    environment = environment_path(environ, lock)
    try:
        if not is_complete(environment):
            build(environment, lock, environ)
    except OSError as exc:
        message = f"{environment} cannot be made: {exc.strerror or exc}. Give the runner a writable tool cache."
        raise SetupError(message) from exc
    return python_of(environment)


def handed_over(environ: dict[str, str]) -> dict[str, str]:
    """Give the variables that the command gets: those of the runner, with our checkout as the place of modules."""
    given = {
        name: value
        for name, value in quiet(environ).items()
        if value or not name.startswith(OPTIONAL)
    }
    return {**given, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"}


def failed(message: str, environ: dict[str, str]) -> int:
    """Report that nothing could be run, as an annotation and in the outputs.

    Args:
        message: one paragraph.
        environ: the variables of the runner.

    Returns:
        The exit code.
    """
    escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::error title=dataplan-sync could not start::{escaped}\n")
    outputs = environ.get("GITHUB_OUTPUT")
    if outputs:
        with Path(outputs).open("a", encoding="utf-8") as file:
            file.write("exit-code=1\nfailure-reason=setup\n")
    return 1


def become(command: list[str], environ: dict[str, str]) -> int:
    """Run a program in the place of this one, so that it gets the signals of a cancelled run.

    Args:
        command: the program, as a path, and its arguments.
        environ: its variables.

    Returns:
        Its exit code, on Windows, where no process can be replaced. Elsewhere this does not return.
    """
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(command[0], command, environ)  # noqa: S606 - no shell, on purpose
    return subprocess.run(command, env=environ, check=False).returncode  # noqa: S603 - ours alone


def main() -> int:
    """Prepare the environment and become the command.

    Returns:
        The exit code; see `become`.
    """
    environ = dict(os.environ)
    old = too_old(sys.version_info[:2])
    if old:
        return failed(old, environ)
    try:
        python = prepared(environ)
    except SetupError as exc:
        return failed(str(exc), environ)
    return become([str(python), "-m", "dataplan_sync", "action"], handed_over(environ))


if __name__ == "__main__":
    sys.exit(main())
