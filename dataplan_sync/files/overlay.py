"""Plan files as they would be after a write, so that they can be read before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.files.source import Source


class Overlay:
    """A source in which some files have other texts, and some are there that are not yet."""

    def __init__(self, source: Source, texts: Mapping[str, str]) -> None:
        """Lay `texts`, by path, over the files of `source`."""
        self._source = source
        self._texts = texts

    @property
    def root(self) -> str:
        """What marks put in front of a path."""
        return self._source.root

    def paths(self) -> Sequence[str]:
        """List all files, those of the overlay included."""
        return sorted({*self._source.paths(), *self._texts})

    def read(self, path: str) -> bytes:
        """Give the content of a listed file.

        Raises:
            OSError: it cannot be read; `strerror` says why.
        """
        text = self._texts.get(path)
        return self._source.read(path) if text is None else text.encode("utf-8", "surrogatepass")
