"""What an API has to say in an unsuccessful JSON answer, one entry an error.

Understands the Data Planning API (`errors[].message`), its token endpoint (`error_description`) and GitHub
(`message`, `errors[]`). Neither redacts nor clips: whoever quotes a foreign text does that.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEADINGS: Final = ("error_description", "message", "error")


def messages(content: bytes, *, html: bool) -> tuple[str, ...]:
    """Find what an unsuccessful answer has to say.

    Args:
        content: its body.
        html: whether it is a page, of which only the title tells anything.

    Returns:
        One entry an error; plain text as it is, and JSON of a form that is not known as JSON.
    """
    if html:
        title = re.search(rb"(?is)<title[^>]*>(.*?)</title>", content[:20_000])
        name = " ".join(title.group(1).decode("utf-8", "replace").split()) if title else ""
        return (f'an HTML page titled "{name}"' if name else "an HTML page",)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        text = content[:2_000].decode("utf-8", "replace").strip()
        return (text,) if text else ()
    return tuple(_told(value))


def faults(content: bytes) -> tuple[Fault, ...]:
    """Find where in a data plan the API sees what it refuses, for each error that says so."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return ()
    errors = value.get("errors") if isinstance(value, dict) else None
    places = (
        [_text(error, key) for key in ("match_key", "schema_pointer")]
        for error in (errors if isinstance(errors, list) else ())
    )
    return tuple(Fault(*place) for place in places if any(place))


def _told(value: object) -> Iterator[str]:
    if not value:
        return
    if not isinstance(value, dict):
        yield json.dumps(value, ensure_ascii=False)
        return
    heading = _heading(value)
    errors = value.get("errors")
    if heading:
        yield heading
    if isinstance(errors, list):
        yield from map(_one_error, errors)
    elif not heading:
        yield json.dumps(value, ensure_ascii=False)


def _text(error: object, key: str) -> str | None:
    text = error.get(key) if isinstance(error, dict) else None
    return text if isinstance(text, str) and text else None


def _heading(value: Mapping[str, object]) -> str:
    for key in _HEADINGS:
        text = value.get(key)
        if isinstance(text, str) and text:
            return text
    return ""


def _one_error(error: object) -> str:
    if not isinstance(error, dict):
        return error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)
    text = error.get("message")
    if not isinstance(text, str):
        return json.dumps(error, ensure_ascii=False)
    where = " ".join(filter(None, (_text(error, key) for key in ("match_key", "schema_pointer"))))
    return f"{text} ({where})" if where else text
