"""Where the texts and the measuring sets lie, and documents and questions made up for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from retrieval import (
    AnswerReport,
    LibrarySettings,
    PolicyAnswer,
    PolicyLibrary,
    Turn,
    evaluate_answers,
)
from retrieval.documents.metadata import DocumentMetadata, TextField
from retrieval.store import DocumentRecord

REPOSITORY = Path(__file__).parents[2]
POLICY_DOCS = REPOSITORY / "policy_docs"
SEED = next(POLICY_DOCS.glob("*.txt"))
_SHARED = REPOSITORY.parent / "shared"
# The business date on which documents that are made up here are asked about.
ON = date(2026, 11, 29)


def shared(*parts: str) -> Path:
    """A path of the shared material, or skip the test that needs it."""
    path = _SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} of the shared material is not beside this checkout")
    return path


def library_of(folder: Path, **texts: str) -> PolicyLibrary:
    """A library of the texts, each under its title, found by characters alone."""
    library = PolicyLibrary.open(
        LibrarySettings(folder / "data", model="hashing"), create_engine("sqlite://")
    )
    for title, text in texts.items():
        path = folder / f"{title}.txt"
        path.write_text(f"{title}\n\n{text}\n", "utf-8")
        assert library.ingest(path).status != "failed"
    return library


def asked_of_real_documents(folder: Path, file: str, on: date) -> AnswerReport:
    """How the questions of a file beside this one are answered from the plan and the shared
    documents, with the packaged encoder."""
    documents = [POLICY_DOCS, shared("documents")]
    settings = LibrarySettings(folder, model="embedded")
    return evaluate_answers(Path(__file__).parent / file, documents, settings, on=on)


def two_editions(folder: Path) -> PolicyLibrary:
    """A rule of 2013 that gives 40 points, and that of 2014 by which it is repealed, with 30."""
    library = library_of(folder, 港口办法="第一条 港口应当保持畅通。")
    for year, points in ((2013, 40), (2014, 30)):
        ended = "《流动人员积分规定》（中府〔2013〕97号）同时废止。" if year == 2014 else ""
        path = folder / f"{year}.txt"
        path.write_text(
            f"流动人员积分规定\n\n中府〔{year}〕97号\n\n第一条 高中学历计{points}分。\n"
            f"第二条 本规定自{year}年10月1日起施行。{ended}\n\n"
            f"中山市人民政府\n{year}年9月23日\n",
            "utf-8",
        )
        library.ingest(path)
    return library


def signed(text: str, office: str, day: str) -> str:
    """A text with the office and the day below it, as documents end."""
    return f"{text}\n{office}\n{day}"


def record(title: str, text: str = "") -> DocumentRecord:
    """A document of which nothing is known but its title."""
    return DocumentRecord(
        title, f"/{title}.txt", title, title, "text/plain", text,
        DocumentMetadata(title=TextField(value=title)), datetime(2019, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def asked_in_turn(library: PolicyLibrary, *questions: str, on: date = ON) -> PolicyAnswer:
    """The answer to the last of the questions, each asked after those before it."""
    turns: list[Turn] = []
    for question in questions:
        answer = library.answer(question, on=on, previous=turns)
        turns += [Turn("user", question), Turn("bot", answer.text)]
    return answer
