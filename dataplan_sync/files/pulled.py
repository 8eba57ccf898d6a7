"""The files that `pull` wrote: a stamp that says so, with a digest that shows whether anybody edited them since.

In YAML the stamp is a comment. JSON has none, so there it is a first key, which the reader takes out again.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue

_BEGINNING: Final = "Written by dataplan-sync pull."
_ADVICE: Final = "Edit it as you like: the next pull keeps your comments and your order."
_KEY: Final = "$comment"
_IN_YAML: Final = re.compile(rf"\A# {re.escape(_BEGINNING)}[^\n]*\n# pulled: ([0-9a-f]{{16}})\n")
_IN_JSON: Final = re.compile(
    rf'\A\{{\n  "{re.escape(_KEY)}": "{re.escape(_BEGINNING)}[^"\n]* pulled: ([0-9a-f]{{16}})",(?=\n)'
)


def stamped(text: str, path: str) -> str:
    """Stamp what a file is to hold.

    Args:
        text: YAML, or the JSON of an object with a key a line, indented by two.
        path: the file, whose extension says which.
    """
    digest = _digest(text)
    if path.endswith(".json"):
        stamp = f'  "{_KEY}": "{_BEGINNING} {_ADVICE} pulled: {digest}",'
        return f"{{\n{stamp}{text.removeprefix('{')}"
    return f"# {_BEGINNING} {_ADVICE}\n# pulled: {digest}\n{text}"


def restamped(text: str, path: str) -> str:
    """Stamp a file anew that was stamped before and then edited by `pull` itself."""
    plain = text.replace("\r\n", "\n")
    if in_json := _IN_JSON.match(plain):
        return stamped("{" + plain[in_json.end() :], path)
    in_yaml = _IN_YAML.match(plain)
    return stamped(plain[in_yaml.end() :] if in_yaml else plain, path)


def is_untouched(text: str) -> bool:
    """Tell whether a file is just as `pull` wrote it."""
    text = text.replace("\r\n", "\n")
    if in_json := _IN_JSON.match(text):
        return in_json[1] == _digest("{" + text[in_json.end() :])
    in_yaml = _IN_YAML.match(text)
    return in_yaml is not None and in_yaml[1] == _digest(text[in_yaml.end() :])


def drop_stamp(value: JSONValue) -> None:
    """Take the stamp out of the value of a JSON file: it is no part of what the file declares."""
    stamp = value.get(_KEY) if isinstance(value, dict) else None
    if isinstance(value, dict) and isinstance(stamp, str) and stamp.startswith(_BEGINNING):
        del value[_KEY]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
