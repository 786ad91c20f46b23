"""The list of documents, searched and narrowed, as the page and the command line show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import structlog

from bot.clause_label import clause_label
from bot.dialogue.links import clause_url
from bot.library import wording as library_wording
from bot.validity_label import tone_of, validity_label
from bot.web import wording
from bot.web.shelf_page import (
    ClauseLink,
    DocumentLink,
    ShelfField,
    ShelfOption,
    ShelfPage,
    ShelfQuestion,
)
from retrieval.errors import RetrievalError

if TYPE_CHECKING:
    from retrieval import Filters, Hit, PolicyLibrary
    from retrieval.shelf.overview import StandingDocument
    from retrieval.shelf.shelf import Facet, Facets

_log = structlog.get_logger(__name__)
_PAGE = 20
_CLAUSES = 10


def shelf_page(
    library: PolicyLibrary,
    question: ShelfQuestion,
    on: date,
    *,
    documents: int = _PAGE,
    clauses: int = _CLAUSES,
) -> ShelfPage:
    """Look for documents, so many a page, and, on the first page of a search by words, for so
    many clauses, on business date `on`. A page beyond the last is the last."""
    filters = _filters(question)
    shelf = library.shelf(question.words, on=on, filters=filters)
    pages = max(1, -(-len(shelf.documents) // documents))
    page = min(question.page, pages)
    hits: Sequence[Hit] | None = ()
    if question.words and page == 1:
        hits = _clauses(library, question.words, on, filters, clauses)
    return ShelfPage(
        question=question,
        library=shelf.library,
        total=len(shelf.documents),
        pages=pages,
        page=page,
        documents=tuple(
            _document(one) for one in shelf.documents[(page - 1) * documents : page * documents]
        ),
        clauses=tuple(map(_clause, hits or ())),
        fields=_fields(shelf.facets, question),
        is_searched=hits is not None,
    )


def _clauses(
    library: PolicyLibrary, words: str, on: date, filters: Filters, limit: int
) -> Sequence[Hit] | None:
    """The clauses found; None where model or index cannot be used: the titles still can."""
    try:
        return library.clauses(words, on=on, limit=limit, filters=filters)
    except RetrievalError as exc:
        _log.warning("clauses_not_searched", reason=exc.what)
        return None


def _filters(question: ShelfQuestion) -> Filters:
    from retrieval import Filters, ValidityStatus

    return Filters(
        status=ValidityStatus(question.status) if question.status else None,
        issuer=question.issuer or None,
        region=question.region or None,
        industry=question.industry or None,
        is_stated=True,
    )


def _document(one: StandingDocument) -> DocumentLink:
    summary = one.summary
    day = summary.issued_on.isoformat() if summary.issued_on else None
    return DocumentLink(
        document_id=summary.document_id,
        title=summary.title,
        facts=" · ".join(filter(None, (summary.issuer, summary.document_number, day))),
        validity_label=validity_label(one.validity),
        tone=tone_of(one.validity),
    )


def _clause(hit: Hit) -> ClauseLink:
    return ClauseLink(
        document=hit.document,
        label=clause_label(hit.address),
        quote=hit.text,
        validity_label=validity_label(hit.validity),
        tone=tone_of(hit.validity),
        url=clause_url("", hit.document_id, hit.address, hit.text),
        also_in=library_wording.also_in(hit.also_in),
    )


def _fields(facets: Facets, question: ShelfQuestion) -> tuple[ShelfField, ...]:
    found = {
        "status": facets.statuses,
        "issuer": facets.issuers,
        "region": facets.regions,
        "industry": facets.industries,
    }
    return tuple(
        ShelfField(name, label, _options(found[name], getattr(question, name), name))
        for name, label in wording.SHELF_FIELDS.items()
    )


def _options(facets: Sequence[Facet], chosen: str, name: str) -> tuple[ShelfOption, ...]:
    words = wording.SHELF_STATUSES if name == "status" else {}
    options = [
        ShelfOption(one.value, words.get(one.value, one.value), one.documents) for one in facets
    ]
    if options and chosen and chosen not in {one.value for one in options}:
        # Part of a name, typed into the address: it stays chosen when the form is sent again.
        options.append(ShelfOption(chosen, words.get(chosen, chosen)))
    return tuple(options)
