"""What a `$ref` says: a file below the plans folder, and a JSON pointer into it (design §4). Nothing is read here."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from dataplan_sync.wire import near_match

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue

KEY: Final = "$ref"

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_BLANK: Final = "it is empty or has blanks around it; write shared/<file>.yaml#/<name>"
_NETWORK: Final = (
    "nothing is fetched; put the definition in a file below the plans folder, and name that"
)
_OUTSIDE: Final = "it leads out of the plans folder; put the definition in a file below it"


@dataclass(frozen=True, slots=True)
class Reference:
    """A definition, by its file and the keys that lead to it."""

    path: str
    """Below the plans folder, with `/` between its parts."""
    keys: tuple[str, ...]
    """From the root of the file; none for the whole of it."""

    def __str__(self) -> str:
        """Give it as a file elsewhere may write it: `shared/commerce.yaml#/price`."""
        return f"{self.path}{fragment(self.keys)}"


class BadReferenceError(Exception):
    """A text that is no reference; the message says why, and what to write."""


def parse(text: str, home: str) -> Reference:
    """Read a reference.

    Args:
        text: what stands behind `$ref`.
        home: the path, below the plans folder, of the file that it stands in.

    Raises:
        BadReferenceError: it leads out of the plans folder or to the network, or is not written as references are.
    """
    path, hash_, pointer = text.partition("#")
    if not text or text != text.strip():
        raise BadReferenceError(_BLANK)
    if _SCHEME.match(text):
        raise BadReferenceError(_NETWORK)
    if pointer and not pointer.startswith("/"):
        message = f"what follows # are keys, each with / in front: write {path}#/{pointer}"
        raise BadReferenceError(message)
    keys = tuple(_unescaped(key) for key in pointer.split("/")[1:]) if hash_ else ()
    return Reference(_file(path, home), () if keys == ("",) else keys)


def fragment(keys: tuple[str, ...]) -> str:
    """Write keys as the fragment of a reference; nothing for none."""
    escaped = (key.replace("%", "%25").replace("~", "~0").replace("/", "~1") for key in keys)
    return "#" + "".join(f"/{key}" for key in escaped) if keys else ""


def resolve_keys(value: JSONValue, keys: tuple[str, ...]) -> tuple[JSONValue, int]:
    """Follow keys into a value.

    Returns:
        What was arrived at, and how many of the keys could be followed: all of them, if it is there.
    """
    for count, key in enumerate(keys):
        match value:
            case dict() if key in value:
                value = value[key]
            case list() if key.isascii() and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            case _:
                return value, count
    return value, len(keys)


def is_within(definition: JSONObject | None, target: JSONValue) -> bool:
    """Tell whether a `$ref` is JSON Schema's own: it leads from the root of its definition to a part of that."""
    if definition is None or not isinstance(target, str) or not target.startswith("#"):
        return False
    try:
        keys = parse(target, "").keys
    except BadReferenceError:
        return False
    return resolve_keys(definition, keys)[1] == len(keys)


def near_file(path: str, known: tuple[str, ...]) -> str | None:
    """Find the file that somebody who wrote a path most likely meant: by its end, by its name, or nearly so."""
    ends = [file for file in known if path.endswith(f"/{file}") or file.endswith(f"/{path}")]
    name = posixpath.splitext(posixpath.basename(path))[0]
    named = [file for file in known if posixpath.splitext(posixpath.basename(file))[0] == name]
    return next(iter((*ends, *named)), None) or near_match(path, known)


def _file(path: str, home: str) -> str:
    if not path:
        return home
    if path.startswith("/"):
        message = f"paths start at the plans folder: write {path.lstrip('/')}"
        raise BadReferenceError(message)
    relative = path.startswith(("./", "../"))
    found = posixpath.normpath(posixpath.join(posixpath.dirname(home) if relative else "", path))
    if found == ".." or found.startswith("../"):
        raise BadReferenceError(_OUTSIDE)
    return found


def _unescaped(key: str) -> str:
    return unquote(key).replace("~1", "/").replace("~0", "~")
