"""Files handed in for the policy library: kept first, read in the background, never lost."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa
import structlog

from bot.clock import Clock
from bot.console import wording
from bot.console.access import opens_console
from bot.console.audit import ConsoleAudit
from bot.console.model import UploadRow
from bot.durable import DurableWork, QueueLimits
from bot.errors import ConsoleRefused
from bot.identity import Directory, Person
from bot.storage.engine import SessionFactory

if TYPE_CHECKING:
    from retrieval import PolicyLibrary

_log = structlog.get_logger(__name__)

SECTION = "documents"
WORKFLOW = QUEUE = "console_ingest"
# No folder of this name exists: it only tells handed-in files from those that were ingested.
_PLACE = Path("/管理台上传")
_LONGEST_NAME = 120
_UNFIT = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class UploadState(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    READING = "reading"
    INGESTED = "ingested"
    UNCHANGED = "unchanged"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The state in words."""
        return wording.UPLOAD_STATES[self.value]

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self not in {UploadState.WAITING, UploadState.READING}


@dataclass(frozen=True)
class Upload:
    """One file; `at` is system time, aware; `size` in bytes; `reason` is why it failed, or what
    to know of it."""

    id: str
    name: str
    size: int
    state: UploadState
    document_id: str | None
    title: str
    sentences: int
    reason: str
    at: datetime


class Uploads:
    """What was handed in, and the workflow that reads it."""

    def __init__(
        self,
        work: DurableWork,
        sessions: SessionFactory,
        library: PolicyLibrary,
        audit: ConsoleAudit,
        directory: Directory,
        clock: Clock,
    ) -> None:
        self._work = work
        self._sessions = sessions
        self._library = library
        self._audit = audit
        self._directory = directory
        self._clock = clock
        work.register(WORKFLOW, self._ingest)
        # One at a time: reading a scan takes all the processor there is.
        work.queue(QueueLimits(QUEUE, per_worker=1))

    def hand_in(self, person: Person, name: str, content: bytes) -> str:
        """Keep a file and have it read; return the upload's id.

        Raises:
            ConsoleRefused: it is empty, or the person may not use the console.
        """
        shown = fit_name(name)
        if not content:
            raise ConsoleRefused(wording.empty_file(shown))
        upload_id = uuid.uuid4().hex
        with self._sessions.begin() as session:
            session.add(
                UploadRow(
                    id=upload_id,
                    name=shown,
                    size=len(content),
                    content=content,
                    state=UploadState.WAITING.value,
                    document_id=None,
                    title="",
                    sentences=0,
                    reason="",
                    user_id=person.user_id,
                    at=self._clock.now(),
                )
            )
            self._audit.record(
                person,
                section=SECTION,
                action=wording.HAND_IN,
                subject=shown,
                after=wording.bytes_shown(len(content)),
                session=session,
            )
        self._start(upload_id)
        return upload_id

    def resume(self) -> None:
        """Start again what was kept when the process died before it was started."""
        with self._sessions() as session:
            waiting = session.scalars(
                sa.select(UploadRow.id).where(UploadRow.state == UploadState.WAITING.value)
            ).all()
        for upload_id in waiting:
            self._start(upload_id)

    def latest(self, *, limit: int) -> Sequence[Upload]:
        """Return the newest files first."""
        statement = sa.select(UploadRow).order_by(UploadRow.at.desc(), UploadRow.id).limit(limit)
        with self._sessions() as session:
            return [_upload(row) for row in session.scalars(statement)]

    def _start(self, upload_id: str) -> None:
        self._work.enqueue(WORKFLOW, upload_id, workflow_id=f"upload:{upload_id}", queue=QUEUE)

    def _ingest(self, upload_id: str) -> None:
        self._work.step("read", self._read, upload_id)

    def _read(self, upload_id: str) -> None:
        with self._sessions.begin() as session:
            row = session.get_one(UploadRow, upload_id)
            if row.content is None:
                return
            row.state = UploadState.READING.value
            name, content, user_id = row.name, row.content, row.user_id
        place = _PLACE / hashlib.sha256(content).hexdigest()[:12] / name
        try:
            outcome = self._library.ingest_content(place, content)
        except Exception:  # the boundary: a file must never stay “being read” for ever
            _log.exception("upload_failed", upload=upload_id)
            with self._sessions.begin() as session:
                row = session.get_one(UploadRow, upload_id)
                row.state, row.content = UploadState.FAILED.value, None
                row.reason = wording.READING_FAILED
            return
        with self._sessions.begin() as session:
            row = session.get_one(UploadRow, upload_id)
            row.state = UploadState(outcome.status).value
            row.document_id = outcome.document_id
            row.title = outcome.title or ""
            row.sentences = outcome.sentences
            row.reason = outcome.reason or ""
            row.content = None
            person = self._directory.person(user_id)
            # Who handed it in may have left, or lost the console, while it was read.
            if outcome.status == "ingested" and person is not None and opens_console(person):
                self._audit.record(
                    person,
                    section=SECTION,
                    action=wording.INGEST,
                    subject=wording.titled(outcome.title or name),
                    after=wording.sentences(outcome.sentences),
                    reversal={"document_id": cast(str, outcome.document_id)},
                    session=session,
                )


def fit_name(name: str) -> str:
    """Return a file's own name, without folders, control characters or too great a length."""
    last = _UNFIT.sub("", name.replace("\\", "/")).rsplit("/", 1)[-1].strip(" .")
    stem, dot, ending = last.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: _LONGEST_NAME - 11] or wording.NO_NAME}.{ending}"
    return last[:_LONGEST_NAME] or wording.NO_NAME


def _upload(row: UploadRow) -> Upload:
    return Upload(
        id=row.id,
        name=row.name,
        size=row.size,
        state=UploadState(row.state),
        document_id=row.document_id,
        title=row.title,
        sentences=row.sentences,
        reason=row.reason,
        at=row.at,
    )
