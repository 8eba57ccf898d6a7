"""Request bodies of data plans and versions: read, checked, and split from what the server owns.

Everything that is wrong with a body is said at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataplan_sync.emulator import refusals, wire
from dataplan_sync.emulator.options import UnknownKeys
from dataplan_sync.emulator.records import DATA_PLAN_FIELDS, FEED, STAMPS, VERSION_FIELDS

if TYPE_CHECKING:
    from dataplan_sync.emulator.options import EmulatorOptions
    from dataplan_sync.emulator.wire import JSONObject, JSONValue

_ENVIRONMENTS = ("none", "development", "production")
_MAX_VERSION = 2**31 - 1
_DESCRIPTIONS = ("data_plan_description", "version_description")
_ELSEWHERE = ("data_plan_id", "data_plan_versions", "version", "version_document", *STAMPS)


@dataclass(frozen=True, slots=True)
class VersionBody:
    """A version as a client sent it.

    Attributes:
        number: None when the body has none.
        fields: the members that a client may write, as sent, null included.
        document: the text of the version document; None when the body has none.
    """

    number: int | None
    fields: JSONObject
    document: str | None


@dataclass(frozen=True, slots=True)
class DataPlanBody:
    """A data plan as a client sent it; see `VersionBody`."""

    data_plan_id: str | None
    fields: JSONObject
    versions: tuple[VersionBody, ...]


def read_json(content: bytes, options: EmulatorOptions) -> tuple[str, JSONValue]:
    """Read the text and the value of a request body.

    Raises:
        RefusedRequestError: too large, or not JSON.
    """
    if len(content) > options.max_bytes:
        raise refusals.bad_request(refusals.too_large(options.max_bytes))
    try:
        text = content.decode("utf-8-sig")
        return text, wire.parse(text)
    except ValueError as exc:
        raise refusals.bad_request(refusals.invalid_json(exc)) from exc


def read_object(content: bytes, options: EmulatorOptions) -> tuple[str, JSONObject]:
    """Read a request body that must be a JSON object; see `read_json`."""
    text, value = read_json(content, options)
    if not isinstance(value, dict):
        raise refusals.bad_request(refusals.NO_OBJECT)
    return text, value


def read_version(text: str, value: JSONObject, options: EmulatorOptions) -> VersionBody:
    """Read a version; the document's own rules are for `documents`.

    Raises:
        RefusedRequestError: something has the wrong type.
    """
    problems = _version_problems(value)
    if problems:
        raise refusals.bad_request(*problems)
    return _version(text, value, options)


def read_data_plan(text: str, value: JSONObject, options: EmulatorOptions) -> DataPlanBody:
    """Read a data plan with its versions.

    Raises:
        RefusedRequestError: something has the wrong type.
    """
    problems = [*_text_problems(value, DATA_PLAN_FIELDS), *_id_problems(value.get("data_plan_id"))]
    nested = value.get("data_plan_versions")
    versions: list[JSONObject] = []
    if isinstance(nested, list):
        versions = [item for item in nested if isinstance(item, dict)]
        problems += [text for item in versions for text in _version_problems(item)]
    if nested is not None and (not isinstance(nested, list) or len(versions) < len(nested)):
        problems.append("data_plan_versions must be an array of objects.")
    if problems:
        raise refusals.bad_request(*problems)
    texts = wire.elements(wire.members(text)["data_plan_versions"]) if versions else []
    data_plan_id = value.get("data_plan_id")
    return DataPlanBody(
        data_plan_id if isinstance(data_plan_id, str) else None,
        _writable(value, DATA_PLAN_FIELDS, options),
        tuple(_version(part, item, options) for part, item in zip(texts, versions, strict=True)),
    )


def _version(text: str, value: JSONObject, options: EmulatorOptions) -> VersionBody:
    number = value.get("version")
    document = None
    if value.get("version_document") is not None:
        document = wire.members(text)["version_document"]
    return VersionBody(
        number if isinstance(number, int) else None,
        _writable(value, (*VERSION_FIELDS, FEED), options),
        document,
    )


def _writable(value: JSONObject, known: tuple[str, ...], options: EmulatorOptions) -> JSONObject:
    """What a client may write: known fields, and unknown ones where they are kept."""
    keep = options.unknown_keys is UnknownKeys.KEEP
    return {
        name: item
        for name, item in value.items()
        if name in known or (keep and name not in _ELSEWHERE)
    }


def _version_problems(value: JSONObject) -> list[str]:
    problems = _text_problems(value, ("version_description",))
    number = value.get("version")
    if number is not None and not _is_version(number):
        problems.append("version must be a positive integer.")
    environment = value.get("activated_environment")
    if environment is not None and environment not in _ENVIRONMENTS:
        problems.append(f"activated_environment must be one of {', '.join(_ENVIRONMENTS)}.")
    document = value.get("version_document")
    if document is not None and not isinstance(document, dict):
        problems.append("version_document must be an object.")
    feed = value.get(FEED)
    if feed is not None and (isinstance(feed, bool) or not isinstance(feed, (int, float))):
        problems.append(f"{FEED} must be a number.")
    return problems


def _is_version(number: JSONValue) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= _MAX_VERSION


def _text_problems(value: JSONObject, names: tuple[str, ...]) -> list[str]:
    problems = []
    for name in names:
        item = value.get(name)
        nullable = name in _DESCRIPTIONS or name not in value
        if not isinstance(item, str) and not (item is None and nullable):
            problems.append(f"{name} must be a string.")
        elif name == "data_plan_name" and item is not None and not item.strip():
            problems.append("data_plan_name must not be empty.")
    return problems


def _id_problems(value: JSONValue) -> list[str]:
    if value is None or (isinstance(value, str) and value and "/" not in value):
        return []
    return ["data_plan_id must be a string that is not empty and has no slash."]
