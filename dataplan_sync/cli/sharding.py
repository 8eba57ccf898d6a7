"""Which part of a run that is spread over several machines this one does: said by hand, or by the CI system."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

import click

from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.scope import Shard

AUTO: Final = "auto"
MAX_SHARDS: Final = 1000

VARIABLES: Final = (
    ("CI_NODE_INDEX", "CI_NODE_TOTAL", 1),
    ("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0),
    ("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0),
    ("SEMAPHORE_JOB_INDEX", "SEMAPHORE_JOB_COUNT", 1),
    ("SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", 1),
    ("BITBUCKET_PARALLEL_STEP", "BITBUCKET_PARALLEL_STEP_COUNT", 0),
)
"""What CI systems say: which part, of how many, and the number of the first part. GitLab, CircleCI, Buildkite,
Semaphore, Azure Pipelines and Bitbucket, as their manuals have it."""

_SHARD: Final = re.compile(r"(\d{1,4})/(\d{1,4})", re.ASCII)

Function = TypeVar("Function", bound="Callable[..., object]")


def shard_option(function: Function) -> Function:
    """Say which part; gives the command `shard`, as it was written."""
    return click.option(
        "--shard",
        metavar="I/N|auto",
        help="Look at one of N equal parts of all data plans only; auto follows the variables of the CI system.",
    )(function)


def read_shard(text: str | None, environ: Mapping[str, str]) -> Shard | None:
    """Read the part that this run does; None where it does all.

    Args:
        text: `2/4`, or `auto`; None where nothing is said.
        environ: the environment variables.

    Raises:
        UsageError: it makes no sense, or the CI system does not say.
    """
    if text is None:
        return None
    if text != AUTO:
        found = _SHARD.fullmatch(text)
        return _shard(int(found[1]), int(found[2]), "--shard") if found else _refuse(text)
    for index, total, first in VARIABLES:
        said = (environ.get(index, "").strip(), environ.get(total, "").strip())
        if all(part.isascii() and part.isdecimal() for part in said):
            return _shard(int(said[0]) + 1 - first, int(said[1]), f"{index} of {total}")
    message = (
        "--shard auto finds no variables of a CI system that say which part this is, such as CI_NODE_INDEX and "
        "CI_NODE_TOTAL. Set them, or say it: --shard 2/4."
    )
    raise UsageError(message)


def _shard(number: int, count: int, source: str) -> Shard:
    from dataplan_sync.scope import Shard

    if not 1 <= number <= count <= MAX_SHARDS:
        message = f"{source} says part {number} of {count}, which is none: parts go from 1/N to N/N, N up to {MAX_SHARDS}."
        raise UsageError(message)
    return Shard(number, count)


def _refuse(text: str) -> Shard:
    message = f'--shard must look like 2/4, or be {AUTO}, not "{text}".'
    raise UsageError(message)
