"""A static Data Planning API on loopback: the answers of a generated workspace, each after a fixed delay.

It does nothing but sleep and send, so that what is measured is the client. Answers are compressed beforehand, as
the vendor's API does. Run as `python -m benchmarks.server FOLDER`: the port is the first line of its output, and
`GET /count` tells how many requests came since the last time that was asked.
"""

from __future__ import annotations

import gzip
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from benchmarks.workspace import WORKSPACE_ID

DELAY: Final = 0.08
"""Seconds, a usual time for an answer over the internet."""
LIMIT: Final = 50.0
"""Requests a second, the vendor's limit; the bucket holds as many."""
PREFIX: Final = f"/platform/v2/workspaces/{WORKSPACE_ID}/plans"
TOKEN: Final = json.dumps(
    {"access_token": "benchmark", "token_type": "Bearer", "expires_in": 28800}
).encode()


class Bucket:
    """The vendor's limit: so many requests a second, with as many saved up."""

    def __init__(self, *, rate: float) -> None:
        self._rate = rate
        self._level = rate
        self._seen = time.monotonic()
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Count a request, and tell whether the limit allows it."""
        with self._lock:
            now = time.monotonic()
            self._level = min(self._rate, self._level + (now - self._seen) * self._rate)
            self._seen = now
            if self._level < 1:
                return False
            self._level -= 1
            return True


class Server(ThreadingHTTPServer):
    """Serves one folder."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.folder = folder
        self.bucket = Bucket(rate=LIMIT)
        self._lock = threading.Lock()
        self._counts = {"requests": 0, "tokens": 0, "refused": 0}
        self._bodies: dict[str, bytes] = {}

    def count(self, what: str) -> None:
        """Count one more of something."""
        with self._lock:
            self._counts[what] += 1

    def taken(self) -> bytes:
        """Give the counts as JSON, and begin anew."""
        with self._lock:
            told = json.dumps(self._counts).encode()
            self._counts = dict.fromkeys(self._counts, 0)
        return told

    def body(self, path: str) -> bytes | None:
        """Give the compressed answer to a GET, or None."""
        if path not in self._bodies:
            file = self._file(path)
            if file is None or not file.is_file():
                return None
            self._bodies[path] = gzip.compress(file.read_bytes(), 6)
        return self._bodies[path]

    def _file(self, path: str) -> Path | None:
        parts = path.removeprefix(PREFIX).strip("/").split("/")
        match parts:
            case [""]:
                return self.folder / "list.json"
            case [data_plan_id]:
                return self.folder / f"{data_plan_id}.json"
            case [data_plan_id, "versions", number]:
                return self.folder / data_plan_id / f"{number}.json"
            case _:
                return None

    def warm(self) -> None:
        """Compress every answer, so that none is compressed while something is timed."""
        for file in sorted(self.folder.rglob("*.json")):
            below = file.relative_to(self.folder).with_suffix("").as_posix()
            data_plan_id, _, number = below.partition("/")
            if below == "list":
                self.body(PREFIX)
            elif number:
                self.body(f"{PREFIX}/{data_plan_id}/versions/{number}")
            else:
                self.body(f"{PREFIX}/{data_plan_id}")


class Answering(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Give a token to whoever asks."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._served.count("tokens")
        self._send(200, TOKEN)

    def do_GET(self) -> None:
        """Give an answer, after the delay."""
        if self.path == "/count":
            self._send(200, self._served.taken())
            return
        self._served.count("requests")
        if not self._served.bucket.admits():
            self._served.count("refused")
            self._send(429, b'{"errors":[{"message":"Too many requests"}]}')
            return
        body = self._served.body(self.path)
        time.sleep(DELAY)
        if body is None:
            self._send(404, b'{"errors":[{"message":"not found"}]}')
        else:
            self._send(200, body, encoding="gzip")

    @property
    def _served(self) -> Server:
        assert isinstance(self.server, Server)  # noqa: S101 - which made this object
        return self.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server has
        """Say nothing."""

    def _send(self, status: int, body: bytes, *, encoding: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)


def main(folder: str) -> None:
    """Serve a folder until the process is ended."""
    server = Server(Path(folder))
    server.warm()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
