"""The policy library: documents -> clauses -> index -> cited answers.

Importing this package is cheap: the parts behind these names load with their first use.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.documents.validity import Validity, ValidityReason, ValidityStatus
    from retrieval.errors import RetrievalError
    from retrieval.evaluation.answers import AnswerReport, evaluate_answers
    from retrieval.evaluation.refusals import RefusalReport, evaluate_refusals
    from retrieval.evaluation.search import RetrievalReport, evaluate_retrieval
    from retrieval.library import LibrarySettings, PolicyLibrary
    from retrieval.results import (
        Citation,
        DocumentSummary,
        Gap,
        Hit,
        IngestOutcome,
        LibraryHealth,
        Outcome,
        PolicyAnswer,
        RefusalReason,
        StoredDocument,
        Turn,
    )
    from retrieval.search.filters import Filters
    from retrieval.shelf.ingestion import documents_under
    from retrieval.store.tables import metadata

# ONNX Runtime reports its use to its maker unless it is told not to before it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_HOMES = {
    "AnswerReport": "evaluation.answers",
    "Citation": "results",
    "DocumentSummary": "results",
    "Filters": "search.filters",
    "Gap": "results",
    "Hit": "results",
    "IngestOutcome": "results",
    "LibraryHealth": "results",
    "LibrarySettings": "library",
    "Outcome": "results",
    "PolicyAnswer": "results",
    "PolicyLibrary": "library",
    "RefusalReason": "results",
    "RefusalReport": "evaluation.refusals",
    "RetrievalError": "errors",
    "RetrievalReport": "evaluation.search",
    "StoredDocument": "results",
    "Turn": "results",
    "Validity": "documents.validity",
    "ValidityReason": "documents.validity",
    "ValidityStatus": "documents.validity",
    "documents_under": "shelf.ingestion",
    "evaluate_answers": "evaluation.answers",
    "evaluate_refusals": "evaluation.refusals",
    "evaluate_retrieval": "evaluation.search",
    "metadata": "store.tables",
}

__all__ = [
    "AnswerReport",
    "Citation",
    "DocumentSummary",
    "Filters",
    "Gap",
    "Hit",
    "IngestOutcome",
    "LibraryHealth",
    "LibrarySettings",
    "Outcome",
    "PolicyAnswer",
    "PolicyLibrary",
    "RefusalReason",
    "RefusalReport",
    "RetrievalError",
    "RetrievalReport",
    "StoredDocument",
    "Turn",
    "Validity",
    "ValidityReason",
    "ValidityStatus",
    "documents_under",
    "evaluate_answers",
    "evaluate_refusals",
    "evaluate_retrieval",
    "metadata",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
