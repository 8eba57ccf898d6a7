"""Attributes that likely hold personal data, going by their names.

Looked at are attributes of events and products, which go to every output of the workspace, and custom attributes of
users. Not looked at are identities and mParticle's own user attributes such as `$FirstName`: those are the places
for such data, with controls of their own. What can only be true, false or one of listed values is no personal data.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.values import allowed_types
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dataplan_sync.model import JSONObject
    from dataplan_sync.problems.checks.version_view import VersionView

NAMES: Final = (
    *("email", "e_mail", "email_address", "phone", "phone_number", "telephone", "mobile_number"),
    *("first_name", "last_name", "full_name", "given_name", "family_name", "maiden_name"),
    *("surname", "name_on_card"),
    *("address", "street", "postal_address", "ip_address", "birthday", "birthdate", "birth_date"),
    *("date_of_birth", "dob", "ssn", "social_security_number", "national_id", "passport"),
    *("passport_number", "tax_id", "driver_license", "drivers_license", "password", "passcode"),
    *("credit_card", "credit_card_number", "card_number", "cvv", "iban", "account_number"),
)
"""Our own list. Names are compared word by word: `cardNumber` and `billing-card-number` are meant by `card_number` as well."""
SECRETS: Final = frozenset(
    (
        *("ssn", "social_security_number", "national_id", "passport", "passport_number", "tax_id"),
        *("driver_license", "drivers_license", "password", "passcode", "credit_card"),
        *("credit_card_number", "card_number", "cvv", "iban", "account_number"),
    )
)
"""What no analytics may hold in any form: a hash of something so short or so regular is guessed in no time."""
_NEVER: Final = "never send it, not even hashed; remove it"
_OTHERWISE: Final = "leave it out, hash it, or send it as an identity"
_HASHED: Final = frozenset(("hash", "hashed", "sha", "md"))
"""Numbers are words of their own, so `sha256` is `sha`."""
_HARMLESS: Final = frozenset(("masked", "has", "is", "mac"))
"""Words beside which the rest is no personal data."""
_WORD: Final = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+")

PERSONAL_DATA: Final = Rule(
    id="personal-data",
    severity=Severity.WARNING,
    sentence="By its name, an attribute holds personal data, which would go to every output of the workspace.",
    advice="Send it as a user identity or a reserved user attribute, hash it, or leave it out. Passwords, card and account numbers and numbers of papers such as a passport: never send them, not even hashed. "
    "The names that count are a setting, `rules: {personal-data: {names: [email, loyalty_number]}}` in dataplan-sync.yaml; they take the place of the built-in list.",
    failing=examples.attribute("type: string", name="billingEmail"),
    passing=examples.attribute("type: boolean", name="newsletterByEmail"),
)
RULES: Final = (PERSONAL_DATA,)


def check_version(view: VersionView, names: Iterable[str] | None) -> Iterator[Finding]:
    """Find attributes that likely hold personal data, each once.

    Args:
        view: the version.
        names: what counts as such; None for our own list.
    """
    terms = tuple(_words(name) for name in (NAMES if names is None else names))
    for (_, name), uses in view.uses.items():
        term = _term(name, terms)
        places = [use.path for use in uses if not _is_closed(use.schema)] if term else []
        if term and places:
            tell = partial(_told, name, "_".join(term))
            yield Finding.at_places(PERSONAL_DATA, places, tell)


@lru_cache(maxsize=8192)
def _term(name: str, terms: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Give the term that a name holds, unless what stands beside it makes it harmless."""
    if name.startswith("$"):
        return None
    words = _words(name)
    term = next((term for term in terms if _ends_with(words, term)), None)
    return None if term and _harmless_beside(term) & set(words) else term


def _told(name: str, term: str, indexes: Sequence[int]) -> str:
    others = len(indexes) - 1
    where = f", here and in {_count(others)}" if others else ""
    advice = _NEVER if term in SECRETS else _OTHERWISE
    return f'"{name}" is likely personal data ({term}){where}; {advice}'


def _count(others: int) -> str:
    return f"{others} more data point{'' if others == 1 else 's'}"


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


def _ends_with(words: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Compare the end: a `billing_email` is an email, an `email_type` is none. A count may follow: `address_2`."""
    if words and words[-1].isdigit():
        words = words[:-1]
    return bool(term) and words[-len(term) :] == term


def _harmless_beside(term: tuple[str, ...]) -> frozenset[str]:
    return _HARMLESS if "_".join(term) in SECRETS else _HARMLESS | _HASHED


def _is_closed(schema: JSONObject) -> bool:
    if "enum" in schema or "const" in schema:
        return True
    return allowed_types(schema.get("type")) in ({"boolean"}, {"boolean", "null"})
