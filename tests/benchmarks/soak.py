"""``make soak``: half an hour at half load while things fail; counts what was lost or said twice.

Two processes over one PostgreSQL. The statistics service fails and the vendor stalls for a while
every few minutes; the second process is killed every few minutes and started anew, the first
lives through it all and is watched for growth. At the end every message that was acknowledged
must have been answered, and each member's telephone must show exactly what was recorded as sent.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import sqlalchemy as sa
from rich.console import Console

from bot.channels.wecom_app import CHANNEL
from bot.delivery.model import DeliveryRow, SendAttemptRow
from bot.delivery.receipt import AttemptResult, DeliveryState
from bot.settings import DEMO_DATA
from tests.benchmarks.callback_requests import callbacks
from tests.benchmarks.callback_servers import served
from tests.benchmarks.cluster import Cluster, Setup, running
from tests.benchmarks.load import QUESTIONS
from tests.benchmarks.soak_servers import FailingStatistics, StallingVendor
from tests.end_to_end.serving import eventually
from tests.simulators.wecom import WecomSimulator

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

# No member asks the same twice: the vendor would take the same answer for a repetition.
MEMBERS = 4001
VENDOR_TRIES = 4  # the first and three repetitions
VENDOR_PATIENCE_S = 5.0
LET_FINISH_S = 240.0
SEED = 20191115


@dataclass
class Watched:
    """What was seen while it ran; sizes of the first process by seconds since the start."""

    acknowledged: list[str] = field(default_factory=list)
    never_acknowledged: int = 0
    chat_answers: int = 0
    chat_failures: int = 0
    kills: int = 0
    sizes: list[tuple[float, float, int]] = field(default_factory=list)


def main() -> None:
    """Run, count, and end with 1 when anything was lost or said twice."""
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--rate", type=float, default=6, help="callbacks a second")
    options.add_argument("--trouble-s", type=float, default=180, help="how often things fail")
    given = options.parse_args()
    wecom = WecomSimulator(members={f"m{number}" for number in range(MEMBERS)})
    vendor = StallingVendor(wecom.members, given.trouble_s, given.trouble_s / 6)
    bureau = FailingStatistics(DEMO_DATA / "stats", given.trouble_s, given.trouble_s / 4)
    with (
        tempfile.TemporaryDirectory() as made,
        served(vendor) as vendor_url,
        served(bureau) as bureau_url,
        running(
            Setup(2, "postgresql", "faiss"),
            Path(made) / "city",
            wecom,
            vendor_url,
            BOT_FIGURES__STATS_HTTP__BASE_URL=f"{bureau_url}/api",
            BOT_FIGURES__TIMEOUT_S="2",
        ) as cluster,
    ):
        watched = asyncio.run(_live(cluster, wecom, given))
        raise SystemExit(_report(cluster, vendor_url, watched))


async def _live(cluster: Cluster, wecom: WecomSimulator, given: argparse.Namespace) -> Watched:
    watched = Watched()
    started = time.monotonic()
    until = started + given.minutes * 60
    messages = callbacks(wecom, MEMBERS, QUESTIONS)
    await asyncio.gather(
        _send(cluster, messages, watched, given.rate, until),
        _chat(cluster, watched, until),
        _kill(cluster, watched, given.trouble_s, until),
        _watch(cluster, watched, started, until),
    )
    return watched


async def _send(
    cluster: Cluster,
    messages: Iterator[tuple[str, bytes]],
    watched: Watched,
    rate: float,
    until: float,
) -> None:
    started, sending = time.monotonic(), set()
    async with httpx.AsyncClient(timeout=VENDOR_PATIENCE_S) as client:
        for number in itertools.count():
            await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
            if time.monotonic() >= until:
                break
            one = asyncio.create_task(_deliver(client, cluster, next(messages), number, watched))
            sending.add(one)
            one.add_done_callback(sending.discard)
        await asyncio.gather(*sending)


async def _deliver(
    client: httpx.AsyncClient,
    cluster: Cluster,
    message: tuple[str, bytes],
    number: int,
    watched: Watched,
) -> None:
    """Post one callback as WeCom does: to the other process when one does not take it."""
    message_id, request = message
    head, body = request.split(b"\r\n\r\n", 1)
    path = head.split(b" ", 2)[1].decode()
    for attempt in range(VENDOR_TRIES):
        url = cluster.urls[(number + attempt) % len(cluster.urls)]
        try:
            response = await client.post(f"{url}{path}", content=body)
        except httpx.TransportError:
            await asyncio.sleep(0.5)
            continue
        if response.status_code == 200:
            watched.acknowledged.append(message_id)
            return
    watched.never_acknowledged += 1


async def _chat(cluster: Cluster, watched: Watched, until: float) -> None:
    """One person at the page of the first process, without a pause."""
    async with httpx.AsyncClient(base_url=cluster.urls[0], timeout=60) as client:
        for question in itertools.cycle(QUESTIONS):
            if time.monotonic() >= until:
                return
            response = await client.post("/api/chat", json={"text": question, "user": "u002"})
            watched.chat_answers += response.status_code == 200
            watched.chat_failures += response.status_code != 200
            await asyncio.sleep(0.5)


async def _kill(cluster: Cluster, watched: Watched, every_s: float, until: float) -> None:
    chance = random.Random(SEED)
    while True:
        await asyncio.sleep(every_s * chance.uniform(0.6, 1.4))
        if time.monotonic() >= until:
            return
        await asyncio.to_thread(cluster.replace, 1)
        watched.kills += 1
        err.print(f"killed and replaced, {watched.kills} times")


async def _watch(cluster: Cluster, watched: Watched, started: float, until: float) -> None:
    parent = psutil.Process(cluster.services[0].pid)
    while time.monotonic() < until:
        processes = [parent, *parent.children(recursive=True)]
        memory = sum(one.memory_full_info().pss for one in processes) / 2**20
        files = sum(one.num_fds() for one in processes)
        watched.sizes.append((time.monotonic() - started, memory, files))
        err.print(
            f"{time.monotonic() - started:6.0f} s: {len(watched.acknowledged)} acknowledged, "
            f"{memory:.0f} MiB, {files} files",
        )
        await asyncio.sleep(15)


def _report(cluster: Cluster, vendor_url: str, watched: Watched) -> int:
    engine = sa.create_engine(cluster.database_url)
    keys = {f"reply:wecom_app:{message_id}" for message_id in watched.acknowledged}
    eventually(
        lambda: not keys - _sent(engine), what="every answer was sent", within_s=LET_FINISH_S
    )
    lost = keys - _sent(engine)
    recorded = _recorded(engine)
    shown = Counter(httpx.get(f"{vendor_url}/shown", timeout=60).json())
    twice = sum((shown - recorded).values())
    missing = sum((recorded - shown).values())
    engine.dispose()
    out.print(f"acknowledged {len(keys)}, given up by the vendor {watched.never_acknowledged}")
    out.print(f"answers at the page {watched.chat_answers}, failed {watched.chat_failures}")
    out.print(f"processes killed {watched.kills}")
    out.print(f"acknowledged and never answered {len(lost)}")
    out.print(f"shown beyond what was recorded {twice}, recorded and not shown {missing}")
    for name, place in (("memory, MiB", 1), ("open files", 2)):
        early, late = _thirds([size[place] for size in watched.sizes])
        out.print(
            f"{name} of the process that lived: {early:.0f} in the second third, {late:.0f} last"
        )
    return int(bool(lost or twice or missing))


def _sent(engine: sa.Engine) -> set[str]:
    query = sa.select(DeliveryRow.key).where(DeliveryRow.state == DeliveryState.SENT)
    with engine.connect() as connection:
        return set(connection.scalars(query))


def _recorded(engine: sa.Engine) -> Counter[str]:
    """Return how many parts each member was sent by our own record.

    Reminders go to people's pages too, of which the vendor knows nothing.
    """
    query = sa.select(SendAttemptRow.account, SendAttemptRow.message_ids).where(
        SendAttemptRow.result == AttemptResult.SENT, SendAttemptRow.channel == CHANNEL
    )
    found: Counter[str] = Counter()
    with engine.connect() as connection:
        for account, message_ids in connection.execute(query):
            found[account] += len(message_ids)
    return found


def _thirds(values: list[float]) -> tuple[float, float]:
    third = max(1, len(values) // 3)
    return statistics.median(values[third : 2 * third] or values), statistics.median(
        values[-third:]
    )


if __name__ == "__main__":
    main()
