"""How fast callbacks are acknowledged while everything behind them is answered.

Run `python -m tests.benchmarks.acknowledgement` (`--database postgresql` for the other one).
A real `bot serve` takes WeCom callbacks on loopback, with the vendor simulated in a process of
its own; a bare FastAPI route that only decrypts, in a process of its own too, is the measure.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.benchmarks.callback_load import Load, at_rate, flat_out
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


def main() -> None:
    """Measure and print one JSON object."""
    options = argparse.ArgumentParser()
    options.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options.add_argument("--rate", type=int, default=50, help="messages a second")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--flat-out-seconds", type=int, default=5)
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
            ours = asyncio.run(flat_out(load, messages, seconds=given.flat_out_seconds))
            service.kill()
        bare = asyncio.run(
            flat_out(Load(bare_url, CALLBACK), messages, seconds=given.flat_out_seconds)
        )
    taken = sorted(steady.milliseconds)
    return Figures(
        database=given.database,
        sent=len(taken),
        not_acknowledged=steady.refused + ours.refused,
        p50_ms=round(taken[len(taken) // 2], 1),
        p99_ms=round(taken[int(len(taken) * 0.99)], 1),
        worst_ms=round(taken[-1], 1),
        bare_a_second=round(len(bare.milliseconds) / given.flat_out_seconds),
        acknowledged_a_second=round(len(ours.milliseconds) / given.flat_out_seconds),
    )


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
