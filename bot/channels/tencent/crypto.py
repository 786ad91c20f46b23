"""The callback crypto of WeCom and WeChat (WXBizMsgCrypt), strict where the samples are lax.

https://developer.work.weixin.qq.com/document/path/90968: AES-256-CBC under the decoded
EncodingAESKey, whose first half is the IV; PKCS#7 to a multiple of 32;
plaintext = 16 random bytes + message length (4 bytes, big-endian) + message + receiver.

wechatpy signs, pads and does the cipher. What it leaves open is done here: comparing in constant
time and before anything is decrypted, checking every byte of the padding and every length, and
one refusal for whatever is wrong.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass

from wechatpy.crypto import PKCS7Encoder, WeChatCipher, WeChatSigner

from bot.channels.callback import RefusalReason, refusal
from bot.errors import SettingsError

_BLOCK = 32
_PREFIX = 16
_HEADER = _PREFIX + 4


@dataclass(frozen=True)
class Sealed:
    """An encrypted passive reply and its signature."""

    encrypted: str
    signature: str
    timestamp: str
    nonce: str


class CallbackCrypto:
    """Opens what the vendor sealed, and seals what goes back in the same HTTP answer.

    `receive_id` is the CorpID (app), the AppID (official account) or "" (in-house AI bot).

    Raises:
        SettingsError: the key is not 43 characters of base64.
    """

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        self._token = token
        self._receive_id = receive_id.encode()
        try:
            key = base64.b64decode(aes_key + "=", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != 32:
            raise SettingsError(
                "EncodingAESKey 无法使用",
                why="应为 43 个 a-z、A-Z、0-9 字符",
                remedy="在管理后台的接收消息页面重新复制",
            )
        self._cipher = WeChatCipher(key)

    def sign(self, *parts: str) -> str:
        """Return the SHA-1 (hex) over the token and `parts`, sorted and joined."""
        signer = WeChatSigner()
        signer.add_data(*(part.encode("utf-8", "replace") for part in (self._token, *parts)))
        return str(signer.signature)

    def check(self, signature: str, *parts: str) -> None:
        """Compare `signature` in constant time.

        Raises:
            CallbackRefused: it is not ours.
        """
        expected = self.sign(*parts).encode()
        if not hmac.compare_digest(expected, signature.encode("utf-8", "replace")):
            raise refusal(RefusalReason.BAD_SIGNATURE)

    def open(self, *, signature: str, timestamp: str, nonce: str, encrypted: str) -> str:
        """Check the signature, then decrypt; return the message.

        Raises:
            CallbackRefused: wrong signature, malformed in any way, or meant for another
                receiver.
        """
        self.check(signature, timestamp, nonce, encrypted)
        return self._decrypt(encrypted)

    def seal(self, message: str, *, timestamp: str, nonce: str) -> Sealed:
        """Encrypt and sign `message`."""
        body = message.encode()
        plain = secrets.token_bytes(_PREFIX) + len(body).to_bytes(4) + body + self._receive_id
        sealed = self._cipher.encrypt(PKCS7Encoder.encode(plain))
        encrypted = base64.b64encode(sealed).decode()
        signature = self.sign(timestamp, nonce, encrypted)
        return Sealed(encrypted, signature, timestamp, nonce)

    def _decrypt(self, encrypted: str) -> str:
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as exc:
            raise refusal(RefusalReason.MALFORMED) from exc
        if not sealed or len(sealed) % _BLOCK:
            raise refusal(RefusalReason.MALFORMED)
        plain = _without_padding(self._cipher.decrypt(sealed))
        end = _HEADER + int.from_bytes(plain[_PREFIX:_HEADER])
        if len(plain) < _HEADER or end > len(plain):
            raise refusal(RefusalReason.MALFORMED)
        if plain[end:] != self._receive_id:
            raise refusal(RefusalReason.FOREIGN)
        try:
            return plain[_HEADER:end].decode()
        except UnicodeDecodeError as exc:
            raise refusal(RefusalReason.MALFORMED) from exc


def _without_padding(plain: bytes) -> bytes:
    # Tencent's samples trust the last byte alone and so accept forged padding.
    pad = plain[-1]
    if not 1 <= pad <= _BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise refusal(RefusalReason.MALFORMED)
    return plain[:-pad]
