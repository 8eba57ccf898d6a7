"""Comments that ignore rules: `# dataplan-sync: ignore=RULE[,RULE] reason`.

At the end of a line such a comment speaks of that line. Alone on a line it speaks of what starts on the next
line with content, to its end; before the first content of a file, of the whole file. JSON has no comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import yaml

from dataplan_sync.files.reading import file_name
from dataplan_sync.files.text import decode_text
from dataplan_sync.files.yaml_extents import extents
from dataplan_sync.problems import catalogue, ignore_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dataplan_sync.files.source import Source
    from dataplan_sync.files.text import Text
    from dataplan_sync.files.yaml_extents import Extents
    from dataplan_sync.model import Mark
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.problems.rule import Rule

_MARKER: Final = "dataplan-sync:"
_COMMENT: Final = re.compile(rf"(?<!\S)#[ \t]*{_MARKER}[ \t]*([^\r\n]*)")
_IGNORE: Final = re.compile(r"ignore[ \t]*=[ \t]*([^\s,]+(?:[ \t]*,[ \t]*[^\s,]+)*)[ \t]*(.*)")
_WORD: Final = re.compile(r"\w")


class CommentedFiles:
    """A source that keeps the text of those files it reads which may hold such comments."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._kept: dict[str, bytes] = {}

    @property
    def root(self) -> str:
        """What marks put in front of a path."""
        return self._source.root

    def paths(self) -> Sequence[str]:
        """List all files."""
        return self._source.paths()

    def read(self, path: str) -> bytes:
        """Give the content of a file.

        Raises:
            OSError: it cannot be read.
        """
        data = self._source.read(path)
        if _MARKER.encode() in data and not path.lower().endswith(".json"):
            self._kept[path] = data
        return data

    def ignores(self) -> tuple[Ignore, ...]:
        """Give the comments of all files that have been read; none of a file that is not YAML."""
        return tuple(
            ignore
            for path, data in self._kept.items()
            if (text := decode_text(data, file_name(self._source, path), []))
            for ignore in ignores_in(text)
        )


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that ignores rules, or means to."""

    text: Text
    offset: int
    rules: tuple[str, ...]
    """Empty where the comment cannot be understood."""
    reason: str
    lines: range
    """What it speaks of."""

    def covers(self, rule: str, mark: Mark) -> bool:
        """Tell whether the comment ignores a rule at a place."""
        return rule in self.rules and mark.file == self.text.file and mark.line in self.lines

    def problem(self, rule: Rule, message: str) -> Problem:
        """Make a problem of the comment itself."""
        return self.text.problem(rule, message, self.offset)


def ignores_in(text: Text) -> Iterator[Ignore]:
    """Find the comments of one YAML file that ignore rules; none where it is not YAML."""
    found = list(_COMMENT.finditer(text.content))
    try:
        parts = extents(text) if found else None
    except yaml.YAMLError:
        return
    for comment in found:
        if parts is None or parts.is_in_scalar(comment.start()):
            continue
        said = _IGNORE.fullmatch(comment[1].rstrip())
        rules = re.split(r"[ \t]*,[ \t]*", said[1]) if said else ()
        reason = said[2] if said and _WORD.search(said[2]) else ""
        lines = _lines(text, comment.start(), parts)
        yield Ignore(text, comment.start(), tuple(rules), reason, lines)


class Ignored:
    """Takes out what comments ignore, and knows in the end which of them ignored something."""

    def __init__(self, ignores: Iterable[Ignore], elsewhere: Iterable[Ignore] = ()) -> None:
        """Heed comments.

        Args:
            ignores: those that are looked at, and should ignore something.
            elsewhere: those in files that others share, where they may have ignored something.
        """
        own = tuple(ignores)
        self._own = len(own)
        self._ignores = (*own, *elsewhere)
        self._used: set[tuple[int, str]] = set()

    def left(self, problems: list[Problem]) -> list[Problem]:
        """Give the problems that no comment ignores."""
        return (
            [found for found in problems if not self.covers(found.rule, found.mark)]
            if self._ignores
            else problems
        )

    def mentions(self, rule: str) -> bool:
        """Tell whether any comment ignores a rule somewhere."""
        return any(rule in ignore.rules for ignore in self._ignores)

    def covers(self, rule: str, mark: Mark) -> bool:
        """Tell whether a rule is ignored at a place; the comments that do so count as used from then on."""
        if rule not in catalogue.CONFIGURABLE:
            return False
        covering = [
            number for number, ignore in enumerate(self._ignores) if ignore.covers(rule, mark)
        ]
        self._used.update((number, rule) for number in covering)
        return bool(covering)

    def own_problems(self, *, complete: bool) -> Iterator[Problem]:
        """Give what is wrong with the comments.

        Args:
            complete: whether all rules have been looked at, so that a comment may be called unused.
        """
        for number, ignore in enumerate(self._ignores[: self._own]):
            yield from _form_problems(ignore)
            for rule in dict.fromkeys(ignore.rules):
                if rule not in catalogue.CONFIGURABLE:
                    yield _not_ignorable(ignore, rule)
                elif complete and (number, rule) not in self._used:
                    message = f"nothing here breaks {rule}; remove it from this comment"
                    yield ignore.problem(ignore_rules.UNUSED, message)


def _lines(text: Text, offset: int, parts: Extents) -> range:
    line = text.line(offset)
    before = text.content[:offset].rpartition("\n")[2].rpartition("\r")[2]
    if before.strip():
        return range(line, line + 1)
    if line < parts.first_line:
        return range(1, text.line(len(text.content)) + 1)
    return parts.next_lines(line)


def _form_problems(ignore: Ignore) -> Iterator[Problem]:
    if not ignore.rules:
        message = "this comment ignores nothing; write `# dataplan-sync: ignore=RULE reason`"
        yield ignore.problem(ignore_rules.MALFORMED, message)
    elif not ignore.reason:
        message = f"say why {' and '.join(ignore.rules)} is ignored, behind it in the comment"
        yield ignore.problem(ignore_rules.WITHOUT_REASON, message)


def _not_ignorable(ignore: Ignore, rule: str) -> Problem:
    if rule in catalogue.BY_ID:
        message = f"{rule} cannot be ignored, because the file cannot be read for certain; mend it"
        return ignore.problem(ignore_rules.UNUSED, message)
    close = get_close_matches(rule, sorted(catalogue.CONFIGURABLE), n=1)
    hint = f'did you mean "{close[0]}"?' if close else "docs/rules.md lists them all"
    message = f'there is no rule "{rule}": {hint}'
    return ignore.problem(ignore_rules.UNKNOWN_RULE, message)
