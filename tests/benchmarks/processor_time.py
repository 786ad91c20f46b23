"""What one acknowledgement costs the serving process, against a bare route that only decrypts.

Run `python -m tests.benchmarks.processor_time`. Each server is a process of its own whose
processor time the kernel tells, so that the ratio means something on a busy machine too. Nothing
is answered behind it; `python -m tests.benchmarks.acknowledgement` measures the whole.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import psutil
from starlette.types import ASGIApp

from bot.answerers import Answerers
from bot.app import create_app
from bot.cli.serve import SWITCH_INTERVAL_S
from bot.durable import InlineWork
from bot.settings import load_settings
from bot.wiring import Parts
from tests.benchmarks.acknowledgement import signed_messages
from tests.benchmarks.callback_load import Load, each_once
from tests.benchmarks.callback_requests import CALLBACK, callback_settings
from tests.benchmarks.callback_servers import DecryptingRoute, Server, serving
from tests.simulators.wecom import WecomSimulator


class Acknowledging:
    """The whole service over `folder`, with nobody who answers."""

    def __init__(self, folder: Path, wecom: WecomSimulator) -> None:
        self._folder = folder
        self._wecom = wecom

    def __call__(self) -> ASGIApp:
        """Return the application, in a process set up as `bot serve` sets up its own."""
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        settings = load_settings(
            data_dir=self._folder,
            retrieval={"model": "hashing"},
            log_level="ERROR",
            intake={"per_sender": 1_000_000, "overall": 1_000_000, "backlog": 1_000_000},
            wecom=callback_settings(self._wecom, "http://127.0.0.1:9"),
        )
        parts = Parts(settings, work=InlineWork())
        return create_app(settings, parts=parts, answerers=Answerers(0, dict))


def main() -> None:
    """Measure in turns and print one JSON object."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--messages", type=int, default=2000, help="in each round")
    given = options.parse_args()
    wecom = WecomSimulator()
    messages = signed_messages(wecom)
    ours: list[float] = []
    bare: list[float] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        service = stack.enter_context(serving(Acknowledging(folder, wecom)))
        keys = (wecom.token, wecom.aes_key, wecom.corp_id)
        measure = stack.enter_context(serving(DecryptingRoute(*keys)))
        for _ in range(given.rounds + 1):
            for server, taken in ((service, ours), (measure, bare)):
                taken.append(_milliseconds_each(server, list(islice(messages, given.messages))))
    # The first round warmed them.
    ours_ms, bare_ms = statistics.median(ours[1:]), statistics.median(bare[1:])
    figures = {
        "acknowledged_ms": round(ours_ms, 3),
        "bare_ms": round(bare_ms, 3),
        "ratio": round(ours_ms / bare_ms, 2),
        "rounds_acknowledged_ms": [round(each, 3) for each in ours[1:]],
        "rounds_bare_ms": [round(each, 3) for each in bare[1:]],
    }
    print(json.dumps(figures))  # noqa: T201


def _milliseconds_each(server: Server, requests: list[bytes]) -> float:
    """Return the processor time of the server's process for one of `requests`."""
    process = psutil.Process(server.process_id)
    before = process.cpu_times()
    answered = asyncio.run(each_once(Load(server.url, CALLBACK), requests))
    after = process.cpu_times()
    assert answered.refused == 0, "not every message was acknowledged"
    spent = after.user + after.system - before.user - before.system
    return spent * 1000 / len(requests)


if __name__ == "__main__":
    main()
