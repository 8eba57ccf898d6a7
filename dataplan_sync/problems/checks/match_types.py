"""Matches that match nothing: types, criteria and values that the API does not know.

The lists are those of the API's OpenAPI document; the types that mParticle has but does not plan are those of the
vendor's `js-models`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType
from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule
from dataplan_sync.wire import near_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dataplan_sync.problems.checks.version_view import PlacedPoint
    from dataplan_sync.problems.rule import Example

CRITERIA: Final[Mapping[str, tuple[str, ...]]] = {
    MatchType.CUSTOM_EVENT: ("event_name", "custom_event_type"),
    MatchType.SCREEN_VIEW: ("screen_name",),
    MatchType.PRODUCT_ACTION: ("action",),
    MatchType.PROMOTION_ACTION: ("action",),
    MatchType.PRODUCT_IMPRESSION: (),
    MatchType.USER_ATTRIBUTES: (),
    MatchType.USER_IDENTITIES: (),
}
"""What the match of each type may say."""
_UNPLANNED_TYPES: Final = frozenset(
    (
        "unknown",
        "session_start",
        "session_end",
        "crash_report",
        "opt_out",
        "first_run",
        "application_state_transition",
        "network_performance",
        "breadcrumb",
        "profile",
        "commerce",
        "user_attribute_change",
        "user_identity_change",
        "uninstall",
        "media",
    )
)
EVENT_TYPES: Final = (
    "unknown",
    "navigation",
    "location",
    "search",
    "transaction",
    "user_content",
    "user_preference",
    "social",
    "other",
    "media",
)
UNDOCUMENTED_EVENT_TYPES: Final = ("attribution",)
"""Found in a data plan that mParticle's UI made, though the API's documents do not list it."""
ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    MatchType.PRODUCT_ACTION: (
        "add_to_cart",
        "remove_from_cart",
        "checkout",
        "checkout_option",
        "click",
        "view_detail",
        "purchase",
        "refund",
        "add_to_wishlist",
        "remove_from_wish_list",
    ),
    MatchType.PROMOTION_ACTION: ("view", "click"),
}


def _example(match: str) -> Example:
    return examples.data_plan(examples.bare(match))


UNKNOWN_MATCH_TYPE: Final = Rule(
    id="unknown-match-type",
    severity=Severity.ERROR,
    sentence="The API has no such match type.",
    advice="Use custom_event, screen_view, product_action, promotion_action, product_impression, user_attributes or user_identities.",
    failing=_example("{type: product_view}"),
    passing=_example("{type: product_impression}"),
)
UNPLANNED_MATCH_TYPE: Final = Rule(
    id="unplanned-match-type",
    severity=Severity.WARNING,
    sentence="mParticle has data of this type, but does not hold it to data plans.",
    advice="Remove the data point; nothing is validated by it.",
    failing=_example("{type: session_start}"),
    passing=_example("{type: product_impression}"),
)
UNKNOWN_CRITERION: Final = Rule(
    id="unknown-criterion",
    severity=Severity.ERROR,
    sentence="A match has a criterion that its type does not have; it narrows nothing.",
    advice="Remove the criterion, or use the type that has it.",
    failing=_example("{type: screen_view, criteria: {screen_name: Home, event_name: Home}}"),
    passing=_example("{type: screen_view, criteria: {screen_name: Home}}"),
)
UNKNOWN_EVENT_TYPE: Final = Rule(
    id="unknown-event-type",
    severity=Severity.ERROR,
    sentence="mParticle has no such type of custom events.",
    advice="Use one of " + ", ".join(EVENT_TYPES[1:]) + ".",
    failing=_example(
        "{type: custom_event, criteria: {event_name: Basket Viewed, custom_event_type: basket}}"
    ),
    passing=_example(
        "{type: custom_event, criteria: {event_name: Basket Viewed, custom_event_type: other}}"
    ),
)
UNDOCUMENTED_EVENT_TYPE: Final = Rule(
    id="undocumented-event-type",
    severity=Severity.WARNING,
    sentence="mParticle's UI knows this type of custom events, but the API's documents do not.",
    advice="Read the version back after an apply (this tool does), or use a documented type such as other.",
    failing=_example(
        "{type: custom_event, criteria: {event_name: Ad Opened, custom_event_type: attribution}}"
    ),
    passing=_example(
        "{type: custom_event, criteria: {event_name: Ad Opened, custom_event_type: other}}"
    ),
)
UNKNOWN_ACTION: Final = Rule(
    id="unknown-action",
    severity=Severity.ERROR,
    sentence="mParticle has no such product action or promotion action.",
    advice="Use one of the actions of the API: for products add_to_cart to remove_from_wish_list, for promotions view and click.",
    failing=_example("{type: product_action, criteria: {action: remove_from_wishlist}}"),
    passing=_example("{type: product_action, criteria: {action: remove_from_wish_list}}"),
)
UNKNOWN_VALIDATOR: Final = Rule(
    id="unknown-validator",
    severity=Severity.ERROR,
    sentence="The API has no type of validators but json_schema.",
    advice="Write type: json_schema.",
    failing=examples.data_plan(
        examples.bare("{type: product_impression}").replace("json_schema", "jsonschema")
    ),
    passing=_example("{type: product_impression}"),
)
RULES: Final = (
    UNKNOWN_MATCH_TYPE,
    UNPLANNED_MATCH_TYPE,
    UNKNOWN_CRITERION,
    UNKNOWN_EVENT_TYPE,
    UNDOCUMENTED_EVENT_TYPE,
    UNKNOWN_ACTION,
    UNKNOWN_VALIDATOR,
)


def check_point(placed: PlacedPoint) -> Iterator[Finding]:
    """Find what the API does not know in a data point's match, and in the type of its validator."""
    match, validator = placed.point.match, placed.point.validator
    path = (*placed.path, "match")
    if validator.type != "json_schema":
        message = f'validator type "{validator.type}" does not exist; write json_schema'
        yield Finding(UNKNOWN_VALIDATOR, message, (*placed.path, "validator", "type"))
    if match.type in _UNPLANNED_TYPES:
        message = f"mParticle does not hold {match.type} to data plans; remove the data point"
        yield Finding(UNPLANNED_MATCH_TYPE, message, (*path, "type"))
        return
    if match.type not in CRITERIA:
        message = f'match type "{match.type}" does not exist; {_advice(match.type, CRITERIA)}'
        yield Finding(UNKNOWN_MATCH_TYPE, message, (*path, "type"))
        return
    yield from _criteria(placed)
    yield from _values(placed)


