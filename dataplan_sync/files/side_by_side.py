"""Inspects the units of a large workspace in several processes, since threads do not speed up the parsing.

Units of one data plan stay together: they share most of their data points, which are so read once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from dataplan_sync.files.definitions import Definitions
from dataplan_sync.files.inspection import inspect
from dataplan_sync.files.pieces import forget
from dataplan_sync.files.source import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.files.inspection import Inspected
    from dataplan_sync.files.place import Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.problems.rule_settings import RuleSettings

WORTH_PROCESSES: Final = 8 * 1024 * 1024
"""Bytes of plan files below which a process costs more than it saves."""
MOST_PROCESSES: Final = 8


def inspect_all(
    source: Source,
    units: Sequence[Unit],
    settings: RuleSettings,
    *,
    check: bool,
    worth_processes: int = WORTH_PROCESSES,
) -> Iterator[tuple[Sequence[Unit], Sequence[Inspected]]]:
    """Inspect units as `inspect` does.

    Args:
        source: where the files come from.
        units: the units, in order.
        settings: how the repository wants rules to be taken.
        check: whether to look at more than what reading finds.
        worth_processes: bytes of files from which on several processes share the work.

    Yields:
        The units of one folder after the other, with what was found in each. What comes of one folder is in memory at
        a time, and a few that are ahead.
    """
    groups = [tuple(group) for _, group in groupby(units, key=_folder)]
    inspect_one = partial(_inspect_group, source, settings, check=check)
    processes = min(_processors(), len(groups), MOST_PROCESSES)
    if processes < 2 or not _may_fork(source, units, worth_processes):
        definitions = Definitions(source)
        for group in groups:
            yield group, _inspected(source, group, settings, definitions, check=check)
        return
    forking = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=forking, initializer=_heed_no_keys) as pool:
        try:
            yield from zip(groups, pool.map(inspect_one, groups), strict=True)
        finally:
            pool.shutdown(cancel_futures=True)


def _folder(unit: Unit) -> str:
    """Give what units of one data plan have in common; a file that stands alone is its own."""
    return unit.first.data_plan_id or unit.first.path


def _heed_no_keys() -> None:
    """Leave Ctrl-C to the process that is asked for, which ends this one; and end at once when that asks for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _inspect_group(
    source: Source, settings: RuleSettings, group: Sequence[Unit], *, check: bool
) -> Sequence[Inspected]:
    return _inspected(source, group, settings, Definitions(source), check=check)


def _inspected(
    source: Source,
    group: Sequence[Unit],
    settings: RuleSettings,
    definitions: Definitions,
    *,
    check: bool,
) -> Sequence[Inspected]:
    forget()
    found = [inspect(source, unit, settings, definitions, check=check) for unit in group]
    forget()
    return found


def _may_fork(source: Source, units: Sequence[Unit], worth_processes: int) -> bool:
    """Tell whether other processes can do the work, and have enough of it.

    A process that is forked from one with threads may find a lock held for ever, and macOS's own libraries do not bear it.
    """
    return (
        sys.platform == "linux"
        and threading.active_count() == 1
        and isinstance(source, WorkTree)
        and source.size(place.path for unit in units for place in unit.places) >= worth_processes
    )


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
