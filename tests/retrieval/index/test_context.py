"""What stands before a sentence helps to find it; what stands under another number does not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import LibrarySettings, evaluate_retrieval
from retrieval.documents.official_document import parse
from retrieval.documents.structure import UnitKind
from retrieval.evaluation.labelled_set import read_labelled_set
from retrieval.index.context import context_after, contexts_of
from tests.retrieval.material import library_of

ASKED = "门把手有没有病毒？"


def contexts(text: str) -> dict[str, str]:
    """The context of each sentence, by the sentence."""
    units = [unit for unit in parse(text) if unit.kind is UnitKind.SENTENCE]
    return {unit.text: one for unit, one in zip(units, contexts_of(units), strict=True)}


@pytest.mark.parametrize(
    ("text", "sentence", "context"),
    [
        (f"{ASKED}\n可用酒精擦拭。", "可用酒精擦拭。", ASKED),
        (f"{ASKED}\n可用酒精擦拭。", ASKED, ""),
        ("首次上云的给予补助。不超过10万元。", "不超过10万元。", "首次上云的给予补助。"),
        ("一、补助\n首次上云的给予补助。不超过10万元。", "不超过10万元。", ""),
        ("第一条 制定本办法。\n第二条 适用于本市。", "第二条 适用于本市。", ""),
        ("标准\n项目 ｜ 金额\n甲 ｜ 1\n乙 ｜ 2", "乙 ｜ 2", ""),
    ],
    ids=[
        "the line above",
        "nothing above",
        "the sentence before",
        "a clause that has a heading",
        "another article",
        "another row",
    ],
)
def test_a_sentence_is_searched_after_what_belongs_to_it(
    text: str, sentence: str, context: str
) -> None:
    assert contexts(text)[sentence] == context


@given(st.text(alphabet="一二、第条。？办法用电\n\t", max_size=300))
def test_every_sentence_has_a_context_that_stands_in_the_text(text: str) -> None:
    found = contexts(text)
    assert all(one in text or "\n" in one for one in found.values())
    assert all(len(one) <= len(context_after("字" * 100)) for one in found.values())


def test_a_long_text_gives_no_more_than_its_end() -> None:
    assert context_after("现将有关事项通知如下。（三）强化人员培训。\n ").endswith("强化人员培训。")
    assert len(context_after("字" * 100)) < 30


def test_the_answer_under_a_question_is_found_by_the_words_of_the_question(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        问答=f"{ASKED}\n可用酒精擦拭，或者戴手套。\n食堂怎样排队？\n每人隔开一米。",
        通知="门诊把手术安排在上午。手上没有伤口的病人不用换药。",
    )
    best = library.search("门把手病毒", on=date(2019, 11, 15))
    assert [hit.text for hit in best][:2] == [ASKED, "可用酒精擦拭，或者戴手套。"]


def test_a_passage_of_a_set_is_found_by_the_heading_its_document_has_above_it(
    tmp_path: Path,
) -> None:
    above = "各单位要做好有关工作。（三）强化人员培训。"
    below, elsewhere = "教一线员工消毒。", "安排人员用餐，培训厨师。"
    cut = [("a", 0, above), ("a", len(above), below), ("b", 0, elsewhere)]
    rows = [
        {"id": f"{doc}#{start}", "title": "通知", "text": text, "doc": doc, "start": start}
        for doc, start, text in cut
    ]
    queries = [{"id": "1", "text": "强化人员培训"}]
    for name, lines in (("corpus", rows), ("queries", queries)):
        written = [json.dumps(line, ensure_ascii=False) for line in lines]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(written), "utf-8")
    marks = f"query-id\tcorpus-id\tscore\n1\ta#{len(above)}\t1\n"
    (tmp_path / "qrels.tsv").write_text(marks, "utf-8")
    assert [text.before for text in read_labelled_set(tmp_path).corpus.values()] == ["", above, ""]
    report = evaluate_retrieval(tmp_path, LibrarySettings(tmp_path / "data", model="hashing"))
    assert report.mrr_at_10 == 0.5
