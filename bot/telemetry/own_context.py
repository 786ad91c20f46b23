"""What a request is served in: nothing of the one before it on the same connection."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import Context


async def in_own_context(serving: Coroutine[object, object, None]) -> None:
    """Await `serving` in an empty context.

    A connection that waited for a large body is read on in the context of that request
    (https://github.com/python/cpython/issues/140947), and the next would begin in it: under
    another's id, inside a span that has ended.
    """
    await asyncio.create_task(serving, context=Context())
