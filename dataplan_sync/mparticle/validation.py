"""What the API's `/validate` finds in an event batch, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dataplan_sync.model import DataPointMatch
from dataplan_sync.wire import ObjectReader

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.wire import Fault, Path


@dataclass(frozen=True, slots=True)
class ValidationError:
    """One thing that is wrong with an event."""

    validation_error_type: str
    """`unplanned`, `missing_required`, `invalid_value` or `unknown`."""
    key: str | None = None
    """The name of the event or attribute."""
    error_pointer: str | None = None
    """Where in the event: `#/data/custom_attributes/size`."""
    expected: JSONValue = None
    actual: JSONValue = None
    schema_keyword: str | None = None
    """The JSON Schema keyword that was not met."""
    action_expected: str | None = None
    """What blocking would do: `allow`, `drop_event`, `drop_attribute`, `drop_batch`."""


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """What is wrong with one event of a batch."""

    validation_errors: tuple[ValidationError, ...]
    match: DataPointMatch | None = None
    """The data point that the event was held against, or would have needed."""
    wire: JSONObject = field(default_factory=dict, compare=False)
    """The whole result as the API gave it, with the event's common data."""


@dataclass(frozen=True, slots=True)
class ValidationResults:
    """The answer to a validation: events without an error may be left out by the API."""

    results: tuple[ValidationResult, ...]
    batch: JSONObject = field(default_factory=dict, compare=False)
    """The batch as the API understood it."""

    @property
    def ok(self) -> bool:
        """Whether no event has an error."""
        return not any(result.validation_errors for result in self.results)


def decode_results(
    value: JSONValue, faults: list[Fault], path: Path = ()
) -> ValidationResults | None:
    """Decode the answer of `/validate`; None if it is not an object. Faults are appended to `faults`."""
    reader = ObjectReader.of(value, faults, path)
    if reader is None:
        return None
    results = (
        _result(item, faults, (*path, "results", index))
        for index, item in enumerate(reader.items("results"))
    )
    return ValidationResults(
        results=tuple(result for result in results if result), batch=reader.object("batch") or {}
    )


def _result(value: JSONValue, faults: list[Fault], path: Path) -> ValidationResult | None:
    reader = ObjectReader.of(value, faults, path)
    data = reader.child("data") if reader else None
    if reader is None or data is None:
        return None
    errors = (
        _error(item, faults, (*data.path, "validation_errors", index))
        for index, item in enumerate(data.items("validation_errors"))
    )
    return ValidationResult(
        validation_errors=tuple(error for error in errors if error),
        match=_match(data),
        wire=reader.value,
    )


def _match(data: ObjectReader) -> DataPointMatch | None:
    if data.value.get("match") is None:
        return None
    match = data.child("match")
    kind = match.required_text("type") if match else None
    return DataPointMatch(kind, match.object("criteria") or {}) if match and kind else None


def _error(value: JSONValue, faults: list[Fault], path: Path) -> ValidationError | None:
    reader = ObjectReader.of(value, faults, path)
    if reader is None:
        return None
    return ValidationError(
        validation_error_type=reader.text("validation_error_type") or "unknown",
        key=reader.text("key"),
        error_pointer=reader.text("error_pointer"),
        expected=reader.value.get("expected"),
        actual=reader.value.get("actual"),
        schema_keyword=reader.text("schema_keyword"),
        action_expected=reader.text("action_expected"),
    )
