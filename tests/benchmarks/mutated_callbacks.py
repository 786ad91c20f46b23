"""Mutated callbacks against every channel's route: no server error, no hang, flat memory.

Run `python -m tests.benchmarks.mutated_callbacks --count 100000`. Bytes, XML, JSON and the crypto
fields are mutated, before and after sealing; the routes are the application's own, called in
this process with the vendors' signatures valid wherever the mutation leaves them so.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from fastapi.testclient import TestClient

from bot.app import create_app
from bot.durable import InlineWork
from bot.settings import load_settings
from bot.telemetry.logs import configure_logs
from bot.wiring import Parts
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.wechat import WechatSimulator
from tests.simulators.wecom import WecomSimulator
from tests.simulators.wecom_aibot import AibotSimulator

_ODD = (b"\0", b"\xff", b"<", b"]]>", b"&", b"{", b'"', b"\xed\xa0\x80", b"A" * 5000, b"<a>" * 500)


class Callback(NamedTuple):
    """One request to one route."""

    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]


class Found(NamedTuple):
    """What the run found; memory in MiB, after a tenth of the requests and at the end.

    Processor time tells our own slowness from that of a busy machine.
    """

    requests: int
    statuses: dict[int, int]
    slowest_s: float
    slowest_processor_s: float
    slower_than_1_s: int
    memory_early: float
    memory_end: float


def main() -> None:
    """Mutate, call and print one JSON object; exit 1 on a server error or a hang."""
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    configure_logs(level="CRITICAL")
    with _application() as http:
        found = _run(http, given.count, random.Random(given.seed))
    print(json.dumps(found._asdict()))  # noqa: T201
    if found.slower_than_1_s or any(status >= 500 for status in found.statuses):
        raise SystemExit(1)


def _run(http: TestClient, count: int, chance: random.Random) -> Found:
    statuses: Counter[int] = Counter()
    slowest, slowest_own, slow, early = 0.0, 0.0, 0, 0.0
    callbacks = mutated_callbacks(chance)
    for number in range(count):
        callback = next(callbacks)
        started, own = time.perf_counter(), time.process_time()
        status = http.post(
            callback.path, params=callback.query, content=callback.body, headers=callback.headers
        ).status_code
        taken = time.perf_counter() - started
        statuses[status] += 1
        slowest, slow = max(slowest, taken), slow + (taken > 1)
        slowest_own = max(slowest_own, time.process_time() - own)
        if number == count // 10:
            early = _resident_mib()
        if number % 10_000 == 0:
            print(f"{number} of {count}", file=sys.stderr)  # noqa: T201
    return Found(
        count,
        dict(statuses),
        round(slowest, 3),
        round(slowest_own, 3),
        slow,
        early,
        _resident_mib(),
    )


def mutated_callbacks(chance: random.Random) -> Iterator[Callback]:
    """Yield callbacks of every channel, each mutated somewhere."""
    wecom, wechat, aibot, telegram = (
        WecomSimulator(), WechatSimulator(), AibotSimulator(), TelegramSimulator()
    )  # fmt: skip
    event = {"card_type": "button_interaction", "event_key": "签收", "task_id": "T1"}
    while True:
        inner = chance.random() < 0.5
        match chance.randrange(4):
            case 0:
                plain = wecom.xml("u", "event", Event="template_card_event", EventKey="签收|R05")
                query, xml = wecom.signed(_text(plain, chance) if inner else plain)
                callback = Callback("/wecom/callback", query, xml.encode(), {})
            case 1:
                plain = wechat.text_xml("openid", "在吗")
                query, xml = wechat.sealed(_text(plain, chance) if inner else plain)
                callback = Callback("/wechat/callback", query, xml.encode(), {})
            case 2:
                said = aibot.event("template_card_event", template_card_event=event)
                plain = json.dumps(said, ensure_ascii=False)
                query, content = aibot.sealed(_text(plain, chance) if inner else plain)
                callback = Callback("/wecom/aibot", query, json.dumps(content).encode(), {})
            case _:
                body = json.dumps(telegram.update("在吗")).encode()
                secret = {"x-telegram-bot-api-secret-token": telegram.secret_token}
                callback = Callback("/telegram/webhook", {}, body, secret)
                inner = False
        yield callback if inner else _outer(callback, chance)


def _outer(callback: Callback, chance: random.Random) -> Callback:
    query = dict(callback.query)
    if query and chance.random() < 0.4:
        name = chance.choice(sorted(query))
        if chance.random() < 0.3:
            del query[name]
        else:
            query[name] = _text(query[name], chance)
    return callback._replace(query=query, body=_bytes(callback.body, chance))


def _bytes(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(4)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice((0, 1, 1, 8, 200)))
        piece = chance.choice((*_ODD, b"", bytes([chance.randrange(256)]), content[start:end] * 2))
        content = content[:start] + piece + content[end:]
    return content


def _text(content: str, chance: random.Random) -> str:
    return _bytes(content.encode(), chance).decode("utf-8", "replace")


@contextmanager
def _application() -> Iterator[TestClient]:
    wecom, wechat, telegram = WecomSimulator(), WechatSimulator(), TelegramSimulator()
    sealed = {"token": wecom.token, "aes_key": wecom.aes_key, "callback_window_s": 0}
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            data_dir=Path(folder),
            retrieval={"model": "hashing"},
            wecom={"corp_id": wecom.corp_id, "api_base_url": "http://127.0.0.1:9", **sealed},
            wecom_aibot=sealed,
            wechat={
                "app_id": wechat.app_id,
                "token": wechat.token,
                "aes_key": wechat.aes_key,
                "callback_window_s": 0,
                "passive_wait_s": 0,
                "has_customer_messages": False,
            },
            telegram={
                "token": telegram.token,
                "secret_token": telegram.secret_token,
                "api_base_url": "http://127.0.0.1:9",
            },
        )
        # The double keeps every outcome in memory: what is taken in is not to be answered.
        parts = Parts(settings, work=_NothingStarts())
        app = create_app(settings, parts=parts)
        with TestClient(app, raise_server_exceptions=False) as http:
            yield http


class _NothingStarts(InlineWork):
    def enqueue(self, *_arguments: object, **_options: object) -> None:
        """Start nothing."""


def _resident_mib() -> float:
    return round(psutil.Process().memory_info().rss / 1024**2, 1)


if __name__ == "__main__":
    main()
