"""A source of plan files in memory, which counts what is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class MemorySource:
    files: dict[str, str | bytes]
    root: str = "plans"
    reads: Counter[str] = field(default_factory=Counter)

    def paths(self) -> list[str]:
        return list(self.files)

    def read(self, path: str) -> bytes:
        self.reads[path] += 1
        content = self.files[path]
        return content if isinstance(content, bytes) else content.encode()
