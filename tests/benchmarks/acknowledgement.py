"""How fast callbacks are acknowledged while everything behind them is answered.

Run `python -m tests.benchmarks.acknowledgement` (`--database postgresql` for the other one).
A real `bot serve` takes WeCom callbacks on loopback, with the vendor simulated in a process of
its own; a bare FastAPI route that only decrypts, in a process of its own too, is the measure.

Flat out they take turns, so that what else runs on the machine slows both alike: the service,
with its answerer answering as it can, is stopped in its tracks while the bare route has its turn.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.benchmarks.callback_load import Load, at_rate, each_once
from tests.benchmarks.callback_requests import CALLBACK, callback_settings, callbacks
from tests.benchmarks.callback_servers import bare_route, simulated_vendor
from tests.benchmarks.cluster import postgresql_in
from tests.end_to_end.serving import ServingBot, eventually
from tests.simulators.wecom import WecomSimulator

QUESTIONS = ("企业有困难向政府反映，多久能有回音？", "有没有产业基金的支持？", "你好")
SENDERS = 1000


class Figures(NamedTuple):
    """What one run measured; latencies in milliseconds, throughputs a second."""

    database: str
    sent: int
    not_acknowledged: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    bare_a_second: float
    acknowledged_a_second: float
    ratio: float
    ratios: list[float]


def main() -> None:
    """Measure and print one JSON object."""
    options = argparse.ArgumentParser()
    options.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options.add_argument("--rate", type=int, default=50, help="messages a second")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--turns", type=int, default=7, help="flat out, each with each")
    options.add_argument("--messages", type=int, default=5000, help="in each turn")
    given = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = {
            "BOT_INTAKE__OVERALL": "1000000",
            "BOT_INTAKE__BACKLOG": "1000000",
            "BOT_LOG_LEVEL": "ERROR",
        }
        if given.database == "postgresql":
            environment["BOT_DATABASE_URL"] = stack.enter_context(postgresql_in(folder))
        figures = _measure(folder, environment, given)
    print(json.dumps(figures._asdict(), ensure_ascii=False))  # noqa: T201


def _measure(folder: Path, more: dict[str, str], given: argparse.Namespace) -> Figures:
    wecom = WecomSimulator(members={f"m{number}" for number in range(SENDERS)})
    messages = signed_messages(wecom)
    with simulated_vendor(wecom) as vendor_url, bare_route(wecom) as bare_url:
        environment = {**_environment(wecom, vendor_url), **more}
        data = folder / "data"
        data.mkdir()
        with ServingBot(data, **environment) as service:
            load = _warmed(service, messages)
            steady = asyncio.run(
                at_rate(load, messages, rate=given.rate, count=given.rate * given.seconds)
            )
        with ServingBot(data, **environment) as service:
            load = _warmed(service, messages)
            turns = _in_turns(service, load, Load(bare_url, CALLBACK), messages, given)
            service.kill()
    taken = sorted(steady.milliseconds)
    return Figures(
        database=given.database,
        sent=len(taken),
        not_acknowledged=steady.refused + sum(turn.refused for turn in turns),
        p50_ms=round(taken[len(taken) // 2], 1),
        p99_ms=round(taken[int(len(taken) * 0.99)], 1),
        worst_ms=round(taken[-1], 1),
        bare_a_second=round(statistics.median(turn.bare_a_second for turn in turns)),
        acknowledged_a_second=round(statistics.median(turn.ours_a_second for turn in turns)),
        ratio=round(statistics.median(turn.ratio for turn in turns), 2),
        ratios=[round(turn.ratio, 2) for turn in turns],
    )


class Turn(NamedTuple):
    """What each acknowledged a second, one after the other, and what ours refused."""

    ours_a_second: float
    bare_a_second: float
    refused: int

    @property
    def ratio(self) -> float:
        """Ours for each of the bare route's."""
        return self.ours_a_second / self.bare_a_second


def _in_turns(
    service: ServingBot,
    ours: Load,
    bare: Load,
    messages: Iterator[bytes],
    given: argparse.Namespace,
) -> list[Turn]:
    turns = []
    for _ in range(given.turns):
        with service.stopped():
            requests = list(islice(messages, given.messages))
            bare_a_second, _none = _flat_out(bare, list(islice(messages, given.messages)))
        ours_a_second, refused = _flat_out(ours, requests)
        turns.append(Turn(ours_a_second, bare_a_second, refused))
    return turns


def _flat_out(load: Load, requests: list[bytes]) -> tuple[float, int]:
    """Return how many of `requests` were answered a second, and how many refused."""
    started = time.perf_counter()
    answered = asyncio.run(each_once(load, requests))
    return len(requests) / (time.perf_counter() - started), answered.refused


def _warmed(service: ServingBot, messages: Iterator[bytes]) -> Load:
    """Return the load on a service that has answered each kind of question once."""
    eventually(
        lambda: httpx.get(f"{service.url}/readyz").status_code == 200, what="ready", within_s=300
    )
    for question in QUESTIONS:
        httpx.post(f"{service.url}/api/chat", json={"text": question}, timeout=60)
    load = Load(service.url, CALLBACK)
    asyncio.run(at_rate(load, messages, rate=5, count=15))
    return load


def signed_messages(wecom: WecomSimulator) -> Iterator[bytes]:
    """Yield endlessly requests, each a new message of the next member, signed now."""
    return (request for _, request in callbacks(wecom, SENDERS, QUESTIONS))


def _environment(wecom: WecomSimulator, vendor_url: str) -> dict[str, str]:
    section = callback_settings(wecom, vendor_url)
    return {
        **{f"BOT_WECOM__{name.upper()}": value for name, value in section.items()},
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }


if __name__ == "__main__":
    main()
