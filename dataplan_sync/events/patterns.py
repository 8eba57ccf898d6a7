"""Regular expressions as the vendor's engines read them: .NET on the server, JavaScript in the SDK.

Each pattern is rewritten for Python's `re`. Patterns that could backtrack without end, or look behind for a text
of any length, are matched by jsonschema-rs, whose engine bounds its work; the server gives a pattern half a
millisecond.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

import jsonschema_rs

from dataplan_sync.events import net_patterns, script_patterns
from dataplan_sync.events.rewriting import UnsupportedPatternError, rewritten
from dataplan_sync.events.semantics import Semantics

if TYPE_CHECKING:
    from collections.abc import Callable

Matcher: TypeAlias = "Callable[[str], bool]"

_UNBOUNDED: Final = re.compile(r"[*+]|\{[0-9]+,\}")
_TOKEN: Final = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+]|\{[0-9]+,\}|\(\?[:=!>]|.", re.DOTALL
)
_FEW_REPEATS: Final = 2
"""As many unbounded repeats side by side cost at most the square of the text's length."""


@lru_cache(maxsize=4096)
def matcher(pattern: str, semantics: Semantics) -> Matcher | None:
    """Make a search for a pattern anywhere in a text.

    Returns:
        The search; None if the pattern is not valid for the engine. A pattern that is valid there and that we
        cannot rewrite matches everything: we cannot tell, so we do not blame the event.
    """
    dialect = net_patterns.DIALECT if semantics is Semantics.SERVER else script_patterns.DIALECT
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # "[[" is plain text for both engines
            compiled = re.compile(rewritten(pattern, dialect), dialect.flags)
    except UnsupportedPatternError:
        return _anything
    except (re.error, OverflowError, RecursionError) as exc:
        # Python's `re` says so last, when everything else about the pattern is right.
        return (_bounded(pattern, semantics) or _anything) if "look" in str(exc) else None
    bounded = _bounded(pattern, semantics) if may_run_away(pattern) else None
    return bounded or (lambda value: compiled.search(value) is not None)


def may_run_away(pattern: str) -> bool:
    """Tell whether matching may take more than the square of a text's length."""
    repeats = 0
    ambiguous = [False]
    closed = False
    for part in _TOKEN.findall(pattern):
        was_closed, closed = closed, False
        if part == ")" and len(ambiguous) > 1:
            closed = ambiguous.pop()
            ambiguous[-1] |= closed
        elif part.startswith("("):
            ambiguous.append(False)
        elif part == "|" or _UNBOUNDED.fullmatch(part):
            if was_closed and part != "|":
                return True
            repeats += part != "|"
            ambiguous[-1] = True
    return repeats > _FEW_REPEATS


def _bounded(pattern: str, semantics: Semantics) -> Matcher | None:
    """Make a search whose work has a bound, and that knows lookbehinds of any width; None if it cannot be."""
    server = semantics is Semantics.SERVER
    spelled = net_patterns.spelled_out if server else script_patterns.spelled_out
    try:
        return jsonschema_rs.Draft7Validator({"pattern": spelled(pattern)}).is_valid
    except (UnsupportedPatternError, ValueError):
        return None


def _anything(_value: str) -> bool:
    return True
