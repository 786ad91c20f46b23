"""The XML of callbacks: read without trust, written without holes."""

from __future__ import annotations

import re
import secrets
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from bot.channels.callback import RefusalReason, refusal
from bot.channels.tencent.crypto import CallbackCrypto

MAX_BODY = 128 * 1024
"""Bytes of an XML callback; genuine ones stay below 10 KiB, and parsing costs time."""

MAX_DEPTH = 16
"""Elements inside each other; genuine callbacks have five, and depth is what costs time."""

# What XML 1.0 cannot carry at all, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_xml(payload: bytes | str) -> Element:
    """Return the root of `payload`, which must be UTF-8 whatever it declares.

    Raises:
        CallbackRefused: not well formed, not UTF-8, too deep, or with a document type (the door
            of entity tricks; no genuine callback has one).
    """
    try:
        text = payload.decode() if isinstance(payload, bytes) else payload
        return _parsed(text.encode())
    except (ExpatError, ValueError) as exc:
        raise refusal(RefusalReason.MALFORMED) from exc


def _parsed(utf8: bytes) -> Element:
    # The C parser with handlers of our own: the packaged hardened one is pure Python, and its
    # time was the greater part of an acknowledgement.
    parser = ParserCreate("utf-8")
    builder = TreeBuilder()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise refusal(RefusalReason.MALFORMED)
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.Parse(utf8, True)
    return builder.close()


def _refuse_document_type(*_declaration: object) -> NoReturn:
    raise refusal(RefusalReason.MALFORMED)


def only(root: Element, name: str) -> str:
    """Return the text of the one child called `name`.

    Raises:
        CallbackRefused: there is none, or more than one, or it is empty.
    """
    found = root.findall(name)
    if len(found) != 1 or not found[0].text:
        raise refusal(RefusalReason.MALFORMED)
    return found[0].text


def text_of(root: Element, name: str) -> str:
    """Return the text of the first child called `name`, "" when absent."""
    return (root.findtext(name) or "").strip()


def cdata(text: str) -> str:
    """Wrap `text` so that it cannot end its own section; unprintable control codes go."""
    return "<![CDATA[" + _FORBIDDEN.sub("", text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def sealed_xml(crypto: CallbackCrypto, reply: str, created: int) -> str:
    """Return `reply` encrypted, in the envelope of a passive reply; `created` is Unix time."""
    sealed = crypto.seal(reply, timestamp=str(created), nonce=secrets.token_hex(8))
    return (
        f"<xml><Encrypt>{cdata(sealed.encrypted)}</Encrypt>"
        f"<MsgSignature>{cdata(sealed.signature)}</MsgSignature>"
        f"<TimeStamp>{sealed.timestamp}</TimeStamp><Nonce>{cdata(sealed.nonce)}</Nonce></xml>"
    )
