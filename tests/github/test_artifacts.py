"""Artifacts, which a fork's run may have written."""

from __future__ import annotations

import io
import zipfile

import pytest

from dataplan_sync.errors import ApiError, UnexpectedAnswerError
from dataplan_sync.github import artifacts
from tests.github.server.artifacts import SIGNATURE
from tests.github.server.faults import Fault


def packed(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def only(client, run_id=5, name="report"):
    (found,) = client.artifacts.of_run(run_id, name=name)
    return found


def test_a_file_of_an_artifact_is_read_from_the_other_host_without_the_token(hub, client):
    hub.world.add_artifact(5, "report", packed(a=b"{}", b=b"x"))
    hub.world.add_artifact(5, "other", b"")
    hub.world.add_artifact(6, "report", b"")

    found = only(client)

    assert [one.name for one in client.artifacts.of_run(5)] == ["report", "other"]
    assert client.artifacts.read(found, "a") == b"{}"
    assert client.artifacts.read(found, "c") is None
    assert hub.calls[-1].path == f"/blobs/{found.id}"
    assert hub.calls[-1].token == ""


def test_an_artifact_that_is_too_large_is_not_downloaded(hub, client):
    hub.world.add_artifact(5, "report", b"", size=artifacts.MAX_PACKED + 1)
    found = only(client)
    hub.calls.clear()

    with pytest.raises(UnexpectedAnswerError, match="larger than a report is"):
        client.artifacts.read(found, "a")

    assert hub.calls == []


def test_a_file_that_unpacks_without_end_is_not_unpacked(hub, client, monkeypatch):
    monkeypatch.setattr(artifacts, "MAX_FILE", 1000)
    hub.world.add_artifact(5, "report", packed(a=b"0" * 1001, b=b"0" * 1000))

    assert client.artifacts.read(only(client), "b") == b"0" * 1000
    with pytest.raises(UnexpectedAnswerError, match="larger than a report is"):
        client.artifacts.read(only(client), "a")


def whole():
    return packed(a=b"0123456789" * 50)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _content: b"",
        lambda _content: b"no zip",
        lambda content: content[:-30],
        lambda content: content[:31] + b"\xff" * 8 + content[39:],
    ],
    ids=["empty", "text", "cut short", "corrupt"],
)
def test_what_is_no_zip_is_an_error(hub, client, spoil):
    hub.world.add_artifact(5, "report", spoil(whole()))

    with pytest.raises(UnexpectedAnswerError, match="no zip file that can be read"):
        client.artifacts.read(only(client), "a")


def test_an_address_that_has_expired_is_an_error_that_does_not_give_it_away(hub, client):
    hub.world.add_artifact(5, "report", packed(a=b""))
    found = only(client)
    hub.faults.append(Fault("GET", "/blobs/", status=403, body={"message": "expired"}))

    with pytest.raises(ApiError, match=r"expired.*Try again") as caught:
        client.artifacts.read(found, "a")

    assert SIGNATURE not in str(caught.value)


def test_a_redirection_without_an_address_is_an_error(hub, client):
    hub.world.add_artifact(5, "report", packed(a=b""))
    found = only(client)
    hub.faults.append(Fault("GET", "/zip", status=302, body=None))

    with pytest.raises(UnexpectedAnswerError, match="302"):
        client.artifacts.read(found, "a")
