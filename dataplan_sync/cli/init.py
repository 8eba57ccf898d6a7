"""`init`: everything that a repository needs to begin with."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import click

from dataplan_sync.cli.options import in_console, workspace_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dataplan_sync.cli.console import Console
    from dataplan_sync.starter import StarterFile

_CREDENTIALS: Final = (
    "MPARTICLE_CLIENT_ID",
    "MPARTICLE_CLIENT_SECRET",
    "MPARTICLE_CLIENT_SECRET_FILE",
)


@click.command(short_help="Set up a repository.")
@in_console
@workspace_option
@click.option(
    "--plans",
    default="plans",
    show_default=True,
    help="The directory of the plan files, below this one.",
)
@click.option(
    "--pull",
    "pulls",
    is_flag=True,
    help="Begin with what is live in the workspace instead of an example.",
)
@click.option("--no-workflows", is_flag=True, help="Write no workflows for GitHub.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing, also on a terminal.")
@click.pass_context
def init(
    context: click.Context,
    console: Console,
    *,
    workspace_id: int | None,
    plans: str,
    pulls: bool,
    no_workflows: bool,
    yes: bool,
) -> int:
    """Set up the repository in this directory: configuration, a first data plan, workflows, hooks, editor.

    What is there already is left as it is, so it is safe to run this again. Without a terminal it asks nothing.
    """
    from dataplan_sync import starter

    folder = _plans_folder(plans)
    _check_root()
    asks = console.can_ask and not yes
    if workspace_id is None:
        workspace_id = _workspace_id(console, asks=asks)
    if asks and not pulls and _has_credentials(console):
        pulls = click.confirm("Begin with what is live in the workspace?", default=True, err=True)
    has_files = _has_plan_files(folder)
    beginning = starter.Beginning(
        folder,
        example=not pulls and not has_files,
        workspace_id=workspace_id,
        workflows=None if no_workflows else _workflows(starter.WORKFLOWS),
    )
    _write(console, starter.starter_files(beginning))
    if pulls:
        code = _pull(context, folder, workspace_id)
        if code:
            return code
    console.write(_next_steps(console, workspace_id, no_workflows=no_workflows))
    return 0


def _plans_folder(plans: str) -> str:
    """Give the directory of the plan files as workflows and editors write it.

    Raises:
        UsageError: it is not below this directory.
    """
    from dataplan_sync.errors import UsageError

    path = PurePosixPath(Path(plans).as_posix())
    if path.is_absolute() or ".." in path.parts or not path.parts:
        message = (
            f"--plans {plans}: name a directory below this one, such as plans or analytics/plans."
        )
        raise UsageError(message)
    return path.as_posix()


def _check_root() -> None:
    """Refuse to set up a folder within a repository, where neither workflows nor hooks would be found.

    Raises:
        UsageError: the root of the repository is elsewhere.
    """
    from dataplan_sync.errors import UsageError

    here = Path.cwd()
    root = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    if root != here:
        message = f"This is a folder of the repository {root}: run dataplan-sync init there."
        raise UsageError(message)


def _workspace_id(console: Console, *, asks: bool) -> int | None:
    given = console.environ.get("MPARTICLE_WORKSPACE_ID", "").strip()
    if given.isdecimal():
        return int(given)
    if not asks:
        return None
    answer = click.prompt(
        "The id of the mParticle workspace (Enter if you do not know it yet)",
        default="",
        show_default=False,
        err=True,
    )
    return int(answer) if str(answer).strip().isdecimal() else None


def _has_credentials(console: Console) -> bool:
    client_id, *secrets = (bool(console.environ.get(name)) for name in _CREDENTIALS)
    return client_id and any(secrets)


def _has_plan_files(folder: str) -> bool:
    return any(path.suffix in {".yaml", ".yml", ".json"} for path in Path(folder).rglob("*"))


def _workflows(names: Iterable[str]) -> Mapping[str, str]:
    from dataplan_sync.cli.shipped import WORKFLOWS, shipped

    folder = shipped(WORKFLOWS)
    return {name: (folder / name).read_text("utf-8") for name in names}


def _write(console: Console, files: Iterator[StarterFile]) -> None:
    """Write what is not there, and say of each file what became of it."""
    for file in files:
        path = Path(file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(file.text)
            fate = "written"
        except FileExistsError:
            fate = "   left"
        note = file.purpose if fate == "written" else file.advice
        console.write(f"  {fate} {file.path:<42} {note}\n")


def _pull(context: click.Context, folder: str, workspace_id: int | None) -> int:
    from dataplan_sync.cli.pull import pull

    chosen = () if workspace_id is None else (str(workspace_id),)
    code: int = context.invoke(pull, plans=Path(folder), chosen=chosen, config=None, timeout=None)
    return code


def _next_steps(console: Console, workspace_id: int | None, *, no_workflows: bool) -> str:
    option = (
        f" --workspace-id {workspace_id}"
        if workspace_id and not console.environ.get("MPARTICLE_WORKSPACE_ID")
        else ""
    )
    if _has_credentials(console) and (
        workspace_id or console.environ.get("MPARTICLE_WORKSPACE_ID")
    ):
        steps = (
            ("dataplan-sync validate", "is anything wrong in the plan files?"),
            (f"dataplan-sync diff{option}", "what would an apply do?"),
            (f"dataplan-sync apply{option}", "do it, after a question"),
        )
    else:
        steps = (
            ("dataplan-sync validate", "is anything wrong in the plan files? Needs no account"),
            (
                "dataplan-sync emulator",
                "mParticle's API on this machine; paste what it prints in another terminal",
            ),
            ("dataplan-sync diff", "there: what would an apply do?"),
        )
    width = max(len(command) for command, _ in steps)
    lines = "".join(f"  {command:<{width}}  # {purpose}\n" for command, purpose in steps)
    return f"\nNext:\n\n{lines}{'' if no_workflows else _on_github(workspace_id)}"


def _on_github(workspace_id: int | None) -> str:
    workspace = "" if workspace_id else ", and the id of your workspace in place of 7505"
    return (
        "\nOn GitHub, before the first pull request (docs/action.md): two environments with the secrets; in the"
        f"\nworkflows, the commit of a release in place of the zeros{workspace}.\n`dataplan-sync doctor` says what is left to do.\n"
    )
