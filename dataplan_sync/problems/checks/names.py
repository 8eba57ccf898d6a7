"""Names that are likely meant to be one: they differ in case, separators, or a slip of the finger.

Smartype makes a class of every event and drops case and punctuation on the way; two that become one class break its
build. For everybody else they are two rows in every report, each with half of the data.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType
from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dataplan_sync.problems.checks.version_view import Carrier, VersionView
    from dataplan_sync.problems.rule import Example
    from dataplan_sync.wire import Path

_CRITERION: Final = {MatchType.CUSTOM_EVENT: "event_name", MatchType.SCREEN_VIEW: "screen_name"}
_PUNCTUATION: Final = re.compile(r"[\W_]+")
_DOUBLED: Final = re.compile(r"([^\W\d_])\1+")
_SHORTEST: Final = 6
"""Letters that a name must have before a slip is supposed: `of` and `off` are two words."""


def _events(*names: str) -> Example:
    matches = (
        f"{{type: custom_event, criteria: {{event_name: {name}, custom_event_type: other}}}}"
        for name in names
    )
    return examples.data_plan("".join(map(examples.bare, matches)))


def _attributes(*names: str) -> Example:
    lines = (f"  {name}: {{type: string, description: Number of the basket}}" for name in names)
    return examples.data_plan(examples.event("\n".join(("properties:", *lines))))


COLLIDING_NAMES: Final = Rule(
    id="colliding-names",
    severity=Severity.WARNING,
    sentence="Two events or screens differ only in case or punctuation and become the same class in Smartype.",
    advice="Keep one name, and send it from all apps.",
    failing=_events("Basket Viewed", "basket_viewed"),
    passing=_events("Basket Viewed", "Basket Left"),
)
SIMILAR_NAMES: Final = Rule(
    id="similar-names",
    severity=Severity.WARNING,
    sentence="Two events or screens differ by a doubled letter or two that changed places, as if one were mistyped.",
    advice="Keep the name that apps send; if both are meant, say so in an ignore comment.",
    failing=_events("Address Changed", "Adress Changed"),
    passing=_events("Address Changed", "Address Removed"),
)
SIMILAR_ATTRIBUTES: Final = Rule(
    id="similar-attributes",
    severity=Severity.WARNING,
    sentence="Two attributes differ only in case, punctuation, a doubled letter or two that changed places.",
    advice="Keep one spelling, the one that most events have.",
    failing=_attributes("cart_id", "cartId"),
    passing=_attributes("cart_id", "cart_size"),
)
RULES: Final = (COLLIDING_NAMES, SIMILAR_NAMES, SIMILAR_ATTRIBUTES)


def check_version(view: VersionView) -> Iterator[Finding]:
    """Find names of a version that are likely one."""
    for kind, criterion in _CRITERION.items():
        yield from _check_points(view, kind, criterion)
    yield from _check_attributes(view)


def _check_points(view: VersionView, kind: MatchType, criterion: str) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for placed in view.points:
        name = placed.point.match.criteria.get(criterion)
        if placed.point.match.type == kind and isinstance(name, str):
            first.setdefault(name, (*placed.path, "match", "criteria", criterion))
    for one, other in likely_one(first):
        if kind == MatchType.SCREEN_VIEW and one.replace("_", "") == other.replace("_", ""):
            continue  # The worse consequence, on iOS, has a rule in `identifiers`.
        if folded(one) == folded(other):
            message = f'"{other}" and "{one}" become the same class in Smartype; keep one name'
            yield Finding(COLLIDING_NAMES, message, first[other])
        else:
            message = f'"{other}" looks like "{one}" mistyped; keep one name'
            yield Finding(SIMILAR_NAMES, message, first[other])


def _check_attributes(view: VersionView) -> Iterator[Finding]:
    counts: defaultdict[Carrier, Counter[str]] = defaultdict(Counter)
    for (carrier, name), uses in view.uses.items():
        counts[carrier][name] = len(uses)
    for carrier, names in counts.items():
        # The frequent spelling is taken for the right one, so the finding stands at the rare one.
        by_frequency = [name for name, _ in names.most_common()]
        for one, other in likely_one(by_frequency):
            tell = partial(_told_spelling, one, other, names[one])
            places = [use.path for use in view.uses[carrier, other]]
            yield Finding.at_places(SIMILAR_ATTRIBUTES, places, tell)


def _told_spelling(one: str, other: str, count: int, indexes: Sequence[int]) -> str:
    return f'"{other}" looks like "{one}" ({len(indexes)} against {count} uses); keep one spelling'


def likely_one(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Find pairs of names that are likely meant to be the same.

    Args:
        names: distinct names, the likely right ones first.

    Yields:
        The earlier name and the later one. Each later name comes once.
    """
    by_fold: dict[str, str] = {}
    by_single: dict[str, str] = {}
    by_letters: dict[str, list[str]] = {}
    for name in names:
        fold = folded(name)
        single = _single_letters(fold)
        # Names with digits are told apart by their digits, and there are many of them: step_1_2, step_2_1.
        alike = by_letters.setdefault(_letters(fold), []) if fold.isalpha() else []
        swapped = (one for one in alike if _is_swapped(folded(one), fold))
        one = by_fold.get(fold)
        if one is None and len(single) >= _SHORTEST:
            one = by_single.get(single) or next(swapped, None)
        if one is not None:
            yield one, name
        by_fold.setdefault(fold, name)
        by_single.setdefault(single, name)
        alike.append(name)


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """Give a name without case, separators and punctuation; a name of nothing else stays as it is."""
    return _PUNCTUATION.sub("", name.casefold()) or name


@lru_cache(maxsize=8192)
def _single_letters(fold: str) -> str:
    """Write doubled letters once. Digits stay: step 1 is not step 11."""
    return _DOUBLED.sub(r"\1", fold)


@lru_cache(maxsize=8192)
def _letters(fold: str) -> str:
    return "".join(sorted(fold))


def _is_swapped(one: str, other: str) -> bool:
    at = [index for index, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(at) != 2 or at[1] - at[0] != 1:
        return False
    return one[at[0]] + one[at[1]] == other[at[1]] + other[at[0]]
