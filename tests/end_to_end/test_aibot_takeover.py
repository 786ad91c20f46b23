"""Two services on one database and one AI bot's websocket: one holds it, the other takes over."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.channels.wecom_aibot import wording
from tests.end_to_end.serving import ANSWER_S, ServingBot, eventually
from tests.simulators.wecom_aibot import AibotSimulator
from tests.simulators.wecom_aibot_socket import AibotSocketSimulator

TAKEN_OVER_S = 90.0
ANSWER = "1天应答"
QUESTION = "企业有困难向政府反映，多久能有回音？"


def streams_to(wecom: AibotSocketSimulator, request: str) -> list[str]:
    """Return what the streams that answer this request showed at their end."""
    streams = [body["stream"] for body in wecom.sent("aibot_respond_msg", request)]
    return [stream["content"] for stream in streams if stream["finish"]]


def messages(wecom: AibotSocketSimulator) -> list[str]:
    """Return the answers that came as messages of their own."""
    return [body["markdown"]["content"] for body in wecom.sent("aibot_send_msg")]


def ready(service: ServingBot) -> bool:
    return httpx.get(f"{service.url}/readyz", timeout=ANSWER_S).status_code == 200


@pytest.mark.slow
def test_one_holds_the_connection_the_other_takes_over_and_nothing_is_answered_twice(
    prepared_city: Path, tmp_path: Path
) -> None:
    city = tmp_path / "city"
    shutil.copytree(prepared_city, city)
    says = AibotSimulator()
    with AibotSocketSimulator() as wecom:
        settings = {
            "BOT_WECOM_AIBOT__BOT_ID": wecom.bot_id,
            "BOT_WECOM_AIBOT__SECRET": wecom.secret,
            "BOT_WECOM_AIBOT__WEBSOCKET_URL": wecom.url,
        }
        with ServingBot(city, **settings) as first:
            eventually(lambda: wecom.subscriptions == 1, what="a connection", within_s=60)
            with ServingBot(city, **settings) as second:
                for service in (first, second):
                    eventually(partial(ready, service), what="ready", within_s=120)
                before = wecom.say(says.text(QUESTION))
                eventually(lambda: bool(streams_to(wecom, before)), what="the first's answer")
                assert wecom.subscriptions == 1

                interrupted = says.text(QUESTION)
                request = wecom.say(interrupted)
                eventually(lambda: bool(wecom.sent("aibot_respond_msg", request)), what="taken in")
                first.kill()
                eventually(
                    lambda: wecom.subscriptions == 2, what="taking over", within_s=TAKEN_OVER_S
                )
                eventually(
                    lambda: bool(streams_to(wecom, request) or messages(wecom)),
                    what="the answer to what was interrupted",
                    within_s=60,
                )
                repeated = wecom.say(interrupted)
                eventually(lambda: bool(streams_to(wecom, repeated)), what="the repetition's end")
                after = wecom.say(says.text(QUESTION))
                eventually(lambda: bool(streams_to(wecom, after)), what="the second's answer")
        assert [ANSWER in said for said in streams_to(wecom, before)] == [True]
        interrupted_answers = streams_to(wecom, request) + messages(wecom)
        assert [ANSWER in said for said in interrupted_answers] == [True]
        assert streams_to(wecom, repeated) == [wording.ALREADY_ANSWERED]
        assert [ANSWER in said for said in streams_to(wecom, after)] == [True]
