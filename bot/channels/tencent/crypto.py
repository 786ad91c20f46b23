"""The callback crypto of WeCom and WeChat (WXBizMsgCrypt), strict where the samples are lax.

https://developer.work.weixin.qq.com/document/path/90968: AES-256-CBC under the decoded
EncodingAESKey, whose first half is the IV; PKCS#7 to a multiple of 32;
plaintext = 16 random bytes + message length (4 bytes, big-endian) + message + receiver.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

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
            self._key = base64.b64decode(aes_key + "=", validate=True)
        except (binascii.Error, ValueError):
            self._key = b""
        if len(self._key) != 32:
            raise SettingsError(
                "EncodingAESKey 无法使用",
                why="应为 43 个 a-z、A-Z、0-9 字符",
                remedy="在管理后台的接收消息页面重新复制",
            )

    def sign(self, *parts: str) -> str:
        """Return the SHA-1 (hex) over the token and `parts`, sorted and joined."""
        joined = "".join(sorted([self._token, *parts]))
        return hashlib.sha1(joined.encode("utf-8", "replace")).hexdigest()

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
        pad = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
        encrypted = base64.b64encode(sealed).decode()
        signature = self.sign(timestamp, nonce, encrypted)
        return Sealed(encrypted, signature, timestamp, nonce)

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def _decrypt(self, encrypted: str) -> str:
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as exc:
            raise refusal(RefusalReason.MALFORMED) from exc
        if not sealed or len(sealed) % _BLOCK:
            raise refusal(RefusalReason.MALFORMED)
        decryptor = self._cipher().decryptor()
        plain = _without_padding(decryptor.update(sealed) + decryptor.finalize())
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
