"""A first request to the Data Planning API, for its headers: what an answer tells beside its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.mparticle.routes import Routes
from dataplan_sync.mparticle.token import TokenSource

if TYPE_CHECKING:
    from dataplan_sync.answers import Answer
    from dataplan_sync.settings import Settings
    from dataplan_sync.transport import Transport


def list_answer(transport: Transport, settings: Settings) -> Answer:
    """Fetch a token and list the data plans, as every command does first.

    Raises:
        AuthenticationError: the credentials were not accepted.
        ForbiddenError, NotFoundError: they were, and the workspace is out of their reach.
        ApiError: no answer came, or none that the API documents.
    """
    tokens = TokenSource(
        transport,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        token_url=settings.token_url,
        scope=f"workspace {settings.workspace_id}",
    )
    routes = Routes.of(settings.workspace_id, api_url=settings.api_url, credentials=tokens)
    return transport.send(routes.read(routes.plans))
