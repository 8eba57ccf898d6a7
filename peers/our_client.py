"""Our client, asking Prism as if it were the API, and what it sends there."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dataplan_sync import codec
from dataplan_sync.mparticle.client import MParticleClient
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.transport import Transport, TransportOptions
from peers import wire_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import DataPlan, DataPlanVersion, JSONObject, VersionDocument
    from peers.prism import Prism


@contextmanager
def connected(prism: Prism, *, secret: str = "emulator") -> Iterator[MParticleClient]:
    """Give a client of workspace 1 that sends nothing twice."""
    with Transport(TransportOptions(retry=RetryPolicy(tries=1, throttled_tries=1))) as transport:
        yield MParticleClient(
            1,
            "emulator",
            secret,
            api_url=prism.url,
            token_url=f"{prism.url}/oauth/token",
            transport=transport,
        )


def decoded_version(wire: JSONObject) -> DataPlanVersion:
    version = codec.decode_version(wire, [], data_plan_id="shop")
    assert version is not None
    return version


def decoded_data_plan(wire: JSONObject) -> DataPlan:
    data_plan = codec.decode_data_plan(wire, [])
    assert data_plan is not None
    return data_plan


def decoded_document(wire: JSONObject) -> VersionDocument:
    document = codec.decode_document(wire, [])
    assert document is not None
    return document


SHOP: Final = decoded_data_plan(wire_forms.DATA_PLAN)
SECOND: Final = decoded_version(wire_forms.SECOND_VERSION)
DOCUMENT: Final = decoded_document({"data_points": [wire_forms.CLICK]})
WHOLE_DOCUMENT: Final = decoded_document(wire_forms.DOCUMENT)
UNSUPPORTED_DOCUMENT: Final = decoded_document(wire_forms.UNSUPPORTED)
