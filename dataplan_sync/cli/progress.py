"""What an apply shows while it runs: a bar on a terminal, a line a write elsewhere."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dataplan_sync.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.apply import Watcher
    from dataplan_sync.cli.console import Console
    from dataplan_sync.ordering import Step
    from dataplan_sync.write import StepResult


@contextmanager
def watching(console: Console, total: int) -> Iterator[Watcher]:
    """Give a watcher for an apply of `total` writes."""
    if not total:
        yield lambda _step, _result: None
    elif console.shows_progress:
        with _bar(total) as watcher:
            yield watcher
    else:
        yield _Lines(console, total).watch


@contextmanager
def _bar(total: int) -> Iterator[Watcher]:
    from rich.console import Console as RichConsole
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=RichConsole(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)

        def watch(step: Step, result: StepResult | None) -> None:
            progress.update(task, description=_told(step), advance=0 if result is None else 1)

        yield watch


class _Lines:
    """Writes a line when a write is done. Data plans are applied side by side, so lines are kept whole."""

    def __init__(self, console: Console, total: int) -> None:
        self._console, self._total = console, total
        self._done = 0
        self._lock = threading.Lock()

    def watch(self, step: Step, result: StepResult | None) -> None:
        """Be told of a step."""
        if result is None:
            return
        with self._lock:
            self._done += 1
            what = "" if result.outcome is Outcome.APPLIED else f": {result.outcome}"
            self._console.say(f"[{self._done}/{self._total}] {_told(step)}{what}")


def _told(step: Step) -> str:
    return f"{step.kind} {step.key}"
