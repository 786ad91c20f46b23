"""The pages: chat, clause page and board, and the JSON face they share with scripts."""

from bot.web.document_page import (
    DocumentPage,
    MetadataItem,
    RelatedDocument,
    Section,
    Sentence,
    ValidityNotice,
)
from bot.web.routes import router
from bot.web.services import (
    Asked,
    AskResult,
    InboxMessage,
    Opinion,
    PersonOption,
    Verdict,
    WebServices,
)
from bot.web.shelf_page import DocumentLink, ShelfPage, ShelfQuestion

__all__ = [
    "AskResult",
    "Asked",
    "DocumentLink",
    "DocumentPage",
    "InboxMessage",
    "MetadataItem",
    "Opinion",
    "PersonOption",
    "RelatedDocument",
    "Section",
    "Sentence",
    "ShelfPage",
    "ShelfQuestion",
    "ValidityNotice",
    "Verdict",
    "WebServices",
    "router",
]
