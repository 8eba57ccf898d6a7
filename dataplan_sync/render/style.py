"""Colour for a terminal, or none: chosen by the caller, who alone knows what the output is connected to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Ink(Enum):
    """What a piece of text is drawn with, as the parameter of an ANSI SGR sequence."""

    BOLD = "1"
    DIM = "2"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"


@dataclass(frozen=True, slots=True)
class Style:
    """How text is drawn. The text given to `draw` must be free of control characters already."""

    colour: bool

    def draw(self, text: str, ink: Ink | None) -> str:
        """Draw a text; no ink, or no colour, leaves it as it is."""
        if not self.colour or ink is None or not text:
            return text
        return f"\x1b[{ink.value}m{text}\x1b[0m"


PLAIN: Final = Style(colour=False)
COLOUR: Final = Style(colour=True)
