"""Says of a picture or file what it is, whether the library holds it, and whether it is in force.

What is read off a photograph may be wrong. So nothing is answered from it: it is shown to whoever
sent it, and only used to find the document in the library, whose own text is quoted. The file is
kept nowhere; of what was read only the answer is remembered, as any answer is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from bot.clock import BUSINESS_ZONE, Clock
from bot.dialogue.plan_clauses import reply_citation
from bot.errors import NoticesBusy
from bot.messages import Choice, Outcome, Reply
from bot.notices import wording

if TYPE_CHECKING:
    from retrieval import Citation, PolicyLibrary
    from retrieval.notices.identifying import Identified
    from retrieval.notices.notice import Notice

LARGEST_BYTES = 20 * 1024 * 1024
READING_S = 60.0
# One is read, the others wait: reading a photograph takes all of a processor.
_AT_ONCE = 3
_INTENT = "notice"


class NoticeDesk:
    """Reads notices, one at a time; safe to share between threads. `clock` is business time."""

    def __init__(self, library: PolicyLibrary, clock: Clock, *, public_url: str) -> None:
        self._library = library
        self._clock = clock
        self._public_url = public_url
        self._reading = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many files are being read or wait for it."""
        return self._waiting

    def answer(self, content: bytes) -> Reply:
        """Return what to say of a picture or file; blocks for up to some minutes.

        Raises:
            NoticesBusy: too many wait already.
        """
        from retrieval.errors import DocumentError
        from retrieval.notices.reading_apart import read_apart

        try:
            with self._turn():
                notice = read_apart(content, timeout_s=READING_S)
        except DocumentError as exc:
            text = wording.not_read(exc.what, exc.advice)
            return Reply(intent=_INTENT, text=text, outcome=Outcome.REFUSED)
        if not notice.sentences and not notice.title:
            text = wording.not_read(wording.NO_TEXT, wording.SHARPER)
            return Reply(intent=_INTENT, text=text, outcome=Outcome.REFUSED)
        return self._said(notice, self._library.identify(notice))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._counting:
            if self._waiting >= _AT_ONCE:
                raise NoticesBusy(wording.BUSY, remedy=wording.BUSY_REMEDY)
            self._waiting += 1
        try:
            with self._reading:
                yield
        finally:
            with self._counting:
                self._waiting -= 1

    def _said(self, notice: Notice, found: list[Identified]) -> Reply:
        today = self._clock.now().astimezone(BUSINESS_ZONE).date()
        cited = [(one, self._citation(one, today)) for one in found]
        held = [(one, citation) for one, citation in cited if citation is not None]
        if not held:
            return Reply(
                intent=_INTENT,
                text="\n".join([*wording.read_lines(notice), wording.NOT_HELD]),
                outcome=Outcome.ANSWERED_WITH_GAP,
                choices=(Choice(label=wording.HANDOVER, send=wording.HANDOVER),),
            )
        lines = wording.read_lines(notice)
        lines += [wording.held(one, citation, notice) for one, citation in held]
        return Reply(
            intent=_INTENT,
            text="\n".join([*lines, wording.ASK_ON]),
            outcome=Outcome.ANSWERED,
            citations=tuple(reply_citation(citation, self._public_url) for _, citation in held),
            choices=tuple(
                Choice(label=label, send=send)
                for label, send in wording.questions(held[0][1].short_title)
            ),
        )

    def _citation(self, found: Identified, today: date) -> Citation | None:
        """Quote the document: a sentence that stands in the notice, else its first one."""
        stored = self._library.document(found.document_id)
        if stored is None:
            # Withdrawn between the look and this.
            return None
        addresses = found.addresses or tuple(u.address for u in stored.units if u.sentence)[:1]
        return next(
            (
                citation
                for address in addresses
                if (citation := self._library.cite(found.document_id, address, on=today))
            ),
            None,
        )
