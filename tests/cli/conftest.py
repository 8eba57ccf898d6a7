"""Runs the real command line in this process, against an emulator and plan files of the test's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from dataplan_sync.cli.boundary import run

SHOP = """\
data_plan_id: shop
data_plan_name: Shop
data_plan_versions:
  - version: 1
    activated_environment: development
    version_document:
      data_points:
        - description: Something was bought
          match: {type: custom_event, criteria: {event_name: Bought, custom_event_type: transaction}}
          validator:
            type: json_schema
            definition:
              properties:
                data:
                  properties:
                    custom_attributes:
                      properties: {size: {type: string, enum: [S, M, NO]}}
                      required: [size]
"""


@dataclass(frozen=True)
class Result:
    exit_code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


class Cli:
    """A directory with plan files, and the command line in it."""

    def __init__(self, directory, emulator, capfd):
        self.directory, self.emulator, self._capfd = directory, emulator, capfd
        self.environ = emulator.environment()

    def write(self, path, text):
        target = self.directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return target

    def read(self, path):
        return (self.directory / path).read_text("utf-8")

    def files(self):
        return sorted(
            path.relative_to(self.directory).as_posix()
            for path in self.directory.rglob("*")
            if path.is_file()
        )

    def __call__(self, *argv, environ=None):
        self._capfd.readouterr()
        exit_code = run(argv, environ=self.environ if environ is None else environ)
        captured = self._capfd.readouterr()
        return Result(exit_code, captured.out, captured.err)

    def writes(self):
        """What was asked of the API that could have changed something."""
        return [
            (entry["method"], entry["path"].partition("/plans")[2])
            for entry in self.emulator.requests()
            if entry["method"] != "GET" and "/plans" in entry["path"]
        ]


@pytest.fixture
def cli(tmp_path, monkeypatch, emulator, capfd):
    monkeypatch.chdir(tmp_path)
    return Cli(Path(tmp_path), emulator, capfd)


@pytest.fixture
def shop(cli):
    """The command line with one data plan in its plan files."""
    cli.write("plans/shop.yaml", SHOP)
    return cli
