"""Callbacks of the simulated WeCom as bytes, prepared so that sending them costs little."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

from bot.channels.tencent.crypto import CallbackCrypto
from tests.simulators.wecom import WecomSimulator

CALLBACK = "/wecom/callback"


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


def callbacks(
    wecom: WecomSimulator, senders: int, questions: tuple[str, ...]
) -> Iterator[tuple[str, bytes]]:
    """Yield message ids and requests without end, each of the next member, signed now."""
    crypto = CallbackCrypto(wecom.token, wecom.aes_key, wecom.corp_id)
    for number in itertools.count(1):
        now, message_id = int(time.time()), str(time.time_ns())
        plain = (
            f"<xml><ToUserName><![CDATA[{wecom.corp_id}]]></ToUserName>"
            f"<FromUserName><![CDATA[m{number % senders}]]></FromUserName>"
            f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[{questions[number % len(questions)]}]]></Content>"
            f"<MsgId>{message_id}</MsgId><AgentID>{wecom.agent_id}</AgentID></xml>"
        )
        sealed = crypto.seal(plain, timestamp=str(now), nonce=f"n{number}")
        body = (
            f"<xml><ToUserName><![CDATA[{wecom.corp_id}]]></ToUserName>"
            f"<AgentID><![CDATA[{wecom.agent_id}]]></AgentID>"
            f"<Encrypt><![CDATA[{sealed.encrypted}]]></Encrypt></xml>"
        ).encode()
        query = f"msg_signature={sealed.signature}&timestamp={now}&nonce={sealed.nonce}"
        yield (
            message_id,
            (
                f"POST {CALLBACK}?{query} HTTP/1.1\r\nHost: x\r\n"
                f"Content-Type: application/xml\r\nContent-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body,
        )
