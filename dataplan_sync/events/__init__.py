"""Validates event batches against a version document, as the vendor's server or as the vendor's SDK does.

Results have the vendor's shape and name failures only: a batch that follows the document gives none.
Facts: the API's OpenAPI document (results), mParticle's published engine MP.Json (the server's reading of
definitions), `@mparticle/data-planning-node` with ajv 6 (the SDK's). `docs/events.md` has them all.

Pure: no I/O, and nothing of this package is imported but `matches`, so that the emulator may stand on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.events.semantics import Semantics
from dataplan_sync.events.validator import DocumentValidator, Result, Verdict

if TYPE_CHECKING:
    from dataplan_sync.events.values import JSONMapping

__all__ = ["DocumentValidator", "Result", "Semantics", "Verdict", "validate_batch"]


def validate_batch(
    document: JSONMapping, batch: JSONMapping, *, semantics: Semantics = Semantics.SERVER
) -> list[Result]:
    """Validate a batch against a version document.

    Args:
        document: `{data_points: [...]}`, each with a `match` and a `validator`.
        batch: the batch as the Events API takes it.
        semantics: whose reading counts.

    Returns:
        A result for each event that fails, in order, then one for the user attributes and one for the user
        identities: `{event_type: "validation_result", data: {match, validation_errors}}`.
    """
    return DocumentValidator(document, semantics=semantics).validate(batch)
