"""The measuring tool: right numbers, a cache, and clear words about a bad folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval import LibrarySettings, RetrievalError, evaluate_retrieval


def write_set(folder: Path, qrels: str) -> Path:
    folder.mkdir()
    corpus = [
        {"id": "a", "title": "用电", "text": "优先保障企业用电"},
        {"id": "b", "title": "用地", "text": "供应项目工业用地"},
        {"id": "c", "title": "人才", "text": "引进高层次人才"},
    ]
    queries = [{"id": "1", "text": "企业用电"}, {"id": "2", "text": "工业用地"}]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + qrels, "utf-8")
    return folder


def test_figures_are_those_of_the_ranking(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", "1\ta\t1\n2\tb\t1\n2\tc\t1\n")
    report = evaluate_retrieval(folder, LibrarySettings(tmp_path / "data", model="hashing"))
    assert (report.queries, report.passages) == (2, 3)
    assert report.recall_at_1 == pytest.approx((1 + 1 / 2) / 2)
    assert report.recall_at_10 == 1.0
    assert report.mrr_at_10 == 1.0
    assert 0.9 < report.ndcg_at_10 <= 1.0


def test_a_second_run_embeds_no_passage_again(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", "1\ta\t1\n")
    settings = LibrarySettings(tmp_path / "data", model="hashing")
    assert evaluate_retrieval(folder, settings).embedded == 3
    assert evaluate_retrieval(folder, settings).embedded == 0


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path) -> None:
    settings = LibrarySettings(tmp_path / "data", model="hashing")
    with pytest.raises(RetrievalError, match=r"corpus\.jsonl"):
        evaluate_retrieval(tmp_path, settings)
    folder = write_set(tmp_path / "set", "9\tz\t1\n")
    with pytest.raises(RetrievalError, match=r"qrels\.tsv"):
        evaluate_retrieval(folder, settings)
