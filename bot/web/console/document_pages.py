"""The pages of one document, with what was typed into their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse

from bot.console import wording
from bot.console.documents import Documents
from bot.console.parsed import parsed
from bot.errors import ConsoleRefused
from bot.web.console import document_list
from bot.web.console.desk import Desk
from bot.web.console.forms import LARGEST_UPLOAD, Form
from bot.web.console.visit import ConsoleVisit

if TYPE_CHECKING:
    from retrieval import StoredDocument


def one_page(
    desk: Desk,
    documents: Documents,
    visit: ConsoleVisit,
    document_id: str,
    *,
    typed: Form | None = None,
    problem: str = "",
) -> HTMLResponse:
    """Return the page; `problem` says why the validity that was `typed` was not kept.

    Raises:
        ConsoleRefused: there is no such document.
    """
    stored = documents.document(document_id)
    day = documents.today()
    return _page(
        desk,
        visit,
        "console_document.html",
        stored,
        typed,
        problem,
        parsed=parsed(documents.library, stored, day),
        validity=document_list.standing(stored.metadata, stored.validity(day)),
        choices=wording.VALIDITY_CHOICES,
        earlier=documents.earlier(document_id),
        version=documents.uploads.version_of(document_id),
    )


def correction_page(
    desk: Desk,
    documents: Documents,
    visit: ConsoleVisit,
    document_id: str,
    field: str,
    *,
    typed: Form | None = None,
    problem: str = "",
) -> HTMLResponse:
    """Return the form that corrects `field`; `problem` says why what was `typed` was not kept.

    Raises:
        ConsoleRefused: there is no such document or field.
    """
    if field not in wording.FIELDS:
        raise ConsoleRefused(wording.NO_SUCH_FIELD)
    stored = documents.document(document_id)
    return _page(
        desk,
        visit,
        "console_correct.html",
        stored,
        typed,
        problem,
        name=field,
        label=wording.FIELDS[field],
        field=getattr(stored.metadata, field),
        is_day=field.endswith("_on") or field in {"valid_until", "period_start", "period_end"},
        is_corrected=field in documents.library.corrections(document_id),
    )


def version_page(
    desk: Desk,
    documents: Documents,
    visit: ConsoleVisit,
    document_id: str,
    *,
    typed: Form | None = None,
    problem: str = "",
) -> HTMLResponse:
    """Return the form for a new version; `problem` says why what was `typed` was not taken.

    Raises:
        ConsoleRefused: there is no such document.
    """
    stored = documents.document(document_id)
    corrected = documents.library.corrections(document_id)
    return _page(
        desk,
        visit,
        "console_version.html",
        stored,
        typed,
        problem,
        corrected=[label for field, label in wording.FIELDS.items() if field in corrected],
        limit=LARGEST_UPLOAD,
    )


def _page(
    desk: Desk,
    visit: ConsoleVisit,
    template: str,
    stored: StoredDocument,
    typed: Form | None,
    problem: str,
    **shown: object,
) -> HTMLResponse:
    return desk.page(
        visit,
        template,
        section="documents",
        status=422 if problem else 200,
        document=stored,
        given=typed.fields if typed is not None else {},
        problem=problem,
        **shown,
    )
