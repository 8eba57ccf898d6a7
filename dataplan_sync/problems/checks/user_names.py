"""Names of user identities and of reserved user attributes that mParticle does not have.

mParticle spells some identities differently in event batches and in data plans (`customer_id`, `customerid`), which
is easily mixed up: a data plan must use its own spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType
from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule
from dataplan_sync.wire import near_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.problems.checks.version_view import PlacedPoint
    from dataplan_sync.problems.rule import Example

IDENTITIES: Final = (
    *("email", "customerid", "facebook", "twitter", "google", "microsoft", "yahoo", "alias"),
    *("other", *(f"other{number}" for number in range(2, 11)), "facebookcustomaudienceid"),
    *("mobile_number", "phone_number_2", "phone_number_3", "ios_idfa", "ios_idfv"),
    *("android_aaid", "android_uuid", "amp_id", "push_token", "roku_aid", "roku_publisher_id"),
    "device_application_stamp",
)
_IN_BATCHES: Final[Mapping[str, str]] = {
    "customer_id": "customerid",
    "facebook_custom_audience_id": "facebookcustomaudienceid",
    **{f"other_id_{number}": f"other{number}" for number in range(2, 11)},
}
"""How a batch spells an identity, and how a data plan does."""
RESERVED: Final = (
    *("$FirstName", "$LastName", "$Age", "$Gender", "$Zip", "$City", "$State", "$Address"),
    *("$Country", "$Mobile"),
)


def _example(kind: str, name: str) -> Example:
    definition = f"properties:\n  {name}: {{type: string, description: From the sign-up form}}"
    return examples.data_plan(examples.point(definition, match=f"{{type: {kind}}}"))


UNKNOWN_IDENTITY: Final = Rule(
    id="unknown-identity",
    severity=Severity.WARNING,
    sentence="mParticle has no user identity of this name, at least not in data plans.",
    advice="Use the spelling of data plans: customerid, not customer_id as in event batches.",
    failing=_example("user_identities", "customer_id"),
    passing=_example("user_identities", "customerid"),
)
UNKNOWN_RESERVED: Final = Rule(
    id="unknown-reserved-attribute",
    severity=Severity.WARNING,
    sentence="mParticle has no reserved user attribute of this name; those that begin with $ are its own.",
    advice="Correct the spelling, upper and lower case too, or leave out the $.",
    failing=_example("user_attributes", "$Firstname"),
    passing=_example("user_attributes", "$FirstName"),
)
RULES: Final = (UNKNOWN_IDENTITY, UNKNOWN_RESERVED)


def check_point(placed: PlacedPoint) -> Iterator[Finding]:
    """Find identities and reserved attributes that do not exist."""
    path = (*placed.path, "validator", "definition", "properties")
    properties = placed.point.validator.definition.get("properties")
    names = properties if isinstance(properties, dict) else {}
    match placed.point.match.type:
        case MatchType.USER_IDENTITIES:
            for name in names.keys() - set(IDENTITIES):
                near = _IN_BATCHES.get(name) or near_match(name, IDENTITIES)
                message = f'user identity "{name}" does not exist; {_advice(near)}'
                yield Finding(UNKNOWN_IDENTITY, message, (*path, name))
        case MatchType.USER_ATTRIBUTES:
            for name in names.keys() - set(RESERVED):
                if name.startswith("$"):
                    near = {known.lower(): known for known in RESERVED}.get(name.lower())
                    message = f'reserved user attribute "{name}" does not exist; {_advice(near)}'
                    yield Finding(UNKNOWN_RESERVED, message, (*path, name))
        case _:
            return


def _advice(near: str | None) -> str:
    return f'did you mean "{near}"?' if near else "correct the name, or remove it"
