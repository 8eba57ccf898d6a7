"""Lets several writers go on one request at a time, in an order that a test chooses."""

from __future__ import annotations

import threading

WRITES = {"POST", "PATCH", "DELETE"}


class Turns:
    """Writers are threads that stop before every request, and at every pause.

    A pause outlasts the moment between another writer's read and its write: whoever pauses goes on only when nobody
    else is about to write.
    """

    def __init__(self, hub):
        self.at = {}
        self._gates = {}
        self._arrived = threading.Semaphore(0)
        hub.before = lambda call: self._stop(call.method)

    def pause(self, _seconds):
        self._stop("pause")

    def _stop(self, before):
        name = threading.current_thread().name
        if name in self._gates:
            self.at[name] = before
            self._arrived.release()
            assert self._gates[name].acquire(timeout=10)

    def run(self, writers, choose):
        """Run functions by name until all are done; gives what they returned or raised."""
        ended = {}

        def work(name, write):
            try:
                ended[name] = write()
            except BaseException as exc:  # noqa: BLE001  the test looks at it
                ended[name] = exc
            finally:
                self.at.pop(name, None)
                self._arrived.release()

        for name, write in writers.items():
            self._gates[name] = threading.Semaphore(0)
            threading.Thread(target=work, args=(name, write), name=name, daemon=True).start()
            assert self._arrived.acquire(timeout=10)
        while self.at:
            self._gates[choose(self._ready())].release()
            assert self._arrived.acquire(timeout=10)
        return ended

    def _ready(self):
        return [
            name
            for name, before in sorted(self.at.items())
            if before != "pause" or self._calm(name)
        ]

    def _calm(self, name):
        return not any(before in WRITES for other, before in self.at.items() if other != name)
