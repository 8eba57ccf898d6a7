"""What may lose data, one entry for what is alike, with every name: the part of a comment that is never folded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.verdict import Level, Producer
from dataplan_sync.model import ActivatedEnvironment
from dataplan_sync.render import data_points, verdicts
from dataplan_sync.render.clip import SENTENCE, clip
from dataplan_sync.render.escape import code, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.render.ladder import Rung
    from dataplan_sync.report import WorkspaceReport


_LEVELS: Final = tuple(Level)
_CONSEQUENCE: Final = "If blocking is on, mParticle drops this data, and it cannot be sent again."


@dataclass(frozen=True, slots=True)
class Loss:
    """Findings that are alike and may lose data."""

    key: ObjectKey
    first: Impact
    names: tuple[str, ...]
    """Everything that it is true of, as people call it, the first included."""


def find(workspace: WorkspaceReport) -> tuple[Loss, ...]:
    """Group the findings that may lose data; alike are those whose sentences differ by the name alone."""
    found: dict[tuple[object, ...], Loss] = {}
    for key, impacts in workspace.impacts.items():
        for impact in filter(_loses, impacts):
            name = _name(impact)
            sentence = impact.reason.replace(name, "\0") if name else impact.reason
            likeness = (key, impact.rule, impact.level, impact.environment, sentence)
            known = found.get(likeness, Loss(key, impact, ()))
            found[likeness] = replace(known, names=(*known.names, name))
    return tuple(found.values())


def blocks(workspace: WorkspaceReport, rung: Rung) -> Iterator[str]:
    """List what may lose data; nothing once it is applied.

    Args:
        workspace: a workspace's part of a report.
        rung: how many entries there is room for; only the last rungs limit them.
    """
    if workspace.apply_report is not None:
        return
    losses = find(workspace)
    several = len({loss.key for loss in losses}) > 1
    left = len(losses) if rung.losses is None else rung.losses
    for environment in reversed(ActivatedEnvironment):
        here = [loss for loss in losses if loss.first.environment is environment]
        if here:
            items = [_item(loss, rung, several=several) for loss in here[:left]]
            left -= len(items)
            if len(here) > len(items):
                items.append(f"> - **+{len(here) - len(items)} more**, see the job summary")
            when = verdicts.effect_from(environment)
            sign = verdicts.SIGNS[min((loss.first.level for loss in here), key=_LEVELS.index)]
            yield "\n".join((f"> {sign} **What may lose data{when}.** {_CONSEQUENCE}", ">", *items))


def _item(loss: Loss, rung: Rung, *, several: bool) -> str:
    place = f"{prose(clip(str(loss.key)))}: " if several else ""
    others = list(dict.fromkeys(loss.names))[1:]
    item = f"> - {place}{prose(clip(loss.first.reason, SENTENCE))}"
    if not others:
        return item
    shown = [code(clip(name)) for name in others[: rung.losses]]
    more = f" and **{len(others) - len(shown)} more**" if len(others) > len(shown) else ""
    return f"{item} The same goes for {', '.join(shown)}{more}."


def _loses(impact: Impact) -> bool:
    return impact.producer is Producer.DROP and impact.level is not Level.SAFE


def _name(impact: Impact) -> str:
    return data_points.name_and_kind(impact.path[0])[0] if impact.path else ""
