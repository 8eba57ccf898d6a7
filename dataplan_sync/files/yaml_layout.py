"""The canonical layout of YAML: `fmt` moves what stands between the tokens of a file, and never a token's own text.

Quotes, key order, comments and the choice between brackets and lines stay the author's. Nothing is loaded and
dumped, so no value can turn into another one on the way; `formatting` proves that all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml
from yaml import tokens

from dataplan_sync.files.line_breaks import parseable
from dataplan_sync.files.scalar_lines import block_scalar, folded_scalar
from dataplan_sync.files.yaml_loader import loader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INDENT: Final = 2
"""Blanks by which each object and each list stands to the right of what it is in."""

_FLOW_STARTS: Final = (tokens.FlowMappingStartToken, tokens.FlowSequenceStartToken)
_FLOW_ENDS: Final = (tokens.FlowMappingEndToken, tokens.FlowSequenceEndToken)
_ENTRY_SIGNS: Final = (tokens.BlockEntryToken, tokens.ValueToken)
_MARGINAL: Final = (
    tokens.DirectiveToken,
    tokens.DocumentStartToken,
    tokens.DocumentEndToken,
    tokens.StreamEndToken,
)


@dataclass(frozen=True, slots=True)
class _Block:
    """An object or a list in block style that is open."""

    old: int
    new: int
    is_object: bool
    is_implied: bool = False
    """A list whose dashes stand in the column of the key above: the scanner does not say that it begins."""


def laid_out(content: str) -> str:
    """Give a YAML text in the canonical layout.

    Args:
        content: text that `read_yaml` reads without problems.

    Raises:
        yaml.YAMLError: it is not YAML.
    """
    return _Printer(content.replace("\r\n", "\n").replace("\r", "\n")).text()


class _Printer:
    """Writes one file anew. Lives as long as one call of `laid_out`."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._lines: list[str] = []
        self._line = ""
        self._blocks: list[_Block] = []
        self._around: Sequence[_Block] = ()
        """The blocks that were open at the last token with text."""
        self._starting: tokens.Token | None = None
        self._at_key = False
        self._flow = 0
        """How many brackets and braces are open."""
        self._behind = 0
        self._last: tokens.Token | None = None
        self._keeps_blank_lines = False

    def text(self) -> str:
        for token in yaml.scan(parseable(self._content).content, loader()):
            match token:
                case tokens.StreamStartToken():
                    pass
                case tokens.BlockMappingStartToken() | tokens.BlockSequenceStartToken():
                    self._starting = token
                case tokens.BlockEndToken():
                    self._end_implied()
                    self._blocks.pop()
                case tokens.KeyToken() if _start(token) == _end(token):
                    self._end_implied()
                    self._at_key = True
                case _:
                    self._put(token)
        return "".join(f"{line}\n" for line in self._lines)

    def _end_implied(self) -> None:
        if not self._flow and self._blocks and self._blocks[-1].is_implied:
            self._blocks.pop()

    def _put(self, token: tokens.Token) -> None:
        """Write a token with text, and what stands in front of it."""
        self._imply(token)
        gap = self._content[self._behind : _start(token)]
        if "\n" in gap or self._last is None:
            self._break(token, gap)
        else:
            self._line += self._blanks(token, gap)
        self._open(token)
        self._write(token)
        self._around = tuple(self._blocks)
        self._last = token
        self._at_key = False

    def _imply(self, token: tokens.Token) -> None:
        """Note where a list begins or ends that the scanner does not speak of."""
        if self._flow or self._starting or not self._blocks:
            return
        top = self._blocks[-1]
        if isinstance(token, tokens.BlockEntryToken) and top.is_object:
            self._blocks.append(_Block(top.old, top.new + INDENT, is_object=False, is_implied=True))
        elif isinstance(token, tokens.ValueToken | tokens.KeyToken):
            self._end_implied()

    def _break(self, token: tokens.Token, gap: str) -> None:
        """Write the comments and blank lines between two tokens, and begin the line of the second."""
        column = self._column(token)
        beside, *between, margin = gap.split("\n") if self._last else ("", *gap.split("\n"))
        if self._last is not None:
            self._lines.append(self._line + beside.rstrip(" \t"))
        candidates = [(len(margin), column), *((each.old, each.new) for each in self._around)]
        if isinstance(token, tokens.StreamEndToken) and margin.strip(" \t"):
            between.append(margin)
        for line in between:
            self._between(line, candidates)
        if isinstance(token, tokens.StreamEndToken):
            self._drop_blank_lines(0)
            return
        self._line = " " * column

    def _between(self, line: str, candidates: Iterable[tuple[int, int]]) -> None:
        comment = line.strip(" \t")
        if comment:
            old = len(line) - len(line.lstrip(" \t"))
            self._keeps_blank_lines = False
            self._lines.append(" " * self._comment_column(old, candidates) + comment)
            return
        self._lines.append("")
        self._drop_blank_lines(1)

    def _drop_blank_lines(self, kept: int) -> None:
        """Leave at most so many blank lines at the end, and none at the top of the file."""
        if self._keeps_blank_lines:
            return
        while self._lines[-1:] == [""] and (
            len(self._lines) <= kept or self._lines[-kept - 1 :] == [""] * (kept + 1)
        ):
            self._lines.pop()

    def _comment_column(self, old: int, candidates: Iterable[tuple[int, int]]) -> int:
        """Give the column of what stands in a comment's column, the next token first; else of what is left of it."""
        if self._flow:
            return self._inner_column()
        fitting = [(column, -at, new) for at, (column, new) in enumerate(candidates)]
        return max((each for each in fitting if each[0] <= old), default=(0, 0, 0))[2]

    def _column(self, token: tokens.Token) -> int:
        """Give the column of a token that is the first on its line."""
        if isinstance(token, _MARGINAL):
            return 0
        if self._flow:
            return self._inner_column() - INDENT * isinstance(token, _FLOW_ENDS)
        if self._at_sign(token):
            return self._blocks[-1].new
        return self._inner_column()

    def _at_sign(self, token: tokens.Token) -> bool:
        """Tell whether an entry of the innermost block begins, or its value with a colon of its own."""
        is_sign = isinstance(token, (*_ENTRY_SIGNS, tokens.KeyToken)) or self._at_key
        return is_sign and self._starting is None and bool(self._blocks)

    def _inner_column(self) -> int:
        outer = self._blocks[-1].new + INDENT if self._blocks else 0
        return outer + INDENT * self._flow

    def _old_column(self, token: tokens.Token) -> int:
        return _start(token) - (self._content.rfind("\n", 0, _start(token)) + 1)

    def _blanks(self, token: tokens.Token, gap: str) -> str:
        """Give what stands between two tokens on a line."""
        last = self._last
        if isinstance(token, tokens.StreamEndToken):
            self._lines.append(self._line + gap.rstrip(" \t"))
            return ""
        if isinstance(last, _FLOW_STARTS):
            return ""
        if isinstance(token, (*_FLOW_ENDS, tokens.FlowEntryToken, tokens.ValueToken)):
            # Behind an alias, or where nothing is written, a blank may be what keeps two signs apart.
            return "" if isinstance(last, (tokens.ScalarToken, *_FLOW_ENDS)) else gap[:1]
        return " "

    def _open(self, token: tokens.Token) -> None:
        """Note which block or bracket begins with a token, now that its column is known."""
        if self._starting is not None:
            is_object = isinstance(self._starting, tokens.BlockMappingStartToken)
            self._blocks.append(_Block(self._old_column(token), len(self._line), is_object))
            self._starting = None
        if isinstance(token, _FLOW_STARTS):
            self._flow += 1
        elif isinstance(token, _FLOW_ENDS):
            self._flow -= 1

    def _write(self, token: tokens.Token) -> None:
        text = self._content[_start(token) : _end(token)]
        self._behind = _end(token)
        self._keeps_blank_lines = False
        if isinstance(token, tokens.ScalarToken) and token.style in {"|", ">"}:
            block = self._blocks[-1] if self._blocks else None
            columns = (block.old, block.new) if block else None
            written = block_scalar(text, columns, indent=INDENT)
            self._behind = _start(token) + written.length
            self._keeps_blank_lines = written.keeps_blank_lines
            text = written.text
        elif "\n" in text:
            text = folded_scalar(text, self._inner_column())
        *above, rest = text.split("\n")
        if above:
            self._lines.append(self._line + above[0])
            self._lines.extend(above[1:])
            self._line = ""
        self._line += rest


def _start(token: tokens.Token) -> int:
    return int(token.start_mark.index)


def _end(token: tokens.Token) -> int:
    return int(token.end_mark.index)
