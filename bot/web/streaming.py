"""The answer as a stream of server-sent events: its text in pieces, then the whole object."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

# Long enough for the reader to see the text grow, short enough that nobody waits for it.
PAUSE_S = 0.012
LONGEST_PIECE = 48

_SENTENCE = re.compile(r"[^。！？；;\n]*[。！？；;\n]+|[^。！？；;\n]+")


def pieces(text: str) -> list[str]:
    """Split `text` at the ends of sentences, and further where a sentence is long.

    Joined, the pieces are the text again.
    """
    return [
        sentence[start : start + LONGEST_PIECE]
        for sentence in _SENTENCE.findall(text)
        for start in range(0, len(sentence), LONGEST_PIECE)
    ]


def event(name: str, data: dict[str, Any]) -> bytes:
    """Return one server-sent event; JSON keeps line ends out of the data line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


async def answer_events(text: str, whole: dict[str, Any]) -> AsyncIterator[bytes]:
    """Yield a ``delta`` event for each piece of `text`, then one ``reply`` with `whole`."""
    for piece in pieces(text):
        yield event("delta", {"text": piece})
        await asyncio.sleep(PAUSE_S)
    yield event("reply", whole)
