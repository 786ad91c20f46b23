"""What the library refuses and answers of a labelled set, asked as people ask it.

The texts of the set become the documents of a library of their own, kept under the data directory;
nothing is measured that does not answer people: the same sentences, the same bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retrieval.evaluation.labelled_set import LabelledSet, read_labelled_set
from retrieval.evaluation.own_library import own_library
from retrieval.evaluation.search import auroc, refused_at_the_bound
from retrieval.library import LibrarySettings, PolicyLibrary
from retrieval.results import Outcome, PolicyAnswer
from retrieval.text_form import normalised

_ANSWERED = frozenset({Outcome.ANSWERED, Outcome.ANSWERED_WITH_GAP})
# A marked answer may be cut elsewhere than at sentences: this much of it in one piece counts.
_HELD = 12  # characters


@dataclass(frozen=True, slots=True)
class RefusalReport:
    """Shares (0-1) of the questions whose document is held, and of those whose is not.

    `quoted` is the share of the former whose marked answer stands in what was quoted;
    `rightly_refused` counts what was not answered of the latter; `auroc` and `refused_at_bound`
    (one in twenty of the former refused) are of the confidence alone.
    """

    documents: int
    answerable: int
    unanswerable: int
    wrongly_refused: float
    quoted: float
    rightly_refused: float
    auroc: float
    refused_at_bound: float


def evaluate_refusals(
    folder: Path,
    settings: LibrarySettings,
    *,
    on: date,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> RefusalReport:
    """Measure on a folder as `evaluate_retrieval` takes it, with unanswerable.jsonl; `progress`
    is told what is done, how many of it, of how many.

    Asked on the business date `on`. Raises RetrievalError when the folder is not such a set.
    """
    labelled = read_labelled_set(folder)
    library = _library_of(labelled, settings, progress)
    held = list(labelled.queries.items())
    total = len(held) + len(labelled.unanswerable)
    refused, quoted, sure = 0, 0, []
    for number, (query, text) in enumerate(held):
        progress("提问", number, total)
        answer = library.answer(text, on=on)
        refused += answer.outcome not in _ANSWERED
        quoted += _quotes(answer, labelled.answers.get(query, ()))
        sure.append(library.confidence(text))
    kept, unsure = 0, []
    for number, text in enumerate(labelled.unanswerable, len(held)):
        progress("提问", number, total)
        kept += library.answer(text, on=on).outcome not in _ANSWERED
        unsure.append(library.confidence(text))
    return RefusalReport(
        documents=len(labelled.corpus),
        answerable=len(held),
        unanswerable=len(labelled.unanswerable),
        wrongly_refused=round(refused / len(held), 4),
        quoted=round(quoted / len(held), 4),
        rightly_refused=round(kept / max(len(labelled.unanswerable), 1), 4),
        auroc=auroc(sure, unsure),
        refused_at_bound=refused_at_the_bound(sure, unsure),
    )


def _library_of(
    labelled: LabelledSet, settings: LibrarySettings, progress: Callable[[str, int, int], None]
) -> PolicyLibrary:
    """A library that holds the set's texts; what it held at an earlier run is not read again."""
    texts = [f"{text.title}\n\n{text.text}" for text in labelled.corpus.values()]
    library, folder = own_library(settings, "library", texts)
    for number, path in enumerate(_written(texts, folder / "texts")):
        progress("读入", number, len(texts))
        library.ingest(path)
    return library


def _written(texts: list[str], folder: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        path = folder / f"{number:06}.txt"
        if not path.exists():
            path.write_text(text, "utf-8", "surrogatepass")
        yield path


def _quotes(answer: PolicyAnswer, marked: tuple[str, ...]) -> bool:
    """Whether a marked answer, or a long piece of it, stands in what was quoted."""
    quotes = normalised("".join(citation.quote for citation in answer.citations))
    forms = [normalised(text) for text in marked]
    return any(
        form and any(form[at : at + _HELD] in quotes for at in range(0, len(form), _HELD))
        for form in forms
    )
