"""Every refusal of the API, with the vendor's exact words where they are known.

Known from the vendor's OpenAPI document and the tests of its SDK: the two not-found texts, the three about
deleting a version, those of `/validate`, and the id in use. All other texts are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.emulator.wire import JSONObject

ID_IN_USE = "Plan ID is already in use."
LAST_VERSION = "Unable to delete plan version - plans must contain at least one plan version."
ACTIVE_VERSION = (
    "Unable to delete plan version - this version is active in prod and cannot be deleted."
)
QUARANTINED_VERSION = (
    "Unable to delete plan version. Plan versions with an associated quarantine feed "
    "can only be deleted through the UI."
)
MISSING_VALUE = "A required value was missing."
INVALID_BATCH = "Invalid Event Batch."
INVALID_DOCUMENT = "Invalid Document."
INVALID_PLAN_DOCUMENT = "Invalid data plan document."

ACTIVE_PLAN = "Unable to delete plan - one of its versions is active in prod and cannot be deleted."
LOCKED_VERSION = (
    "Unable to update plan version - this version is active in prod and cannot be updated."
)
NO_VERSION = "version is required."
NO_NAME = "data_plan_name is required."
NO_VERSIONS = "data_plan_versions must contain at least one plan version."
NOT_LOOPBACK = "The back door answers on the loopback interface only."
NO_OBJECT = "The request body must be a JSON object."
QUOTA = "Unable to activate plan version - the memory quota for active plan versions is exceeded."


class RefusedRequestError(Exception):
    """A request that the API answers with an error; not an error of the emulator itself.

    Attributes:
        status: the HTTP status code.
        errors: the members of the answer's `errors` list.
        headers: further headers of the answer.
    """

    def __init__(
        self, status: int, errors: Sequence[JSONObject], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, errors)
        self.status = status
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def bad_request(*messages: str) -> RefusedRequestError:
    """Make a 400 with an ErrorList."""
    return RefusedRequestError(400, tuple({"message": text} for text in messages))


def data_plan_not_found(workspace_id: int, data_plan_id: str) -> RefusedRequestError:
    """Make the 404 of a data plan."""
    text = f"The specified plan ID {data_plan_id} in workspace {workspace_id} was not found."
    return RefusedRequestError(404, ({"message": text},))


def version_not_found(workspace_id: int, data_plan_id: str, version: object) -> RefusedRequestError:
    """Make the 404 of a version."""
    text = (
        f"The specified version {version} in plan ID {data_plan_id} "
        f"was not found in workspace {workspace_id}."
    )
    return RefusedRequestError(404, ({"message": text},))


def too_many_points(maximum: int, count: int) -> str:
    """Say that a document has more data points than allowed."""
    return f"Data plan exceeds maximum of {maximum} with {count} data points."


def too_large(maximum: int) -> str:
    """Say that a request body is larger than allowed."""
    return f"The request body exceeds {maximum} bytes."


def invalid_json(reason: ValueError) -> str:
    """Say that a request body cannot be read."""
    return f"The request body is not valid JSON: {reason}."


def too_many_requests(kind: str, seconds: int) -> RefusedRequestError:
    """Make a 429 for the limit of that kind, to be tried again after so many seconds."""
    return RefusedRequestError(
        429,
        ({"message": f"The rate limit of the {kind} is exceeded."},),
        {"Retry-After": str(seconds), "X-mp-rate-limit-exceeded": kind},
    )


def unauthorized() -> RefusedRequestError:
    """Make the 401 of a request without a valid token."""
    return RefusedRequestError(
        401,
        ({"message": "The access token is missing, unknown or expired."},),
        {"WWW-Authenticate": "Bearer"},
    )


def forbidden(workspace_id: int) -> RefusedRequestError:
    """Make the 403 of a workspace that the credentials do not cover."""
    text = f"The credentials do not cover workspace {workspace_id}."
    return RefusedRequestError(403, ({"message": text},))


def one_of(name: str, values: list[str]) -> str:
    """Say that a member must be one of some values."""
    return f"{name} must be one of {', '.join(values)}."


def wrong_type(name: str) -> str:
    """Say that a member has the wrong type."""
    return f"{name} has the wrong type."


def unknown_key(name: str) -> str:
    """Say that a member is not known."""
    return f"{name} is not a known key."


def taken_version(number: int) -> str:
    """Say that a data plan has a version of that number."""
    return f"Version {number} is already in use."


def nothing_there(place: str) -> str:
    """Say that an edit points at nothing."""
    return f"There is nothing at {place}."
