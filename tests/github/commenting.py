"""Writes comments, as a run of ours and as somebody else, and shows what is there."""

from __future__ import annotations

from dataplan_sync.github.comment import upsert
from dataplan_sync.github.marker import Marker
from tests.github.server.world import BOT, Comment


def marker(run=1, attempt=1, key="7505", **more):
    return Marker(key, run, run, attempt, **more)


def post(client, body="Hello", *, pause=lambda _seconds: None, author=BOT, number=1, **who):
    return upsert(client, number, marker=marker(**who), body=body, author=author, pause=pause)


def text(body="Hello", **who):
    return f"{marker(**who).line()}\n{body}"


def put(hub, body, *, author=BOT, number=1):
    """Write a comment as somebody else does."""
    made = Comment(hub.world.new_id(), number, body, author, hub.world.now(), hub.world.now())
    hub.world.comments[made.id] = made
    return made.id


def held(hub):
    return [one.body for _id, one in sorted(hub.world.comments.items())]
