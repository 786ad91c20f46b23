"""``make load``: how much one process and three carry, on the small parts and on the large ones.

Bounded, on loopback, ends by itself. Client and vendor run on the same cores as the service, so
the figures are those of the whole machine, not of the service alone.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from rich.console import Console

from tests.benchmarks.callback_load import Load, at_rate
from tests.benchmarks.callback_requests import CALLBACK, callbacks
from tests.benchmarks.callback_servers import simulated_vendor
from tests.benchmarks.cluster import Cluster, Setup, memory_mib, running
from tests.benchmarks.overdue import deliveries_a_second
from tests.simulators.wecom import WecomSimulator

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

SETUPS = (
    Setup(1, "sqlite", "faiss"),
    Setup(3, "sqlite", "faiss"),
    Setup(1, "postgresql", "milvus"),
    Setup(3, "postgresql", "milvus"),
)
MEMBERS = 1000
STEP_S = 6.0
ASKERS = (1, 2, 4, 8, 16, 32, 64)
RATES = (25, 50, 100, 200, 300, 400, 600)
CHAT_P95_MS = 1000.0
CALLBACK_P99_MS = 200.0
QUESTIONS = (
    "企业有困难向政府反映，多久能有回音？",
    "有没有产业基金的支持？",
    "设备可以融资租赁吗",
    "光伏企业归哪个部门管？",
    "引进博士团队有什么政策",
    "1到10月五大产业产值多少",
    "离8家百亿企业还差几家",
    "五个产业分别完成多少,列个表",
    "今年以来工业投资增速怎么样",
    "专精特新现在多少家了",
)


def main() -> None:
    """Measure each setup; arguments: numbers of the setups to run, all by default."""
    chosen = [SETUPS[int(number) - 1] for number in sys.argv[1:]] or SETUPS
    for setup in chosen:
        err.print(f"{setup.name}: starting ...")
        with tempfile.TemporaryDirectory() as made:
            _measure(setup, Path(made))
    out.print("next: docs/operations.md has a sizing table to compare with")


def _measure(setup: Setup, made: Path) -> None:
    wecom = WecomSimulator(members={f"m{number}" for number in range(MEMBERS)})
    with (
        simulated_vendor(wecom) as vendor_url,
        running(setup, made / "city", wecom, vendor_url) as cluster,
    ):
        _print(setup, "memory when ready, MiB (PSS, all processes)", f"{memory_mib(cluster):.0f}")
        _print(setup, "chat answers a second, p95 within 1 s", asyncio.run(_most_chat(cluster)))
        told = deliveries_a_second(cluster, MEMBERS, made / "overdue")
        _print(setup, "alert deliveries a second", f"{told:.0f}")
        # Last: they leave thousands of questions that are still being answered.
        _print(
            setup,
            "callbacks a second, p99 within 200 ms, answered too",
            asyncio.run(_most_callbacks(cluster, wecom)),
        )
        _print(setup, "memory after that, MiB", f"{memory_mib(cluster):.0f}")


def _print(setup: Setup, what: str, value: object) -> None:
    out.print(f"{setup.name:36} {what:52} {value}", soft_wrap=True)


async def _most_chat(cluster: Cluster) -> str:
    best = "none"
    for askers in ASKERS:
        taken = await _ask_for(cluster, askers)
        p95 = _at(taken, 0.95)
        if p95 > CHAT_P95_MS:
            break
        best = f"{len(taken) / STEP_S:.0f} (by {askers} at once, {_spread(taken, 0.95)})"
    return best


async def _ask_for(cluster: Cluster, askers: int) -> list[float]:
    taken: list[float] = []
    until = time.perf_counter() + STEP_S

    async def ask(number: int) -> None:
        url = cluster.urls[number % len(cluster.urls)]
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            for question in itertools.islice(itertools.cycle(QUESTIONS), number, None):
                started = time.perf_counter()
                if started >= until:
                    return
                response = await client.post("/api/chat", json={"text": question, "user": "u002"})
                response.raise_for_status()
                taken.append((time.perf_counter() - started) * 1000)

    await asyncio.gather(*(ask(number) for number in range(askers)))
    return sorted(taken)


async def _most_callbacks(cluster: Cluster, wecom: WecomSimulator) -> str:
    best = "none"
    messages = callbacks(wecom, MEMBERS, QUESTIONS)
    for rate in RATES:
        share = max(1, rate // len(cluster.urls))
        found = await asyncio.gather(
            *(
                at_rate(
                    Load(url, CALLBACK), _bodies(messages), rate=share, count=int(share * STEP_S)
                )
                for url in cluster.urls
            )
        )
        taken = sorted(ms for one in found for ms in one.milliseconds)
        p99 = _at(taken, 0.99)
        if p99 > CALLBACK_P99_MS or any(one.refused for one in found):
            break
        best = (
            f"{share * len(cluster.urls)} (p50 {taken[len(taken) // 2]:.0f} ms, p99 {p99:.0f} ms)"
        )
    return best


def _spread(taken: list[float], high: float) -> str:
    """The median and a higher quantile of sorted milliseconds, in words."""
    return f"p50 {_at(taken, 0.5):.0f} ms, p{high * 100:.0f} {_at(taken, high):.0f} ms"


def _at(taken: list[float], share: float) -> float:
    return taken[int(len(taken) * share)]


def _bodies(messages: Iterator[tuple[str, bytes]]) -> Iterator[bytes]:
    return (body for _, body in messages)


if __name__ == "__main__":
    main()
