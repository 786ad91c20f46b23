"""Documents of the policy library: what was read, corrections, validity, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.clock import BUSINESS_ZONE, Clock
from bot.console import wording
from bot.console.access import require_console
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.console.undo import Record
from bot.console.uploads import SECTION, Uploads
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.storage.engine import joining
from bot.validity_label import validity_label

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from retrieval import PolicyLibrary, StoredDocument
    from retrieval.documents.metadata import DocumentMetadata
    from retrieval.results import EarlierText, IngestOutcome
    from retrieval.store.corrections import Field, WithdrawnDocument


_SHOWN_AS = {
    "in_force": {"in_force", "amended"},
    "repealed": {"repealed"},
    "not_yet_in_force": {"not_yet_in_force"},
}


class Documents:
    """What the console does with the library. `clock` is business time."""

    def __init__(
        self, library: PolicyLibrary, uploads: Uploads, audit: ConsoleAudit, clock: Clock
    ) -> None:
        self.library = library
        self.uploads = uploads
        self._audit = audit
        self._clock = clock

    def today(self) -> date:
        """Return the business date."""
        return self._clock.now().astimezone(BUSINESS_ZONE).date()

    def document(self, document_id: str) -> StoredDocument:
        """Return one document.

        Raises:
            ConsoleRefused: there is none of this id.
        """
        stored = self.library.document(document_id)
        if stored is None:
            raise ConsoleRefused(wording.NO_SUCH_DOCUMENT)
        return stored

    def withdrawn(self) -> Sequence[WithdrawnDocument]:
        """Return the documents that were taken out, the latest first."""
        return self.library.withdrawn()

    def correct(
        self, person: Person, document_id: str, field: str, text: str, *, source: str, reason: str
    ) -> int:
        """Put `text` in the place of what was read; "" states that the document does not say
        it. `source` is where the value stands. Returns the number of the change.

        Raises:
            ConsoleRefused: no such document or field, a malformed day, or an empty title.
        """
        value = _value(field, text, self._registered(person, source))
        return self._corrected(
            person, document_id, {field: value}, action=wording.CORRECT, reason=reason
        )

    def as_read(self, person: Person, document_id: str, field: str) -> int:
        """Show again what was read in place of a correction."""
        if field not in wording.FIELDS:
            raise ConsoleRefused(wording.NO_SUCH_FIELD)
        return self._corrected(
            person, document_id, {field: None}, action=wording.CORRECT, reason=wording.AS_READ
        )

    def set_validity(
        self,
        person: Person,
        document_id: str,
        status: str,
        day: str,
        *,
        source: str,
        reason: str,
    ) -> int:
        """State a document's validity: in force (until `day`, if given), repealed since `day`,
        or in force from `day` on. Returns the number of the change.

        Raises:
            ConsoleRefused: no such document or status, the day is missing or malformed, or what
                the document says otherwise would still decide.
        """
        by = self._registered(person, source)
        if status not in wording.VALIDITY_CHOICES:
            raise ConsoleRefused(wording.NO_SUCH_STATUS)
        if status != "in_force" and not day:
            raise ConsoleRefused(wording.DAY_NEEDED)
        values: dict[str, Field | None] = {"repealed_on": None, "stated_validity": None}
        if status == "repealed":
            values["repealed_on"] = _value("repealed_on", day, by)
        elif status == "not_yet_in_force":
            # Whatever was read of an end: what has not begun has not ended.
            values["repealed_on"] = _value("repealed_on", "", by)
            values["effective_on"] = _value("effective_on", day, by)
        else:
            values["repealed_on"] = _value("repealed_on", "", by)
            values["stated_validity"] = _value("stated_validity", "现行有效", by)
            if day:
                values["valid_until"] = _value("valid_until", day, by)
        self._refuse_what_would_not_hold(document_id, status, values)
        return self._corrected(
            person, document_id, values, action=wording.SET_VALIDITY, reason=reason
        )

    def withdraw(self, person: Person, document_id: str, *, reason: str) -> int:
        """Take a document out everywhere: answers, pages, lists. Returns the change's number.

        Raises:
            ConsoleRefused: there is none of this id.
        """
        require_console(person)
        record = self._audit.recording(
            person,
            ConsoleChange(
                SECTION,
                wording.WITHDRAW,
                self._title(document_id),
                before=wording.IN_LIBRARY,
                after=f"{wording.WITHDRAWN}：{reason}",
                reversal={"document_id": document_id},
            ),
        )
        if not self.library.withdraw(document_id, joining(record)):
            raise ConsoleRefused(wording.ALREADY_WITHDRAWN)
        return record.number

    def restore(self, person: Person, document_id: str) -> int:
        """Put a document back under its own address. Returns the number of the change.

        Raises:
            ConsoleRefused: it was not taken out, or its file can no longer be read.
        """
        require_console(person)
        titles = {one.document_id: one.title for one in self.withdrawn()}
        record = self._audit.recording(
            person,
            ConsoleChange(
                SECTION,
                wording.RESTORE,
                wording.titled(titles.get(document_id, document_id)),
                before=wording.WITHDRAWN,
                after=wording.IN_LIBRARY,
                reversal={"document_id": document_id},
            ),
        )
        self._put_back(document_id, record)
        return record.number

    def read_again(self, person: Person, document_id: str) -> None:
        """Read a document again from its stored original; corrections stay.

        Raises:
            ConsoleRefused: there is none of this id, or it can no longer be read.
        """
        require_console(person)
        title = self._title(document_id)

        def also(connection: Connection, outcome: IngestOutcome) -> None:
            after = wording.sentences(outcome.sentences)
            joining(
                self._audit.recording(
                    person, ConsoleChange(SECTION, wording.READ_AGAIN, title, after=after)
                )
            )(connection)

        outcome = self.library.read_again(document_id, also)
        if outcome is None:
            raise ConsoleRefused(wording.NO_SUCH_DOCUMENT)
        if outcome.status == "failed":
            raise ConsoleRefused(wording.could_not_read(outcome.reason or ""))

    def earlier(self, document_id: str) -> Sequence[EarlierText]:
        """Return the texts whose place newer versions took, the latest first."""
        return self.library.earlier(document_id)

    def put_back(self, person: Person, document_id: str, content_hash: str) -> int:
        """Put an earlier text back in its place; the present one becomes an earlier one.
        Returns the number of the change.

        Raises:
            ConsoleRefused: there is no such document or text, or it can no longer be read.
        """
        require_console(person)
        texts = {one.content_hash: one for one in self.earlier(document_id)}
        if content_hash not in texts:
            raise ConsoleRefused(wording.NO_SUCH_TEXT)
        record = self._audit.recording(
            person,
            ConsoleChange(
                SECTION,
                wording.PUT_BACK,
                self._title(document_id),
                after=wording.titled(texts[content_hash].title),
                reversal={
                    "document_id": document_id,
                    "was": self.uploads.content_hash(document_id),
                    "became": content_hash,
                },
            ),
        )
        self._changed_version(document_id, content_hash, record)
        return record.number

    def undo_version(self, _person: Person, kept: dict[str, Any], record: Record) -> None:
        """Put the text back that stood before another version took its place."""
        if self.uploads.content_hash(kept["document_id"]) != kept["became"]:
            raise ConsoleRefused(wording.VERSION_SINCE, remedy=wording.VERSION_SINCE_REMEDY)
        self._changed_version(kept["document_id"], kept["was"], record)

    def undo_withdraw(self, _person: Person, kept: dict[str, Any], record: Record) -> None:
        """Put back what was withdrawn."""
        self._put_back(kept["document_id"], record)

    def undo_arrival(self, _person: Person, kept: dict[str, Any], record: Record) -> None:
        """Take out again what came in or was restored."""
        if not self.library.withdraw(kept["document_id"], joining(record)):
            raise ConsoleRefused(wording.ALREADY_WITHDRAWN)

    def undo_correction(self, _person: Person, kept: dict[str, Any], record: Record) -> None:
        """Put the corrections back that stood before."""
        from retrieval.documents.metadata import DateField, TextField
        from retrieval.store.corrections import CORRECTABLE_DAYS

        values: dict[str, Field | None] = {}
        for field, body in kept["before"].items():
            kind = DateField if field in CORRECTABLE_DAYS else TextField
            values[field] = None if body is None else kind.model_validate(body)
        if not self.library.correct(kept["document_id"], values, joining(record)):
            raise ConsoleRefused(wording.NO_SUCH_DOCUMENT)

    def _corrected(
        self,
        person: Person,
        document_id: str,
        values: Mapping[str, Field | None],
        *,
        action: str,
        reason: str,
    ) -> int:
        require_console(person)
        title, known = self._title(document_id), self.library.corrections(document_id)
        before = _in_words(self.document(document_id).metadata, values)
        kept = {
            field: known[field].model_dump(mode="json") if field in known else None
            for field in values
        }
        number = 0

        def also(connection: Connection, stated: DocumentMetadata) -> None:
            nonlocal number
            record = self._audit.recording(
                person,
                ConsoleChange(
                    SECTION,
                    action,
                    title,
                    before=before,
                    after=f"{_in_words(stated, values)}（{reason}）",
                    reversal={"document_id": document_id, "before": kept},
                ),
            )
            joining(record)(connection)
            number = record.number

        if not self.library.correct(document_id, values, also):
            raise ConsoleRefused(wording.NO_SUCH_DOCUMENT)
        return number

    def _refuse_what_would_not_hold(
        self, document_id: str, status: str, values: Mapping[str, Field | None]
    ) -> None:
        """Refuse a validity that is meant for today and would not be the one shown today."""
        from retrieval.documents.validity import validity_of
        from retrieval.store.corrections import applied

        today = self.today()
        given = {field: value for field, value in values.items() if value is not None}
        days = [value.value for value in given.values() if isinstance(value.value, date)]
        if not all(_is_meant_on(status, day, today) for day in days):
            return
        then = validity_of(applied(self.document(document_id).metadata, given), today)
        if then.status.value not in _SHOWN_AS[status]:
            raise ConsoleRefused(
                wording.would_still_be(validity_label(then)), remedy=wording.CORRECT_THE_DAY
            )

    def _registered(self, person: Person, source: str) -> str:
        return wording.corrected_by(source, person.name, self.today().isoformat())

    def _put_back(self, document_id: str, record: Record) -> None:
        outcome = self.library.restore(document_id, joining(record))
        if outcome is None:
            raise ConsoleRefused(wording.NOT_WITHDRAWN)
        if outcome.status == "failed":
            raise ConsoleRefused(wording.could_not_read(outcome.reason or ""))

    def _changed_version(self, document_id: str, content_hash: str, record: Record) -> None:
        outcome = self.library.put_back(document_id, content_hash, joining(record))
        if outcome is None:
            raise ConsoleRefused(wording.NO_SUCH_TEXT)
        if outcome.status != "ingested":
            raise ConsoleRefused(wording.could_not_read(outcome.reason or ""))

    def _title(self, document_id: str) -> str:
        return wording.titled(self.document(document_id).metadata.title.value or document_id)


def _in_words(stated: DocumentMetadata, fields: Mapping[str, object]) -> str:
    return "；".join(
        f"{wording.FIELDS[field]}：{getattr(stated, field).value or wording.NOT_STATED}"
        for field in fields
    )


def _is_meant_on(status: str, day: date, today: date) -> bool:
    return day <= today if status == "repealed" else day > today


def _value(field: str, text: str, read_from: str) -> Field:
    from retrieval.documents.metadata import DateField, TextField
    from retrieval.store.corrections import CORRECTABLE_DAYS, CORRECTABLE_TEXTS

    if field in CORRECTABLE_DAYS:
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            raise ConsoleRefused(wording.DAY_MALFORMED) from None
        return DateField(value=day, read_from=read_from)
    if field not in CORRECTABLE_TEXTS:
        raise ConsoleRefused(wording.NO_SUCH_FIELD)
    if field == "title" and not text:
        raise ConsoleRefused(wording.TITLE_NEEDED)
    return TextField(value=text or None, read_from=read_from)