def _criteria(placed: PlacedPoint) -> Iterator[Finding]:
    match = placed.point.match
    known = CRITERIA[match.type]
    for name, value in match.criteria.items():
        if name not in known and value is not None:
            message = f'{match.type} has no criterion "{name}"; {_advice(name, known)}'
            yield Finding(UNKNOWN_CRITERION, message, (*placed.path, "match", "criteria", name))


def _values(placed: PlacedPoint) -> Iterator[Finding]:
    match, path = placed.point.match, (*placed.path, "match", "criteria")
    kind = match.criteria.get("custom_event_type")
    if match.type == MatchType.CUSTOM_EVENT and isinstance(kind, str) and kind not in EVENT_TYPES:
        if kind in UNDOCUMENTED_EVENT_TYPES:
            message = f"custom_event_type {kind} is not documented; check that mParticle stores the version"
            yield Finding(UNDOCUMENTED_EVENT_TYPE, message, (*path, "custom_event_type"))
        else:
            message = f'custom_event_type "{kind}" does not exist; {_advice(kind, EVENT_TYPES)}'
            yield Finding(UNKNOWN_EVENT_TYPE, message, (*path, "custom_event_type"))
    action, actions = match.criteria.get("action"), ACTIONS.get(match.type)
    if actions and isinstance(action, str) and action not in actions:
        message = f'{match.type} "{action}" does not exist; {_advice(action, actions)}'
        yield Finding(UNKNOWN_ACTION, message, (*path, "action"))


def _advice(word: str, known: Iterable[str]) -> str:
    known = tuple(known)
    near = near_match(word, known)
    if near:
        return f'did you mean "{near}"?'
    return f"use one of {', '.join(known)}" if known else "remove it"
