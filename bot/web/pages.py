"""Renders the pages. Jinja2 escapes everything: a document's script is shown as text."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.web import wording
from bot.web.assets import assets
from bot.web.chat_request import LONGEST_TEXT
from bot.web.document_page import DocumentPage
from bot.web.headers import PAGE_HEADERS
from bot.web.services import WebServices


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = assets().url
    return environment


def chat_page(services: WebServices) -> HTMLResponse:
    """Return the chat page, with the questions to start from."""
    return render_page(
        "chat.html",
        services,
        suggestions=services.suggestions(None),
        people=services.people() if services.is_demo else (),
        longest_text=LONGEST_TEXT,
    )


def document_page(services: WebServices, document_id: str, clause: str | None) -> HTMLResponse:
    """Return a document's page with what `clause` means highlighted; 404 without the document."""
    document = services.document(document_id)
    if document is None:
        return missing_page(services)
    cited = document.cited(clause) if clause else ()
    return render_page(
        "document.html",
        services,
        document=document,
        cited_addresses={sentence.address for sentence in cited},
        cited_label=_cited_label(document, clause) if cited else None,
        notice=wording.CLAUSE_MISSING if clause and not cited else None,
        no_value=wording.NO_DOCUMENT_NUMBER,
    )


def documents_page(services: WebServices) -> HTMLResponse:
    """Return the list of all documents."""
    return render_page("documents.html", services, documents=services.documents())


def missing_page(services: WebServices) -> HTMLResponse:
    """Return the page that says a document is not here."""
    return render_page("missing.html", services, status=404, message=wording.DOCUMENT_MISSING)


def _cited_label(document: DocumentPage, clause: str | None) -> str:
    labels = {s.address: s.label for s in document.sections}
    labels |= {s.address: s.label for s in document.sentences()}
    return labels.get(clause or "", clause or "")


def render_page(
    template: str, services: WebServices, *, status: int = 200, **context: Any
) -> HTMLResponse:
    """Return `template` with what every page shows."""
    shared = {
        "is_demo": services.is_demo,
        "business_date": wording.business_date(services.business_now()),
    }
    html = _templates().get_template(template).render(shared, **context)
    return HTMLResponse(html, status_code=status, headers=PAGE_HEADERS)
