"""Every switch of the emulator, with its default and the reason for it.

The vendor documents less than a client needs to know. What is undocumented, or nasty, is an option here, so
that a client can be tried against each behaviour that a real workspace may show. The command line and
`docs/emulator.md` are made from these fields; nothing else names a default.

Facts come from the vendor's OpenAPI document, its API page, its SDK and captured answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated


class ProdLock(StrEnum):
    """What a PATCH does to a version that is active in production."""

    SILENT = "silent"
    REJECT = "reject"
    ALLOW = "allow"


class LockedFields(StrEnum):
    """Which fields of a version the production lock holds."""

    DOCUMENT = "document"
    EVERYTHING = "everything"


class UnsupportedKeyword(StrEnum):
    """What happens to a definition that uses a keyword the vendor does not support."""

    REJECT = "reject"
    IGNORE = "ignore"


class Strictness(StrEnum):
    """Whether an undocumented case is refused or taken."""

    REJECT = "reject"
    ACCEPT = "accept"


class WithoutVersions(StrEnum):
    """What creating a data plan without versions does."""

    REJECT = "reject"
    CREATE_V1 = "create_v1"
    ACCEPT = "accept"


class VersionNumber(StrEnum):
    """What creating a version does when its number cannot be used as it stands."""

    REJECT = "reject"
    NEXT = "next"


class VersionInPatch(StrEnum):
    """What a `version` in the body of a PATCH does; the path always decides which version is meant."""

    IGNORE = "ignore"
    REJECT = "reject"


class UnknownKeys(StrEnum):
    """What happens to keys that no document names."""

    KEEP = "keep"
    DROP = "drop"


class NullInPatch(StrEnum):
    """What a null description in a PATCH does."""

    CLEAR = "clear"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Switch:
    """What the command line and the documentation say of an option.

    Attributes:
        help: what it does.
        why: which fact is undocumented, or why the default is what it is.
    """

    help: str
    why: str


@dataclass(frozen=True, slots=True)
class EmulatorOptions:
    """How the emulator behaves; the defaults are the most likely behaviour of the real service."""

    client_id: Annotated[
        str, Switch("Client id that the token endpoint accepts.", "Yours to choose.")
    ] = "emulator"
    client_secret: Annotated[
        str, Switch("Client secret that the token endpoint accepts.", "Yours to choose.")
    ] = field(default="emulator", repr=False)
    workspace_ids: Annotated[
        tuple[int, ...],
        Switch(
            "Workspace that the credentials cover; may be repeated. None given: every workspace.",
            "A workspace outside the scope of a credential answers 403.",
        ),
    ] = ()
    prod_lock: Annotated[
        ProdLock,
        Switch(
            "PATCH of a version that is active in production: `silent` answers 200 with the old object.",
            "The vendor documents uploads that fail without an error response; when exactly is undocumented.",
        ),
    ] = ProdLock.SILENT
    locked_fields: Annotated[
        LockedFields,
        Switch(
            "What the production lock holds: the `document` alone, or `everything`.",
            "The documented way round the lock changes the environment first, so that must stay possible.",
        ),
    ] = LockedFields.DOCUMENT
    unsupported_keyword: Annotated[
        UnsupportedKeyword,
        Switch(
            "A definition with an unsupported JSON Schema keyword.",
            "The list of unsupported keywords is documented, what the API does with one is not.",
        ),
    ] = UnsupportedKeyword.REJECT
    invalid_definition: Annotated[
        Strictness,
        Switch(
            "A definition that is no valid JSON Schema (draft 07).",
            "The 400 answer for bad schemas is documented, its exact rules are not.",
        ),
    ] = Strictness.REJECT
    duplicate_match_key: Annotated[
        Strictness,
        Switch(
            "Two data points of one version with the same match.",
            "Undocumented; the vendor's SDK warns and lets the last one win.",
        ),
    ] = Strictness.REJECT
    post_plan_without_versions: Annotated[
        WithoutVersions,
        Switch(
            "Creating a data plan without a version.",
            "Undocumented; a data plan must keep at least one version when versions are deleted.",
        ),
    ] = WithoutVersions.REJECT
    post_version_without_number: Annotated[
        VersionNumber,
        Switch(
            "Creating a version without a number: `next` takes the highest number plus one.",
            "Undocumented; every published example sends a number.",
        ),
    ] = VersionNumber.NEXT
    taken_version: Annotated[
        VersionNumber,
        Switch(
            "Creating a version whose number exists.",
            "Undocumented; the number could also be ignored.",
        ),
    ] = VersionNumber.REJECT
    version_in_patch_body: Annotated[
        VersionInPatch,
        Switch(
            "PATCH of a version with a `version` in the body.",
            "Published examples send it, the OpenAPI document does not know it.",
        ),
    ] = VersionInPatch.IGNORE
    null_in_patch: Annotated[
        NullInPatch,
        Switch(
            "PATCH with a description of null.",
            "Undocumented; the UI clears a description with an empty string.",
        ),
    ] = NullInPatch.CLEAR
    delete_active_plan: Annotated[
        Strictness,
        Switch(
            "Deleting a data plan with a version that is active in production.",
            "The OpenAPI document lists no 400 for deleting a data plan.",
        ),
    ] = Strictness.ACCEPT
    unknown_keys: Annotated[
        UnknownKeys,
        Switch(
            "Unknown top-level keys of data plans and versions. Inside a document everything is kept.",
            "Undocumented.",
        ),
    ] = UnknownKeys.KEEP
    case_sensitive_ids: Annotated[
        bool, Switch("Whether the ids of data plans differ by case.", "Undocumented.")
    ] = True
    legacy_nulls: Annotated[
        bool,
        Switch(
            "Write null for what is absent, as the API did until 2020.",
            "Newer answers leave null keys out.",
        ),
    ] = False
    max_points: Annotated[
        int,
        Switch(
            "Data points that a version may have.",
            "The limit is configured per account; 1000 is what the vendor names.",
        ),
    ] = 1000
    max_bytes: Annotated[
        int, Switch("Size of a request body, in bytes.", "Documented: JSON below 10 MB.")
    ] = 10_000_000
    memory_quota: Annotated[
        int,
        Switch(
            "Bytes that the documents of all active versions may take together; 0: no quota.",
            "The quota is documented, its size and its error text are not.",
        ),
    ] = 0
    lag_seconds: Annotated[
        float,
        Switch(
            "Seconds for which reads still show the state before a write.",
            "Undocumented; a client that reads back must not trip over a lagging replica.",
        ),
    ] = 0.0
    lag_reads: Annotated[
        int,
        Switch(
            "Reads of a data plan that still show the state before each write.",
            "As above, without a clock: handy in tests.",
        ),
    ] = 0
    latency: Annotated[
        float, Switch("Seconds that each answer is held back.", "Real answers take time.")
    ] = 0.0
    account_limit: Annotated[
        int,
        Switch(
            "Requests a minute for the account; 0: no limit.",
            "Documented as 3000 for all GET, POST and PATCH requests; off here, so that tests run freely.",
        ),
    ] = 0
    org_limit: Annotated[
        int,
        Switch(
            "Requests a minute for the organization; 0: no limit.", "Documented as 6000; off here."
        ),
    ] = 0
    token_lifetime: Annotated[
        int, Switch("Seconds that an access token lives.", "Documented: 8 hours.")
    ] = 28_800
