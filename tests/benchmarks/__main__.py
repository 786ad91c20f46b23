"""``make bench``: start-up, first answer, memory, milliseconds per answer, retrieval figures.

Runs a real `bot serve` on loopback over a demonstration prepared beforehand; ends by itself.
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.console import Console

out = Console(highlight=False)
REPOSITORY = Path(__file__).resolve().parents[2]
GIVE_UP_AFTER_S = 300
ROUNDS = 10

QUESTIONS = {
    "policy": [
        "企业有困难向政府反映，多久能有回音？",
        "有没有产业基金的支持？",
        "设备可以融资租赁吗",
        "光伏企业归哪个部门管？",
        "引进博士团队有什么政策",
    ],
    "figures": [
        "1到10月五大产业产值多少",
        "离8家百亿企业还差几家",
        "五个产业分别完成多少,列个表",
        "今年以来工业投资增速怎么样",
        "专精特新现在多少家了",
    ],
}


def main() -> None:
    """Measure and print; the argument is the folder with the outside retrieval sets."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY.parent / "shared"
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BOT_DATA_DIR": folder, "BOT_DEMO": "true"}
        _print("preparing the demonstration (model, index, data), seconds", _prepare(environment))
        with _serving(environment) as (base_url, process, healthy_s):
            _print("start-up of bot serve until it answers /healthz, seconds", healthy_s)
            _print("time to the first answer after that, seconds", _first_answer(base_url))
            for kind, questions in QUESTIONS.items():
                _milliseconds(base_url, kind, questions)
            _print("resident memory of the serving process, MiB", _resident_mib(process.pid))
        _documents(environment, shared / "documents")
        _retrieval(shared)


def _print(what: str, value: float | str) -> None:
    shown = value if isinstance(value, str) else f"{value:.2f}"
    out.print(f"{what:64} {shown:>10}")


def _prepare(environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bot", "demo"],
        env=environment,
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        timeout=GIVE_UP_AFTER_S,
    )
    return time.perf_counter() - started


@contextmanager
def _serving(
    environment: dict[str, str],
) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base_url = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve", "--demo", "--port", str(port)],
        env=environment,
        cwd=REPOSITORY,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{base_url}/healthz", process)
        yield base_url, process, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + GIVE_UP_AFTER_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise SystemExit("the server did not start; run bot serve --demo to see why")


def _ask(client: httpx.Client, question: str) -> float:
    started = time.perf_counter()
    response = client.post("/api/chat", json={"text": question, "user": "u002"})
    response.raise_for_status()
    return time.perf_counter() - started


def _first_answer(base_url: str) -> float:
    with httpx.Client(base_url=base_url, timeout=GIVE_UP_AFTER_S) as client:
        return _ask(client, QUESTIONS["policy"][0])


def _milliseconds(base_url: str, kind: str, questions: list[str]) -> None:
    with httpx.Client(base_url=base_url, timeout=60) as client:
        taken = sorted(
            _ask(client, question) * 1000 for _ in range(ROUNDS) for question in questions
        )
    _print(f"{kind}: milliseconds per answer over HTTP, p50", statistics.median(taken))
    _print(f"{kind}: milliseconds per answer over HTTP, p95", taken[int(len(taken) * 0.95)])


def _resident_mib(pid: int) -> float | str:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "no /proc"
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    return int(found.group(1)) / 1024 if found else "unknown"


def _documents(environment: dict[str, str], folder: Path) -> None:
    if not folder.exists():
        out.print(f"no documents at {folder}: what can be read is not counted")
        return
    out.print(f"files read of {folder.name}")
    for what in ("documents", "metadata"):
        subprocess.run(
            [sys.executable, "-m", "bot", "evaluate", what, str(folder)],
            env=environment,
            cwd=REPOSITORY,
            check=True,
        )


def _retrieval(shared: Path) -> None:
    if not (shared / "bench").exists():
        out.print(f"no retrieval sets under {shared}: retrieval figures are not measured")
        return
    subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.retrieval", str(shared)],
        cwd=REPOSITORY,
        check=True,
    )


if __name__ == "__main__":
    main()
