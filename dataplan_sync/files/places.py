"""Where the keys and items of containers begin that were made while a file was read, beside those written in it."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from dataplan_sync.files.document import Document
    from dataplan_sync.model import JSONObject, JSONValue


@dataclass(frozen=True, slots=True)
class Places:
    """Offsets by the `id()` of containers, as a `Document` has them, which more can be added to.

    What is added is kept alive: the id of a container that is gone may be given to another one.
    """

    keys: MutableMapping[int, Mapping[str, int]] = field(default_factory=dict)
    items: MutableMapping[int, Sequence[int]] = field(default_factory=dict)
    kept: list[JSONValue] = field(default_factory=list)

    @classmethod
    def on_top_of(cls, document: Document, *below: Places) -> Places:
        """Begin with those of a document and others, none of which will change by what is added."""
        # A ChainMap writes to its first mapping alone.
        keys = cast(
            "list[dict[int, Mapping[str, int]]]", [document.keys, *(each.keys for each in below)]
        )
        items = cast(
            "list[dict[int, Sequence[int]]]", [document.items, *(each.items for each in below)]
        )
        return cls(ChainMap({}, *keys), ChainMap({}, *items))

    def object(self, value: JSONObject, offsets: Mapping[str, int]) -> JSONObject:
        """Add an object, with where each of its keys begins."""
        self.keys[id(value)] = offsets
        self.kept.append(value)
        return value

    def list(self, value: list[JSONValue], offsets: Sequence[int]) -> list[JSONValue]:
        """Add a list, with where each of its items begins."""
        self.items[id(value)] = offsets
        self.kept.append(value)
        return value
