"""Renders the pages. Jinja2 escapes everything: a document's script is shown as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.clause_label import clause_label, read_from_in_words
from bot.errors import ShelfRefused
from bot.messages import LONGEST_TEXT
from bot.web import wording
from bot.web.assets import assets
from bot.web.cited_text import Standing, cited_text
from bot.web.document_page import DocumentPage
from bot.web.document_parts import document_part
from bot.web.headers import PAGE_HEADERS
from bot.web.shelf_page import (
    LONGEST_NARROWING,
    LONGEST_WORDS,
    ShelfQuestion,
    shelf_question,
)
from bot.web.visit import Visit


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
    environment.globals["moment"] = wording.moment
    environment.filters["clause_label"] = clause_label
    environment.filters["read_from_in_words"] = read_from_in_words
    return environment


def chat_page(visit: Visit) -> HTMLResponse:
    """Return the chat page, with the questions to start from."""
    return render_page(
        "chat.html",
        visit,
        suggestions=visit.services.suggestions(visit.user),
        people=visit.services.people() if visit.services.is_demo else (),
        longest_text=LONGEST_TEXT,
    )


@dataclass(frozen=True)
class Wanted:
    """What of a document is asked for: a clause with the mark of its text, or a part by its
    number, or all of it; of an earlier text where `edition` names one."""

    clause: str | None = None
    mark: str | None = None
    part: int = 1
    is_whole: bool = False
    edition: str = ""


def document_page(visit: Visit, document_id: str, wanted: Wanted) -> HTMLResponse:
    """Return a document's page with what is meant highlighted; 404 without the document."""
    document = visit.services.document(document_id, wanted.edition)
    if document is None:
        return missing_page(visit)
    cited = cited_text(document, wanted.clause, wanted.mark)
    sentences = cited.sentences
    label = None
    if sentences:
        address = sentences[0].address if cited.standing is Standing.MOVED else wanted.clause
        label = _cited_label(document, address)
    return render_page(
        "document.html",
        visit,
        document=document,
        part=document_part(document, cited=sentences, number=wanted.part, is_whole=wanted.is_whole),
        cited_addresses={sentence.address for sentence in sentences},
        cited_label=label,
        notice=wording.cited_notice(cited.standing, label or ""),
        as_cited=_as_cited(visit, document, wanted, cited.standing),
        no_value=wording.NO_DOCUMENT_NUMBER,
    )


def _as_cited(
    visit: Visit, document: DocumentPage, wanted: Wanted, standing: Standing
) -> str | None:
    """Return the link to the earlier text that a link was made for, where it stands no more."""
    if standing not in {Standing.CHANGED, Standing.MISSING} or not wanted.mark:
        return None
    for edition in document.editions:
        earlier = visit.services.document(document.document_id, edition.name)
        found = earlier and cited_text(earlier, wanted.clause, wanted.mark)
        if found and found.standing in {Standing.SAME, Standing.MOVED}:
            asked = {"edition": edition.name, "clause": wanted.clause, "mark": wanted.mark}
            return f"?{urlencode(asked)}"
    return None


def documents_page(visit: Visit, asked: Mapping[str, str], wait_s: int = 0) -> HTMLResponse:
    """Return the documents and clauses that are looked for; all documents, under the reason,
    where the search is refused: it cannot be read (422), or must wait `wait_s` seconds (429)."""
    refused: ShelfRefused | None = None
    try:
        if wait_s:
            raise ShelfRefused(wording.SHELF_TOO_OFTEN, remedy=wording.shelf_wait(wait_s))
        question = shelf_question(asked)
    except ShelfRefused as exc:
        question, refused = ShelfQuestion(), exc
    shelf = visit.services.shelf(question)
    labels = [label for label, _ in shelf.chips]
    return render_page(
        "documents.html",
        visit,
        status=429 if wait_s else 422 if refused else 200,
        shelf=shelf,
        summary=wording.shelf_searched(question.words, labels, shelf.library)
        if shelf.is_empty
        else wording.shelf_found(shelf.total, len(shelf.clauses), question.words),
        not_searched=wording.SHELF_NOT_SEARCHED,
        problem=refused,
        longest_words=LONGEST_WORDS,
        longest_narrowing=LONGEST_NARROWING,
    )


def sign_in_page(
    visit: Visit,
    *,
    form_token: str,
    return_to: str,
    problem: str | None,
    user_id: str,
    status: int,
    must_choose: bool = False,
) -> HTMLResponse:
    """Return the form to sign in with; for who is signed in, the way out.

    With `must_choose` it also asks for a password of the person's own.
    """
    return render_page(
        "signin.html",
        visit,
        status=status,
        form_token=form_token,
        return_to=return_to,
        problem=problem,
        user_id=user_id,
        must_choose=must_choose,
        has_members=visit.services.sign_in.has_members,
    )


def missing_page(visit: Visit) -> HTMLResponse:
    """Return the page that says a document is not here."""
    return render_page("missing.html", visit, status=404, message=wording.DOCUMENT_MISSING)


def nowhere_page(visit: Visit) -> HTMLResponse:
    """Return the page that says that an address leads nowhere."""
    return render_page("nowhere.html", visit, status=404)


def broken_page(visit: Visit, detail: str, *, status: int) -> HTMLResponse:
    """Return the page that says that something broke, and in `detail` what to do."""
    return render_page("broken.html", visit, status=status, detail=detail)


def _cited_label(document: DocumentPage, clause: str | None) -> str:
    labels = {s.address: s.label for s in document.sections}
    labels |= {s.address: s.label for s in document.sentences()}
    return labels.get(clause or "", clause or "")


def _console_url(visit: Visit) -> str:
    return "/console" + (f"?{urlencode({'user': visit.chosen})}" if visit.chosen else "")


def render_page(template: str, visit: Visit, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Return `template` with what every page shows."""
    shared = {
        "is_demo": visit.services.is_demo,
        "business_date": wording.business_date(visit.services.business_now()),
        "visitor": visit.visitor,
        "sign_in_url": visit.sign_in_url,
        "console_url": _console_url(visit) if visit.opens_console else None,
    }
    html = _templates().get_template(template).render(shared, **context)
    return HTMLResponse(html, status_code=status, headers=PAGE_HEADERS)
