"""The nouns of the Data Planning API, frozen, and the identity of each.

The same types hold what git says (`desired`), what the API says (`live`) and what git said at the last
apply (`base`): comparing is then comparing two equal shapes. Provenance lives in a variable's name.

What is left out is not managed (design §4): a scalar that is None is neither compared nor sent. Keys that
we do not know travel in `extra`, level by level, so that nothing a user or the API wrote is lost on the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

JSONValue: TypeAlias = "bool | int | float | str | list[JSONValue] | dict[str, JSONValue] | None"
"""A JSON value as the standard library decodes it. Never mutated once it is inside the model."""

JSONObject: TypeAlias = "dict[str, JSONValue]"

Identity: TypeAlias = tuple[str, ...]
"""What makes a data point the same data point in two states: its match, as a tuple."""


Derived = TypeVar("Derived")


class MatchType(StrEnum):
    """The kinds of data that a data point can match (the API's `MatchType`, less its unused `unknown`)."""

    CUSTOM_EVENT = "custom_event"
    SCREEN_VIEW = "screen_view"
    PRODUCT_ACTION = "product_action"
    PROMOTION_ACTION = "promotion_action"
    PRODUCT_IMPRESSION = "product_impression"
    USER_ATTRIBUTES = "user_attributes"
    USER_IDENTITIES = "user_identities"


class ActivatedEnvironment(StrEnum):
    """Where a version is active; `production` means production *and* development."""

    NONE = "none"
    DEVELOPMENT = "development"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who wrote an object and when, as the API says.

    Times are UTC without a zone (`2020-01-14T14:52:11.43`). An author is an e-mail address for somebody in
    the UI and `client_id:<id>` for API credentials. The last two are absent until the first edit.
    """

    created_on: str | None = None
    created_by: str | None = None
    last_modified_on: str | None = None
    last_modified_by: str | None = None

    @property
    def latest_by(self) -> str | None:
        """Whoever wrote the object last."""
        return self.last_modified_by or self.created_by

    @property
    def latest_on(self) -> str | None:
        """When the object was written last."""
        return self.last_modified_on or self.created_on


@dataclass(frozen=True, slots=True)
class DataPointMatch:
    """Which data a data point speaks of. `type` is text because the API may know more than `MatchType`."""

    type: str
    criteria: JSONObject
    extra: JSONObject = field(default_factory=dict)

    @property
    def identity(self) -> Identity:
        """The tuple that identifies the data point: case-sensitive, nothing trimmed (design §5)."""
        match self.type:
            case MatchType.CUSTOM_EVENT:
                return (self.type, self._text("custom_event_type"), self._text("event_name"))
            case MatchType.SCREEN_VIEW:
                return (self.type, self._text("screen_name"))
            case MatchType.PRODUCT_ACTION | MatchType.PROMOTION_ACTION:
                return (self.type, self._text("action"))
            case "application_state_transition":
                return (self.type, self._text("application_transition_type"))
            case _:
                return (self.type,)

    @property
    def key(self) -> str:
        """The identity as the vendor's SDK prints it, for people: `custom_event:other:Landing Button Click`."""
        if self.type == MatchType.SCREEN_VIEW:
            return f"{self.type}::{self._text('screen_name')}"
        return ":".join(self.identity)

    def _text(self, criterion: str) -> str:
        value = self.criteria.get(criterion)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class DataPointValidator:
    """What matching data must look like; `definition` is a JSON Schema and belongs to its author, key by key."""

    type: str
    definition: JSONObject
    extra: JSONObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataPoint:
    """A match and a validator."""

    match: DataPointMatch
    validator: DataPointValidator
    description: str | None = None
    extra: JSONObject = field(default_factory=dict)
    _derived: dict[object, object] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def derived(self, work: Callable[[DataPoint], Derived]) -> Derived:
        """Give what a pure function makes of this data point, worked out once.

        Versions share most of their data points, and whoever reads them makes one object of those with one text.
        What was worked out lives as long as that object.
        """
        if work not in self._derived:
            self._derived[work] = work(self)
        return cast("Derived", self._derived[work])

    def __reduce__(self) -> tuple[type[DataPoint], tuple[object, ...]]:
        """Leave out what was derived when the data point goes to another process."""
        return DataPoint, (self.match, self.validator, self.description, self.extra)


@dataclass(frozen=True, slots=True)
class VersionDocument:
    """The data points of a version, in their author's order."""

    data_points: tuple[DataPoint, ...]
    extra: JSONObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataPlanVersion:
    """One version of a data plan.

    `version_document` is None only where the API does not give it (its list of data plans).
    """

    data_plan_id: str
    version: int
    version_description: str | None = None
    activated_environment: ActivatedEnvironment | None = None
    version_document: VersionDocument | None = None
    extra: JSONObject = field(default_factory=dict)
    authorship: Authorship = field(default=Authorship(), compare=False)
    quarantined: bool = field(default=False, compare=False)
    """Whether the API ties it to a quarantine feed; then only the vendor's UI can delete it."""

    @property
    def key(self) -> DataPlanVersionKey:
        """What identifies this version in its workspace."""
        return DataPlanVersionKey(self.data_plan_id, self.version)


@dataclass(frozen=True, slots=True)
class DataPlan:
    """A data plan with its versions, ascending."""

    data_plan_id: str
    data_plan_name: str | None = None
    data_plan_description: str | None = None
    versions: tuple[DataPlanVersion, ...] = ()
    extra: JSONObject = field(default_factory=dict)
    authorship: Authorship = field(default=Authorship(), compare=False)

    @property
    def key(self) -> DataPlanKey:
        """What identifies this data plan in its workspace."""
        return DataPlanKey(self.data_plan_id)

    def version(self, number: int) -> DataPlanVersion | None:
        """Give the version with that number, or None."""
        return next((version for version in self.versions if version.version == number), None)


@dataclass(frozen=True, slots=True)
class DataPlanKey:
    """Identifies a data plan in a workspace."""

    data_plan_id: str

    def __str__(self) -> str:
        """Give the form for people: `shop`."""
        return self.data_plan_id


@dataclass(frozen=True, slots=True)
class DataPlanVersionKey:
    """Identifies a version of a data plan in a workspace."""

    data_plan_id: str
    version: int

    def __str__(self) -> str:
        """Give the form for people: `shop v3`."""
        return f"{self.data_plan_id} v{self.version}"


ObjectKey: TypeAlias = DataPlanKey | DataPlanVersionKey
"""The two kinds of object that the API can create, update and delete. Data points have no URL of their own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a plan file; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Give the form that editors and terminals link: `plans/shop.yaml:41:7`."""
        return f"{self.file}:{self.line}:{self.column}"


SharedParts: TypeAlias = "Mapping[str, Mapping[tuple[str, ...], str | None]]"
"""For each data point, by its printed identity, the shared definition of each of its parts, named as people do; None
for a part that is written in the data point itself."""
SharedLoader: TypeAlias = "Callable[[], SharedParts]"


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """A workspace as one side sees it: how to load each data plan, rather than the data plans.

    Data plans are compared one at a time and let go, so memory follows the largest data plan and not the
    workspace (design §3). `marks` says where an object is declared and is empty for live.
    """

    loaders: Mapping[str, Callable[[], DataPlan]]
    marks: Mapping[ObjectKey, Mark] = field(default_factory=dict)
    shared: Mapping[DataPlanVersionKey, SharedLoader] = field(default_factory=dict)
    """For each version that refers to shared definitions, how to find which of its parts come from them."""

    @property
    def data_plan_ids(self) -> tuple[str, ...]:
        """The ids of all data plans, sorted."""
        return tuple(sorted(self.loaders))

    def load(self, data_plan_id: str) -> DataPlan | None:
        """Load one data plan; None if this side has none with that id."""
        loader = self.loaders.get(data_plan_id)
        return loader() if loader else None
