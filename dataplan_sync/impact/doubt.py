"""Says in plain words which constraint stands between us and a certain answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dataplan_sync.impact.node import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dataplan_sync.impact.node import Node, Opaque


def reasons(nodes: Iterable[Node]) -> Iterator[str]:
    """Give a reason for each opaque constraint of these schemas, the outermost first."""
    for node in nodes:
        yield from (_reason(constraint) for constraint in node.opaque)
        yield from reasons(_children(node))


def _children(node: Node) -> Iterator[Node]:
    yield from node.positions
    yield from node.properties.values()
    yield from (child for child in (node.rest, node.additional, node.names) if child)


def _reason(constraint: Opaque) -> str:
    if constraint.malformed:
        return f'the keyword "{constraint.keyword}" has a value that JSON Schema does not allow'
    if constraint.keyword in ("pattern", "format"):
        shown = json.dumps(constraint.argument, ensure_ascii=False)
        return (
            f"it depends on the {constraint.keyword} {shown}, which cannot be compared in general"
        )
    if constraint.keyword in LARGEST:
        return f'it depends on "{constraint.keyword}": {constraint.argument}, which is too large to try'
    return f'it depends on the keyword "{constraint.keyword}", which cannot be compared in general'
