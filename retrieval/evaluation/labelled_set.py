"""Sets of questions with known answers, in the format of three files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.errors import RetrievalError
from retrieval.evaluation.why_unread import why_unread


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text of the set; its title may be empty. `before` is the text it goes on from, where the
    set cut both from one document."""

    title: str
    text: str
    before: str = ""

    @property
    def searched(self) -> str:
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Texts and questions by id, relevance per question; `unanswerable` questions have none.
    `answers` are the passages marked as answering a question, where the set marks them."""

    corpus: Mapping[str, LabelledText]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, float]]
    unanswerable: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_labelled_set(folder: Path) -> LabelledSet:
    """Read corpus.jsonl, queries.jsonl, qrels.tsv and, where it is there, unanswerable.jsonl.

    Raises RetrievalError that names the file that is missing or malformed.
    """
    name = "corpus.jsonl"
    try:
        corpus = _corpus(_rows(folder / name))
        name = "queries.jsonl"
        asked = _rows(folder / name)
        queries = {row["id"]: row["text"] for row in asked}
        answers = {
            row["id"]: tuple(marked["text"] for marked in row.get("answers") or ()) for row in asked
        }
        name = "qrels.tsv"
        relevant: dict[str, dict[str, float]] = {}
        for line in (folder / name).read_text("utf-8").splitlines()[1:]:
            query, passage, score = line.split("\t")
            if float(score) > 0:
                relevant.setdefault(query, {})[passage] = float(score)
        name = "unanswerable.jsonl"
        others = _rows(folder / name) if (folder / name).exists() else []
        unanswerable = tuple(row["text"] for row in others)
    except (OSError, ValueError, KeyError) as exc:
        raise RetrievalError(
            f"{folder} 不是可用的评测集：{name} 读取失败（{why_unread(exc)}）",
            "需要 corpus.jsonl、queries.jsonl 和 qrels.tsv",
        ) from exc
    judged = {key: text for key, text in queries.items() if key in relevant}
    if not corpus or not judged:
        raise RetrievalError(f"{folder} 里没有可评测的问题", "请核对 qrels.tsv 的编号")
    return LabelledSet(corpus, judged, relevant, unanswerable, answers)


def _corpus(rows: Sequence[Mapping[str, Any]]) -> dict[str, LabelledText]:
    """The texts by id; a text cut from a document says in `doc` from which and in `start` where."""
    ending = {
        (row["doc"], row["start"] + len(row["text"])): row["text"]
        for row in rows
        if "doc" in row and "start" in row
    }
    return {
        row["id"]: LabelledText(
            row.get("title", ""), row["text"], ending.get((row.get("doc"), row.get("start")), "")
        )
        for row in rows
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
