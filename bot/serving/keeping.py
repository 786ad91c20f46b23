"""Whether what people say could be kept at this moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from bot.errors import StorageError
from bot.reasons import of_database
from bot.storage.engine import SessionFactory

_LOOKED_AT_MOST_EVERY_S = 1.0
_NOT_KEPT = "消息存不下来：{reason}"


class Keeping:
    """Found out by writing, in each of `sessions`: a disk that is full, or a file that may only be
    read, still shows everything that was written before. Safe to share between threads."""

    def __init__(
        self,
        sessions: Callable[[], Sequence[SessionFactory]],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sessions = sessions
        self._monotonic = monotonic
        self._looking = threading.Lock()
        self._looked_at: float | None = None
        self._trouble = ""

    def trouble(self) -> str:
        """Return why nothing can be kept; empty when it can. Whoever asks while somebody looks
        hears what was found before."""
        if self._looking.acquire(blocking=self._looked_at is None):
            try:
                now = self._monotonic()
                if self._looked_at is None or now - self._looked_at >= _LOOKED_AT_MOST_EVERY_S:
                    self._trouble = self._found()
                    self._looked_at = now
            finally:
                self._looking.release()
        return self._trouble

    def _found(self) -> str:
        try:
            for sessions in self._sessions():
                sessions.prove_writable()
        except StorageError as exc:
            return _NOT_KEPT.format(reason=exc.why or exc.what)
        except sa.exc.SQLAlchemyError as exc:
            return _NOT_KEPT.format(reason=of_database(getattr(exc, "orig", None) or exc))
        return ""
