"""Files handed in for the policy library: kept first, read in the background, never lost."""

from __future__ import annotations

import hashlib
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
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.console.model import UploadRow
from bot.durable import DurableWork, QueueLimits
from bot.durable.restart import PATIENT_WITH_DATABASE, is_database_error
from bot.durable.work import WorkflowState
from bot.errors import ConsoleRefused
from bot.file_name import own_name
from bot.identity import Directory, Person
from bot.storage.engine import SessionFactory, joined

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from retrieval import IngestOutcome, PolicyLibrary

_log = structlog.get_logger(__name__)

SECTION = "documents"
WORKFLOW = QUEUE = "console_ingest"
# No folder of this name exists: it only tells handed-in files from those that were ingested.
_PLACE = Path("/管理台上传")
_LONGEST_NAME = 120


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
    to know of it; `replaces` is the document it is a new version of."""

    id: str
    name: str
    size: int
    state: UploadState
    document_id: str | None
    title: str
    sentences: int
    reason: str
    at: datetime
    replaces: str | None = None


def _write_outcome(session: Session, upload_id: str, outcome: IngestOutcome) -> None:
    row = session.get_one(UploadRow, upload_id)
    row.state, row.content = UploadState(outcome.status).value, None
    row.document_id, row.title = outcome.document_id, outcome.title or ""
    row.sentences, row.reason = outcome.sentences, outcome.reason or ""


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

    def hand_in(
        self,
        person: Person,
        name: str,
        content: bytes,
        *,
        replaces: str | None = None,
        cause: str = "",
    ) -> str:
        """Keep a file and have it read; return the upload's id.

        With `replaces` it is a new version of that document, and `cause` says why.

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
                    replaces=replaces,
                    cause=cause,
                )
            )
            self._audit.record(
                person,
                ConsoleChange(
                    SECTION,
                    wording.HAND_IN if replaces is None else wording.HAND_IN_VERSION,
                    shown,
                    after="，".join(filter(None, [wording.bytes_shown(len(content)), cause])),
                ),
                session=session,
            )
        self._start(upload_id)
        return upload_id

    def resume(self) -> None:
        """Start again what was kept when the process died before it was started, and say of what
        was given up that it was not read."""
        unread = sa.select(UploadRow.id).where(UploadRow.content.is_not(None))
        with self._sessions() as session:
            waiting = session.scalars(unread).all()
        for upload_id in waiting:
            if self._work.wait(_workflow_id(upload_id), 0).state is WorkflowState.FAILED:
                self._give_up(upload_id)
            else:
                self._start(upload_id)

    def content_hash(self, document_id: str) -> str:
        """Return the hash that names the text a document has now; of nothing when there is none."""
        return hashlib.sha256(self._library.original(document_id) or b"").hexdigest()

    def latest(self, *, limit: int) -> Sequence[Upload]:
        """Return the newest files first."""
        statement = sa.select(UploadRow).order_by(UploadRow.at.desc(), UploadRow.id).limit(limit)
        with self._sessions() as session:
            return [_upload(row) for row in session.scalars(statement)]

    def version_of(self, document_id: str) -> Upload | None:
        """Return the newest file handed in to replace a document, None when there was none."""
        statement = sa.select(UploadRow).where(UploadRow.replaces == document_id)
        with self._sessions() as session:
            row = session.scalar(statement.order_by(UploadRow.at.desc()).limit(1))
            return None if row is None else _upload(row)

    def _start(self, upload_id: str) -> None:
        self._work.enqueue(WORKFLOW, upload_id, workflow_id=_workflow_id(upload_id), queue=QUEUE)

    def _ingest(self, upload_id: str) -> None:
        self._work.step("read", self._read, upload_id, retry=PATIENT_WITH_DATABASE)

    def _read(self, upload_id: str) -> None:
        with self._sessions.begin() as session:
            row = session.get_one(UploadRow, upload_id)
            if row.content is None:
                return
            row.state = UploadState.READING.value
            content = row.content
        try:
            outcome = self._taken_in(row, content)
        except Exception as exc:  # the boundary: a file must never stay “being read” for ever
            if is_database_error(exc):
                raise
            _log.exception("upload_failed", upload=upload_id)
            self._give_up(upload_id)
            return
        if outcome.status != "ingested":
            with self._sessions.begin() as session:
                _write_outcome(session, upload_id, outcome)

    def _taken_in(self, row: UploadRow, content: bytes) -> IngestOutcome:
        """Have the library take the file in; what became of it is kept in the same transaction."""
        fingerprint = hashlib.sha256(content).hexdigest()
        place = _PLACE / fingerprint[:12] / row.name
        was = self.content_hash(row.replaces) if row.replaces else ""

        def also(connection: Connection, outcome: IngestOutcome) -> None:
            with joined(connection) as session:
                _write_outcome(session, row.id, outcome)
                person = self._directory.person(row.user_id)
                # Who handed it in may have left, or lost the console, while it was read.
                if person is None or not opens_console(person):
                    return
                document = {"document_id": cast(str, outcome.document_id)}
                self._audit.record(
                    person,
                    ConsoleChange(
                        SECTION,
                        wording.REPLACE if row.replaces else wording.INGEST,
                        wording.titled(outcome.title or row.name),
                        after="，".join(
                            filter(None, [wording.sentences(outcome.sentences), row.cause])
                        ),
                        reversal=document | ({"was": was, "became": fingerprint} if was else {}),
                    ),
                    session=session,
                )

        if row.replaces:
            return self._library.replace(row.replaces, place, content, also)
        return self._library.ingest_content(place, content, also)

    def _give_up(self, upload_id: str) -> None:
        with self._sessions.begin() as session:
            row = session.get_one(UploadRow, upload_id)
            row.state, row.content = UploadState.FAILED.value, None
            row.reason = wording.READING_FAILED


def _workflow_id(upload_id: str) -> str:
    return f"upload:{upload_id}"


def fit_name(name: str) -> str:
    """Return a file's own name, without folders, control characters or too great a length."""
    last = own_name(name).strip(" .")
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
        replaces=row.replaces,
    )
