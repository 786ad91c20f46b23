"""The measuring tool: right numbers, a cache, and clear words about a bad folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import LibrarySettings, RetrievalError, RetrievalReport, evaluate_retrieval
from retrieval.documents.sentences import sentences
from retrieval.index.lexical import LexicalIndex
from retrieval.search.confidence import Confidence, Whole, lead_of, pairs_in
from retrieval.search.hybrid import Found
from retrieval.search.long_texts import LONGEST_PASSAGE, passages_of
from retrieval.search.question import understand


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


def evaluate(folder: Path, tmp_path: Path) -> RetrievalReport:
    return evaluate_retrieval(folder, LibrarySettings(tmp_path / "data", model="hashing"))


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


def test_progress_is_told_from_nothing_to_all_passages(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", "1\ta\t1\n")
    settings = LibrarySettings(tmp_path / "data", model="hashing")
    told: list[tuple[int, int]] = []
    evaluate_retrieval(folder, settings, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (3, 3)]


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path) -> None:
    settings = LibrarySettings(tmp_path / "data", model="hashing")
    with pytest.raises(RetrievalError, match=r"corpus\.jsonl"):
        evaluate_retrieval(tmp_path, settings)
    folder = write_set(tmp_path / "set", "9\tz\t1\n")
    with pytest.raises(RetrievalError, match=r"qrels\.tsv"):
        evaluate_retrieval(folder, settings)


def test_unanswerable_questions_are_told_apart_by_confidence(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", "1\ta\t1\n2\tb\t1\n")
    assert evaluate(folder, tmp_path).unanswerable_auroc is None
    (folder / "unanswerable.jsonl").write_text('{"id": "x", "text": "养猪场怎么防疫"}\n', "utf-8")
    report = evaluate(folder, tmp_path)
    assert (report.unanswerable_auroc, report.unanswerable_refused) == (1.0, 1.0)


def test_a_long_text_is_searched_in_passages_and_found_once(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", "1\tlong\t1\n")
    long = {"id": "long", "title": "用电", "text": "优先保障企业用电需求。" * 60}
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps(long, ensure_ascii=False))
    report = evaluate(folder, tmp_path)
    assert report.passages > report.texts == 4
    assert report.recall_at_10 == 1.0


@given(st.text(alphabet="政策用电。；\n ", max_size=900))
def test_passages_are_short_and_together_hold_every_sentence(text: str) -> None:
    passages = passages_of(text)
    assert all(len(passage) <= LONGEST_PASSAGE or _is_one_sentence(passage) for passage in passages)
    assert _without_space("".join(passages)) == _without_space(text)


def _is_one_sentence(passage: str) -> bool:
    return len(list(sentences(passage, 0, len(passage)))) <= 1


def _without_space(text: str) -> str:
    return "".join(text.split())


PASSAGES = ["首次上云的企业给予服务费补助", "首次上云的企业", "公共租赁住房每两年调整租金"]
ASKED = "首次上云的企业有补助吗"


@pytest.mark.parametrize(
    ("question", "sure", "unsure"),
    [
        (ASKED, (0, "", PASSAGES[0]), (1, "", PASSAGES[1])),
        (ASKED, (0, "", PASSAGES[0]), (2, "", PASSAGES[0])),
        (f"苏州{ASKED}", (0, "苏州市办法", "苏州"), (0, "杭州市办法", "杭州")),
    ],
    ids=["the passage holds more", "its document holds more", "its document is from there"],
)
def test_confidence_grows_with_every_sign(
    question: str, sure: tuple[int, str, str], unsure: tuple[int, str, str]
) -> None:
    lexical = LexicalIndex()
    lexical.add(range(len(PASSAGES)), PASSAGES)
    found = [Found(number, 1.0, 0.5) for number in range(len(PASSAGES))]
    asked = understand(question, (), ())
    high, low = (
        Confidence(asked, "", found, lexical).of(
            PASSAGES[at] if at < 2 else PASSAGES[0], Whole(title, text, at, at)
        )
        for at, title, text in (sure, unsure)
    )
    assert high > low


def test_a_longer_question_attains_less_as_a_matter_of_course() -> None:
    assert pairs_in("上云补助") < pairs_in("首次上云的企业给予服务费补助")


@pytest.mark.parametrize(
    ("scores", "lead"), [([], 0.0), ([1.2], 0.0), ([1.2, 1.0], 0.2), ([1, 1, 1, 1, 0.5, 0], 0.5)]
)
def test_the_lead_is_over_the_fifth_or_the_last(scores: list[float], lead: float) -> None:
    assert lead_of(scores) == pytest.approx(lead)
