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
_WAITED_FOR_S = 2.0
"""Whoever asks gives up after some seconds; another writer, a whole document say, takes longer."""

_LONGEST_LOOK_S = 30.0
"""As long as a writer waits for another one; who waits longer is refused."""

_NOT_KEPT = "消息存不下来：{reason}"
_SILENT = "数据库一直没有应答"


class Keeping:
    """Found out by writing, in each of `sessions`: a disk that is full, or a file that may only be
    read, still shows everything that was written before. Safe to share between threads."""

    def __init__(
        self,
        sessions: Callable[[], Sequence[SessionFactory]],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        waited_for_s: float = _WAITED_FOR_S,
    ) -> None:
        self._sessions = sessions
        self._monotonic = monotonic
        self._waited_for_s = waited_for_s
        self._starting = threading.Lock()
        self._began_at = 0.0
        self._look: threading.Thread | None = None
        self._trouble = _NOT_KEPT.format(reason=_SILENT)

    def trouble(self) -> str:
        """Return why nothing can be kept; empty when it can. Where writing takes long, what was
        found before is said, until it takes too long."""
        with self._starting:
            began_at, look = self._looking()
        look.join(self._waited_for_s)
        if look.is_alive() and self._monotonic() - began_at >= _LONGEST_LOOK_S:
            return _NOT_KEPT.format(reason=_SILENT)
        return self._trouble

    def _looking(self) -> tuple[float, threading.Thread]:
        """Return the look that is going on, or the last one where that was a moment ago."""
        now = self._monotonic()
        if self._look is None or (
            not self._look.is_alive() and now - self._began_at >= _LOOKED_AT_MOST_EVERY_S
        ):
            self._began_at = now
            self._look = threading.Thread(target=self._find_out, daemon=True)
            self._look.start()
        return self._began_at, self._look

    def _find_out(self) -> None:
        self._trouble = self._found()

    def _found(self) -> str:
        try:
            for sessions in self._sessions():
                sessions.prove_writable()
        except StorageError as exc:
            return _NOT_KEPT.format(reason=exc.why or exc.what)
        except sa.exc.SQLAlchemyError as exc:
            return _NOT_KEPT.format(reason=of_database(getattr(exc, "orig", None) or exc))
        except Exception as exc:
            # Whatever it was, nothing was written.
            return _NOT_KEPT.format(reason=type(exc).__name__)
        return ""
