"""Clients that know nothing of each other share a limit: simulated, request by request, in no time."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from typing import Any

import pytest

from dataplan_sync.pacing import Pacer

THREADS = 4
LATENCY = 0.05


@dataclass
class Account:
    """A limit as the emulator has it: minutes that begin on the minute."""

    limit: int
    minute: int = 0
    count: int = 0
    asked: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)

    def ask(self, now):
        if int(now // 60) != self.minute:
            self.minute, self.count = int(now // 60), 0
        self.count += 1
        self.asked.append(now)
        if self.count <= self.limit:
            return str(self.count * 100 // self.limit), None
        self.refused.append(now)
        return None, math.ceil(60 - now % 60)


class Client:
    """So many threads that share a pacer and have so many requests to send."""

    def __init__(self, work):
        self.now = 0.0
        self.work = work
        self.pacer = Pacer(monotonic=lambda: self.now, sleep=lambda _seconds: None)


def run_all(account, clients, *, began):
    """Let every client do its work; gives the time at which the last one was done."""
    events: list[tuple[float, int, Client, float, Any]] = [
        (began, number * THREADS + thread, client, 0.0, None)
        for number, client in enumerate(clients)
        for thread in range(THREADS)
    ]
    now = began
    while events:
        now, tie, client, at, answer = heapq.heappop(events)
        client.now = now
        if answer:
            used, retry_after = answer
            client.pacer.observe(used)
            if retry_after is not None:
                client.work += 1
                client.pacer.hold(retry_after, kind="account")
                heapq.heappush(events, (now + retry_after, tie, client, at, None))
                continue
        if not client.work:
            continue
        seconds = client.pacer.turn(now)
        if seconds:
            heapq.heappush(events, (now + min(seconds, 1.0), tie, client, at, None))
            continue
        client.work -= 1
        heapq.heappush(events, (now + LATENCY, tie, client, now, account.ask(now)))
    return now


@pytest.mark.parametrize(("limit", "work", "began"), [(600, 300, 15), (300, 120, 57), (100, 40, 0)])
def test_ten_clients_share_a_low_limit_with_few_refusals_and_little_waste(limit, work, began):
    account = Account(limit)
    ended = run_all(account, [Client(work) for _ in range(10)], began=began)

    learned = [moment for moment in account.asked if moment > began + 60]
    refused = [moment for moment in account.refused if moment > began + 60]
    assert len(refused) < 0.05 * len(learned)
    assert ended - began < 1.5 * 60 * 10 * work / limit + 60


def test_a_single_client_loses_next_to_nothing():
    account = Account(3000)

    ended = run_all(account, [Client(6000)], began=30)

    assert account.refused == []
    assert ended - 30 < 6000 / 48 * 1.2


def test_a_client_that_comes_late_gets_its_share():
    account = Account(600)
    late = Client(50)
    run_all(account, [Client(1500), late], began=0)

    assert len(account.refused) < 0.05 * len(account.asked)
    assert late.now < 60
