"""A Python client of mParticle's Data Planning API: every operation, with typed arguments and results.

Public: it can be used without the rest of this package (docs/python-client.md). Thin on purpose: `routes` knows the
paths, `codec` the keys, `transport` how to be patient. An answer that is not as documented is an error.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from dataplan_sync import codec
from dataplan_sync.answers import unreadable
from dataplan_sync.changes import ABSENT, Absent
from dataplan_sync.mparticle.routes import Routes
from dataplan_sync.mparticle.shared_points import decode_data_plan, decode_version
from dataplan_sync.mparticle.token import TokenSource
from dataplan_sync.mparticle.validation import decode_results
from dataplan_sync.settings import DEFAULT_API_URL, DEFAULT_TOKEN_URL
from dataplan_sync.transport import Transport
from dataplan_sync.wire import Fault, FaultKind, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.answers import Request
    from dataplan_sync.model import (
        ActivatedEnvironment,
        DataPlan,
        DataPlanVersion,
        JSONObject,
        JSONValue,
        VersionDocument,
    )
    from dataplan_sync.mparticle.validation import ValidationResults

Decoded = TypeVar("Decoded")

_TELLING: Final = frozenset((FaultKind.WRONG_TYPE, FaultKind.MISSING_KEY))
"""Faults that make an answer unusable; keys that we do not know do not."""


class MParticleClient:
    """The Data Planning API of one workspace. Threads may share a client.

    A context manager that closes its connections. Every method raises an `ApiError` if it does not succeed;
    reads are repeated where that may help, writes only where they cannot have been stored.

    Args:
        workspace_id: the workspace that holds the data plans.
        client_id: of an API credential with access to Data Planning.
        client_secret: of the same credential. Never part of a message or a `repr`.
        api_url: where the API is, without the path.
        token_url: where access tokens are given out.
        transport: sends the requests; clients of several workspaces should share one, for they share mParticle's
            limits. A transport that is passed in is not closed by the client.
    """

    def __init__(
        self,
        workspace_id: int,
        client_id: str,
        client_secret: str,
        *,
        api_url: str = DEFAULT_API_URL,
        token_url: str = DEFAULT_TOKEN_URL,
        transport: Transport | None = None,
    ) -> None:
        self.workspace_id: Final = workspace_id
        self.client_id: Final = client_id
        self._owns_transport = transport is None
        self._transport = transport or Transport()
        self._tokens = TokenSource(
            self._transport,
            client_id=client_id,
            client_secret=client_secret,
            token_url=token_url,
            scope=f"workspace {workspace_id}",
        )
        self._routes = Routes.of(workspace_id, api_url=api_url, credentials=self._tokens)

    @property
    def author(self) -> str:
        """How the API names this client as an author in `created_by` and `last_modified_by`."""
        return f"client_id:{self.client_id}"

    def __enter__(self) -> MParticleClient:
        """Give the client itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections, unless the transport was passed in."""
        if self._owns_transport:
            self._transport.close()

    def token(self) -> str:
        """Give the access token, fetching it if there is none yet.

        Returns:
            The token without `Bearer`. It is a secret for as long as it lives, eight hours.

        Raises:
            AuthenticationError: the credentials were not accepted.
        """
        return self._tokens.authorization().removeprefix("Bearer ")

    def list_data_plans(self) -> tuple[DataPlan, ...]:
        """List the data plans of the workspace in the API's order, oldest first.

        Returns:
            Data plans whose versions have no document: the API leaves the data points out of the list.

        Raises:
            NotFoundError: there is no such workspace.
        """
        return self._ask(self._routes.read(self._routes.plans), _decode_list)

    def get_data_plan(self, data_plan_id: str) -> DataPlan:
        """Get a data plan with all its versions and their documents.

        Raises:
            NotFoundError: there is no such data plan.
        """
        return self._ask(self._routes.read(self._routes.data_plan(data_plan_id)), decode_data_plan)

    def create_data_plan(self, data_plan: DataPlan) -> DataPlan:
        """Create a data plan with its versions, in one request.

        Returns:
            The data plan as the API says it stored it. Read it back to be sure (docs/python-client.md).

        Raises:
            RejectedError: the API refused, for example because the id is taken.
        """
        body = codec.encode_data_plan(data_plan)
        request = self._routes.write("POST", self._routes.plans, body)
        return self._ask(request, codec.decode_data_plan)

    def update_data_plan(
        self,
        data_plan_id: str,
        *,
        data_plan_name: str | Absent = ABSENT,
        data_plan_description: str | Absent = ABSENT,
        extra: Mapping[str, JSONValue] | None = None,
    ) -> DataPlan:
        """Change the name or the description of a data plan; only what is given is sent.

        Args:
            data_plan_id: which data plan; the id itself cannot change.
            data_plan_name: the new name.
            data_plan_description: the new description; `""` clears it.
            extra: keys of the API that this client does not know.

        Returns:
            The data plan with its versions, as the API says it stored it.

        Raises:
            NotFoundError: there is no such data plan.
            RejectedError: the API refused.
        """
        body = _given(
            extra, data_plan_name=data_plan_name, data_plan_description=data_plan_description
        )
        request = self._routes.write("PATCH", self._routes.data_plan(data_plan_id), body)
        return self._ask(request, codec.decode_data_plan)

    def delete_data_plan(self, data_plan_id: str) -> None:
        """Delete a data plan with all its versions, for good.

        Raises:
            NotFoundError: there is no such data plan.
            RejectedError: the API refused.
        """
        self._transport.send(self._routes.write("DELETE", self._routes.data_plan(data_plan_id)))

    def get_data_plan_version(self, data_plan_id: str, version: int) -> DataPlanVersion:
        """Get one version with its document.

        Raises:
            NotFoundError: there is no such data plan or no such version.
        """
        request = self._routes.read(self._routes.version(data_plan_id, version))
        return self._ask(request, partial(decode_version, data_plan_id=data_plan_id))

    def create_data_plan_version(
        self, data_plan_id: str, version: DataPlanVersion
    ) -> DataPlanVersion:
        """Add a version to a data plan.

        Returns:
            The version as the API says it stored it; compare its number with the one that was sent.

        Raises:
            NotFoundError: there is no such data plan.
            RejectedError: the API refused, for example because of a keyword in a definition.
        """
        body = codec.encode_version(version)
        request = self._routes.write("POST", self._routes.versions(data_plan_id), body)
        return self._ask(request, partial(codec.decode_version, data_plan_id=data_plan_id))

    def update_data_plan_version(
        self,
        data_plan_id: str,
        version: int,
        *,
        version_description: str | Absent = ABSENT,
        activated_environment: ActivatedEnvironment | Absent = ABSENT,
        version_document: VersionDocument | Absent = ABSENT,
        extra: Mapping[str, JSONValue] | None = None,
    ) -> DataPlanVersion:
        """Change a version; only what is given is sent, and never the number.

        Args:
            data_plan_id: which data plan.
            version: the number of the version.
            version_description: the new description; `""` clears it.
            activated_environment: where the version is to be active; `none` deactivates it.
            version_document: the new document. The API replaces the whole one.
            extra: keys of the API that this client does not know.

        Returns:
            The version as the API says it stored it. A document that is active in production may be left
            unchanged by the API without a word: read it back.

        Raises:
            NotFoundError: there is no such data plan or no such version.
            RejectedError: the API refused.
        """
        document = ABSENT if version_document is ABSENT else codec.encode_document(version_document)
        body = _given(
            extra,
            version_description=version_description,
            activated_environment=activated_environment,
            version_document=document,
        )
        request = self._routes.write("PATCH", self._routes.version(data_plan_id, version), body)
        return self._ask(request, partial(codec.decode_version, data_plan_id=data_plan_id))

    def delete_data_plan_version(self, data_plan_id: str, version: int) -> None:
        """Delete a version, for good.

        Raises:
            NotFoundError: there is no such data plan or no such version.
            RejectedError: it is the only version, it is active in production, or it has a quarantine feed.
        """
        path = self._routes.version(data_plan_id, version)
        self._transport.send(self._routes.write("DELETE", path))

    def validate_batch(self, document: VersionDocument, batch: JSONObject) -> ValidationResults:
        """Let the API hold an event batch against a document; nothing is stored.

        Args:
            document: the data points, from anywhere.
            batch: a batch as the Events API takes it.

        Raises:
            RejectedError: the batch or the document is not acceptable.
        """
        body: JSONObject = {"document": codec.encode_document(document), "batch": batch}
        request = self._routes.ask(f"{self._routes.plans}/validate", body)
        return self._ask(request, decode_results)

    def _ask(
        self, request: Request, decode: Callable[[JSONValue, list[Fault]], Decoded | None]
    ) -> Decoded:
        answer = self._transport.send(request)
        faults: list[Fault] = []
        decoded = decode(answer.value, faults)
        telling = [fault for fault in faults if fault.kind in _TELLING]
        if decoded is not None and not telling:
            return decoded
        said = [f"at {_place(fault)}: {fault.message}" for fault in telling[:1]]
        what = ": ".join((f"was answered with {answer.status} and not as documented", *said))
        redactor = self._transport.redactor
        raise unreadable(request, redactor.quote(what)).error(request, redactor)


def _place(fault: Fault) -> str:
    return "/".join(map(str, fault.path)) or "the answer"


def _given(extra: Mapping[str, JSONValue] | None, **fields: JSONValue | Absent) -> JSONObject:
    return {
        **{key: value for key, value in fields.items() if not isinstance(value, Absent)},
        **(extra or {}),
    }


def _decode_list(value: JSONValue, faults: list[Fault]) -> tuple[DataPlan, ...] | None:
    if not isinstance(value, list):
        message = f"a list of data plans was expected, not {describe(value)}"
        faults.append(Fault(FaultKind.WRONG_TYPE, (), message))
        return None
    decoded = (codec.decode_data_plan(item, faults, (index,)) for index, item in enumerate(value))
    return tuple(data_plan for data_plan in decoded if data_plan)
