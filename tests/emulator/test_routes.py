from __future__ import annotations

import socket

import pytest

from tests.emulator.requests import data_plan, messages, token_request


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "Basic abc"])
def test_a_request_without_a_valid_token_is_refused(api, header):
    token = api.headers.pop("Authorization")
    answer = api.get("/plans", headers={} if header is None else {"Authorization": header})
    assert token not in answer.text
    assert (answer.status_code, messages(answer), answer.headers["www-authenticate"]) == (
        401,
        ["The access token is missing, unknown or expired."],
        "Bearer",
    )


def test_the_scheme_of_a_token_has_no_case(api):
    api.headers["Authorization"] = api.headers["Authorization"].replace("Bearer", "bearer")
    assert api.get("/plans").status_code == 200


def test_credentials_may_cover_some_workspaces_only(start, server):
    api = start(workspace_ids=(1, 3))
    assert api.get("/plans").status_code == 200
    answer = api.get(f"{server.url}/platform/v2/workspaces/2/plans")
    assert (answer.status_code, messages(answer)) == (
        403,
        ["The credentials do not cover workspace 2."],
    )


@pytest.mark.parametrize("workspace_id", ["shop", "-1", "9" * 30])
def test_a_workspace_is_a_number(api, server, workspace_id):
    answer = api.get(f"{server.url}/platform/v2/workspaces/{workspace_id}/plans")
    assert (answer.status_code, messages(answer)) == (400, ["workspace_id has the wrong type."])


def test_paths_and_methods_that_there_are_not_get_json(api, server):
    answer = api.get(f"{server.url}/nowhere")
    assert (answer.status_code, messages(answer)) == (404, ["Not Found"])
    api.post("/plans", json=data_plan())
    answer = api.get("/plans/shop/versions")
    assert (answer.status_code, messages(answer)) == (405, ["Method Not Allowed"])


def test_a_data_plan_may_be_called_validate(api):
    api.post("/plans", json=data_plan(data_plan_id="validate"))
    assert api.get("/plans/validate").json()["data_plan_id"] == "validate"


def test_ids_in_paths_are_decoded(api):
    api.post("/plans", json=data_plan(data_plan_id="zoë's plan?"))
    assert api.get("/plans/zo%C3%AB's%20plan%3F").status_code == 200


def test_a_client_may_speak_to_it_as_to_a_proxy(api, server):
    """The vendor's own clients do so when `HTTPS_PROXY` names the emulator."""
    body = "&".join(f"{name}={value}" for name, value in token_request().items())
    answer = _raw(
        server,
        "POST https://sso.auth.mparticle.com/oauth/token HTTP/1.1",
        "Host: sso.auth.mparticle.com",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        body=body,
    )
    assert b"200 OK" in answer
    answer = _raw(
        server,
        "GET https://api.mparticle.com/platform/v2/workspaces/1/plans HTTP/1.1",
        "Host: api.mparticle.com",
        f"Authorization: {api.headers['Authorization']}",
    )
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"\r\n\r\n[]")
    assert server.requests()[-1]["path"] == "/platform/v2/workspaces/1/plans"


def _raw(server, *lines, body=""):
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        head = "\r\n".join((*lines, "Connection: close"))
        connection.sendall(f"{head}\r\n\r\n{body}".encode())
        return b"".join(iter(lambda: connection.recv(4096), b""))
