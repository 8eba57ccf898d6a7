"""The `/validate` route: checks its request as the vendor words it, and leaves the rest to `events`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import events
from dataplan_sync.emulator import bodies, documents, refusals, wire
from dataplan_sync.emulator.refusals import RefusedRequestError

if TYPE_CHECKING:
    from dataplan_sync.emulator.options import EmulatorOptions
    from dataplan_sync.emulator.wire import JSONObject, JSONValue

_MAPS = ("user_attributes", "user_identities")


def validate(content: bytes, options: EmulatorOptions) -> str:
    """Validate a batch against a document; nothing is stored.

    Returns:
        The text of the answer: `results`, failures only, and the `batch` as it was sent.

    Raises:
        RefusedRequestError: 400, with the vendor's text for what is wrong with the request.
    """
    text, value = bodies.read_object(content, options)
    document, batch = value.get("document"), value.get("batch")
    if document is None or batch is None:
        raise refusals.bad_request(refusals.MISSING_VALUE)
    if not isinstance(document, dict):
        raise refusals.bad_request(refusals.INVALID_DOCUMENT)
    if not isinstance(batch, dict) or not _is_batch(batch):
        raise refusals.bad_request(refusals.INVALID_BATCH)
    _check(document, options)
    results = wire.encode(events.validate_batch(document, batch))
    return wire.join_object({"results": results, "batch": wire.members(text)["batch"]})


def _check(document: JSONObject, options: EmulatorOptions) -> None:
    """Refuse a document; what exactly is wrong with its data points is not said here."""
    points = document.get("data_points")
    if not isinstance(points, list):
        raise refusals.bad_request(refusals.INVALID_PLAN_DOCUMENT)
    if len(points) > options.max_points:
        raise refusals.bad_request(refusals.too_many_points(options.max_points, len(points)))
    try:
        documents.check_document(document, options)
    except RefusedRequestError as exc:
        raise refusals.bad_request(refusals.INVALID_PLAN_DOCUMENT) from exc


def _is_batch(batch: JSONObject) -> bool:
    listed = batch.get("events")
    if listed is not None and not (isinstance(listed, list) and all(map(_is_event, listed))):
        return False
    return all(batch.get(name) is None or isinstance(batch[name], dict) for name in _MAPS)


def _is_event(event: JSONValue) -> bool:
    return (
        isinstance(event, dict)
        and isinstance(event.get("event_type"), str)
        and isinstance(event.get("data") or {}, dict)
    )
