"""Real git in the directory that stands for the checkout, on the commits that a pull request is made of."""

from __future__ import annotations

import subprocess

IDENTITY = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false")


def git(folder, *command):
    run = ["git", *IDENTITY, "-c", "protocol.file.allow=always", *command]
    found = subprocess.run(run, cwd=folder, check=True, capture_output=True, text=True)
    return found.stdout.strip()


def commit(folder, message="A change"):
    """Commit all that is in the folder; the first commit makes the repository."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def make_shallow(folder):
    """Leave of a repository what actions/checkout fetches by default: one commit."""
    head = git(folder, "rev-parse", "HEAD")
    (folder / ".git/shallow").write_text(f"{head}\n")
    git(folder, "reflog", "expire", "--expire=now", "--all")
    git(folder, "gc", "--quiet", "--prune=now")
