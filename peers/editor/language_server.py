"""A session with yaml-language-server over its standard streams, as an editor has it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from peers.programs import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

Message: TypeAlias = "dict[str, Any]"
PROGRAM: Final = Path(__file__).parent / "node_modules" / ".bin" / "yaml-language-server"


class LanguageServer:
    """A server that has one folder open.

    Args:
        folder: the repository.
        home: where the server may keep files of its own.
        settings: the editor's settings below `yaml`, such as `schemas`.
    """

    def __init__(self, folder: Path, home: Path, settings: Mapping[str, Any]) -> None:
        self._folder = folder
        self._settings = {
            "schemaStore": {"enable": False},
            "validate": True,
            "hover": True,
            **settings,
        }
        self._ids = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._process = subprocess.Popen(
            ["node", str(PROGRAM), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment(home)},
        )

    def __enter__(self) -> LanguageServer:
        self._request(
            "initialize",
            processId=None,
            rootUri=self._folder.as_uri(),
            workspaceFolders=[{"uri": self._folder.as_uri(), "name": "repository"}],
            capabilities={
                "textDocument": {
                    "hover": {"contentFormat": ["plaintext"]},
                    "publishDiagnostics": {},
                },
                "workspace": {"configuration": True, "workspaceFolders": True},
            },
        )
        self._notify("initialized")
        self._notify("workspace/didChangeConfiguration", settings={"yaml": self._settings})
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def open(self, path: str, text: str) -> list[str]:
        """Open a file that was not open before, with a content.

        Returns:
            What the editor would underline: `line:column: message`, both from 1.
        """
        uri = (self._folder / path).as_uri()
        self._diagnostics.pop(uri, None)
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._notify("textDocument/didOpen", textDocument=item)
        while uri not in self._diagnostics:
            self._handle(self._read())
        return [shown(found) for found in self._diagnostics[uri]]

    def completions(self, path: str, line: int, column: int) -> list[str]:
        """Give what is offered at a place of an open file; line and column from 1."""
        answer = self._at("textDocument/completion", path, line, column)
        return sorted(item["label"] for item in answer["items"])

    def hover(self, path: str, line: int, column: int) -> str:
        """Give what is told of a place of an open file; line and column from 1."""
        told: str = self._at("textDocument/hover", path, line, column)["contents"]["value"]
        return told

    def _at(self, method: str, path: str, line: int, column: int) -> Message:
        return self._request(
            method,
            textDocument={"uri": (self._folder / path).as_uri()},
            position={"line": line - 1, "character": column - 1},
        )

    def _request(self, method: str, **params: Any) -> Message:
        self._ids += 1
        self._send({"id": self._ids, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._ids and "method" not in message:
                assert "error" not in message, message
                result: Message = message["result"]
                return result
            self._handle(message)

    def _notify(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _handle(self, message: Message) -> None:
        """Do what the server asks of an editor: keep diagnostics, tell settings, agree to everything else."""
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[params["uri"]] = params["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            told = [self._settings if item["section"] == "yaml" else {} for item in params["items"]]
            self._send({"id": message["id"], "result": told})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> Message:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server has ended"
        message: Message = json.loads(self._process.stdout.read(length))
        return message


def shown(diagnostic: Mapping[str, Any]) -> str:
    """Give a diagnostic as editors list it."""
    start = diagnostic["range"]["start"]
    return f"{start['line'] + 1}:{start['character'] + 1}: {diagnostic['message']}"
