"""The page of one document, with what was typed into its form for the validity."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from bot.console import wording
from bot.console.documents import Documents
from bot.console.parsed import parsed
from bot.web.console import document_list
from bot.web.console.desk import Desk
from bot.web.console.forms import Form
from bot.web.console.visit import ConsoleVisit


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
    return desk.page(
        visit,
        "console_document.html",
        section="documents",
        status=422 if problem else 200,
        document=stored,
        parsed=parsed(documents.library, stored, day),
        validity=document_list.standing(stored.metadata, stored.validity(day)),
        choices=wording.VALIDITY_CHOICES,
        earlier=documents.earlier(document_id),
        version=documents.uploads.version_of(document_id),
        given=typed.fields if typed is not None else {},
        problem=problem,
    )
