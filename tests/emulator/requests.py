"""Request bodies for tests of the emulator: what a test does not say gets the plainest value."""

from __future__ import annotations

STAMPS = {"created_on": "2023-11-14T22:13:20.25", "created_by": "client_id:emulator"}


def token_request(**changes):
    return {
        "client_id": "emulator",
        "client_secret": "emulator",
        "audience": "https://api.mparticle.com",
        "grant_type": "client_credentials",
        **changes,
    }


def point(name="Clicked", definition=None, **more):
    return {
        "description": "",
        "match": {
            "type": "custom_event",
            "criteria": {"event_name": name, "custom_event_type": "other"},
        },
        "validator": {"type": "json_schema", "definition": definition or {}},
        **more,
    }


def document(*points):
    return {"data_points": list(points)}


def version(number=1, *points, **more):
    return {"version": number, "version_document": document(*points), **more}


def data_plan(*versions, data_plan_id="shop", **more):
    return {
        "data_plan_id": data_plan_id,
        "data_plan_name": "Shop",
        "data_plan_versions": list(versions) or [version()],
        **more,
    }


def messages(answer):
    return [error["message"] for error in answer.json()["errors"]]
