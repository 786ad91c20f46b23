"""Calls our own callback from outside as the vendor's administration page does."""

from __future__ import annotations

import secrets

from bot.channels.own_callback import called, odd_answer
from bot.channels.tencent.crypto import CallbackCrypto
from bot.clock import Clock
from bot.errors import ChannelMisconfigured


def check_sealed_echo(url: str, crypto: CallbackCrypto, clock: Clock) -> None:
    """Prove that `url` decrypts an echo (WeCom app and AI bot).

    Raises:
        ChannelUnavailable: `url` cannot be reached.
        ChannelMisconfigured: it answers, but not as WeCom wants it.
    """
    echo = str(secrets.randbelow(10**18))
    timestamp, nonce = str(int(clock.now().timestamp())), secrets.token_hex(8)
    sealed = crypto.seal(echo, timestamp=timestamp, nonce=nonce)
    query = {
        "msg_signature": sealed.signature,
        "timestamp": timestamp,
        "nonce": nonce,
        "echostr": sealed.encrypted,
    }
    _expect(url, query, echo)


def check_plain_echo(url: str, crypto: CallbackCrypto, clock: Clock) -> None:
    """Prove that `url` repeats an echo (official account). Errors as in `check_sealed_echo`."""
    echo = str(secrets.randbelow(10**18))
    timestamp, nonce = str(int(clock.now().timestamp())), secrets.token_hex(8)
    signature = crypto.sign(timestamp, nonce)
    query = {"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}
    _expect(url, query, echo)


def _expect(url: str, query: dict[str, str], echo: str) -> None:
    answer = called("GET", url, params=query)
    if answer.status_code == 403:
        raise ChannelMisconfigured(
            f"回调地址 {url} 拒绝了校验",
            why="签名、企业标识或时间不符",
            remedy="核对 Token 与 EncodingAESKey 是否与该地址上的服务一致，并校准服务器时间",
        )
    if answer.status_code == 400:
        raise ChannelMisconfigured(
            f"回调地址 {url} 解不开校验内容",
            why="签名相符，密文不能解密",
            remedy="核对该地址上的服务的 EncodingAESKey，改后重启服务（Token 已经相符）",
        )
    if answer.text != echo:
        raise odd_answer(url, answer, "确认反向代理把该路径原样转给本服务，且不改写应答")
