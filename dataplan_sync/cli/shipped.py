"""Examples that come with the package: within it once it is installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PLANS: Final = ("example_plans", "plans")
"""Plan files, as a wheel calls their folder and as a checkout does."""
WORKFLOWS: Final = ("example_workflows", "examples/workflows")
"""Workflows of GitHub."""


def shipped(name: tuple[str, str]) -> Path:
    """Give the folder of examples, seen from the current directory where it is below that."""
    package = Path(__file__).resolve().parents[1]
    candidates = (package / name[0], package.parent / name[1])
    found = next((path for path in candidates if path.is_dir()), candidates[-1])
    here = Path.cwd()
    return found.relative_to(here) if found.is_relative_to(here) else found
