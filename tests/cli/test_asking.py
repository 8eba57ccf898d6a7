"""An apply on a terminal: it shows, asks, and draws its progress. A pseudo-terminal plays the terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

import pytest


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, argv, environ):
        self._master, slave = pty.openpty()
        environ = {**os.environ, "TERM": "xterm", **environ}
        for name in ("CI", "NO_COLOR"):
            environ.pop(name, None)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dataplan_sync", *argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environ,
            start_new_session=True,
        )
        os.close(slave)
        self.shown = ""

    def wait_for(self, text):
        deadline = time.monotonic() + 20
        while text not in self.shown:
            if time.monotonic() > deadline:
                pytest.fail(f"{text!r} never came: {self.shown!r}")
            self._read()

    def type(self, text):
        os.write(self._master, text.encode())

    def interrupt(self):
        time.sleep(0.3)  # a signal just before a blocking read waits for that read
        self._process.send_signal(signal.SIGINT)

    def end(self):
        deadline = time.monotonic() + 20
        while self._process.poll() is None and time.monotonic() < deadline:
            self._read()
        while self._read():
            pass
        os.close(self._master)
        return self._process.wait(1)

    def _read(self):
        ready, _, _ = select.select([self._master], [], [], 0.1)
        try:
            data = os.read(self._master, 65536) if ready else b""
        except OSError:
            data = b""
        self.shown += data.decode()
        return data


@pytest.fixture
def terminal(shop):
    return Terminal(["apply"], shop.environ)


def test_a_yes_applies(shop, terminal):
    terminal.wait_for("Apply this to workspace 1? [y/N]:")
    assert "Bought" in terminal.shown
    assert shop.writes() == []
    terminal.type("y\n")
    assert terminal.end() == 0
    assert "2 applied" in terminal.shown
    assert shop("diff", "--exit-code").exit_code == 0


def test_a_no_writes_nothing(shop, terminal):
    terminal.wait_for("[y/N]:")
    terminal.type("n\n")
    assert (terminal.end(), shop.writes()) == (1, [])
    assert "Not applied" in terminal.shown


def test_ctrl_c_at_the_question_writes_nothing(shop, terminal):
    terminal.wait_for("[y/N]:")
    terminal.interrupt()
    assert terminal.end() == 130, terminal.shown[-300:]
    assert shop.writes() == []


def test_a_terminal_gets_colour_and_a_bar(terminal):
    terminal.wait_for("[y/N]:")
    terminal.type("y\n")
    terminal.end()
    assert "\x1b[32m" in terminal.shown
    assert "/2" in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.shown)


def test_no_color_is_honoured(shop):
    terminal = Terminal(["diff"], {**shop.environ, "NO_COLOR": ""})
    assert terminal.end() == 0
    assert "\x1b[32m" in terminal.shown, "an empty NO_COLOR asks for nothing"
    plain = subprocess.run(
        [sys.executable, "-m", "dataplan_sync", "diff"],
        env={**os.environ, **shop.environ},
        capture_output=True,
        check=True,
    )
    assert b"\x1b" not in plain.stdout
