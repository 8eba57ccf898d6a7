"""`python -m tests.github.server --port 8080 --repository acme/plans`: the hub as a process, until it is ended."""

from __future__ import annotations

import argparse

from tests.github.server.app import create_app
from tests.github.server.hub import Hub
from tests.github.server.running import server_of
from tests.github.server.world import REPOSITORY, World


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.github.server")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--repository", default=REPOSITORY)
    parser.add_argument("--prefix", default="", help="/api/v3, as on GitHub Enterprise Server")
    options = parser.parse_args()
    hub = Hub(World(options.repository))
    server_of(create_app(hub, prefix=options.prefix), options.port).run()


if __name__ == "__main__":
    main()
