"""Answers on the real policy: the right sentence, the honest gap, the plain refusal."""

from __future__ import annotations

import json
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval import Gap, Outcome, PolicyAnswer, PolicyLibrary, RefusalReason, Turn
from retrieval.documents.metadata import DocumentMetadata
from retrieval.search.measure import measures_asked
from retrieval.search.vocabulary import vocabulary
from retrieval.text_form import normalised
from tests.retrieval.conftest import OpenLibrary
from tests.retrieval.material import SEED, shared

WITHIN = date(2019, 11, 15)
AFTER = date(2026, 11, 23)

PARAPHRASES = yaml.safe_load((Path(__file__).parent / "paraphrases.yaml").read_text("utf-8"))
ANSWERED = [(q, address) for address, asked in PARAPHRASES["answered"].items() for q in asked]
REFUSED = [(q, reason) for reason, asked in PARAPHRASES["refused"].items() for q in asked]

OUTCOMES = {
    "answer": {Outcome.ANSWERED},
    "answer_with_gap": {Outcome.ANSWERED_WITH_GAP},
    "answer_then_handoff": {Outcome.HANDED_OVER},
    "refuse": {Outcome.REFUSED},
    "refuse_redirect": {Outcome.REFUSED},
    "refuse_partial": {Outcome.REFUSED},
    "refuse_handoff": {Outcome.REFUSED, Outcome.HANDED_OVER},
}


def clauses(answer: PolicyAnswer) -> list[str]:
    return [citation.clause for citation in answer.citations]


def test_the_direct_line_question_is_answered_as_agreed(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("企业有困难向政府反映，多久能有回音？", on=AFTER)
    assert answer.outcome is Outcome.ANSWERED
    assert "对企业反映的问题做到1天应答、3天明确意见、5天办结" in answer.text
    assert clauses(answer)[0] == "四-(三)#s6"
    assert "2018—2020年已满" in answer.text
    assert "不是现行政策" in answer.text


def test_within_its_period_the_plan_is_said_to_be_in_it(seed_library: PolicyLibrary) -> None:
    assert "现在方案期内" in seed_library.answer("工业用地怎么供应", on=WITHIN).text


def test_nine_in_ten_of_the_agreed_questions_are_right(seed_library: PolicyLibrary) -> None:
    lines = shared("questions", "questions.jsonl").read_text("utf-8").splitlines()
    asked = [q for q in map(json.loads, lines) if q["group"] in {"policy", "refuse_handoff"}]
    wrong = {q["id"]: problems for q in asked if (problems := _problems(seed_library, q))}
    assert len(wrong) <= len(asked) // 10, wrong


def _problems(library: PolicyLibrary, asked: dict[str, Any]) -> list[str]:
    turns = [Turn(turn["role"], turn["text"]) for turn in asked.get("prev_turns", [])]
    answer = library.answer(asked["question"], on=WITHIN, previous=turns)
    text = normalised(answer.text)
    problems = [
        f"not quoted: {q}" for q in asked.get("must_quote", []) if normalised(q) not in text
    ]
    cited = {address.split("#")[0] for address in clauses(answer)}
    problems += [f"not cited: {c}" for c in asked.get("gold_clauses", []) if c not in cited]
    if answer.outcome not in OUTCOMES[asked["expect"]]:
        problems.append(f"outcome {answer.outcome}")
    return problems


@pytest.mark.parametrize(("question", "address"), ANSWERED)
def test_everyday_words_reach_the_sentence(
    seed_library: PolicyLibrary, question: str, address: str
) -> None:
    assert address in clauses(seed_library.answer(question, on=WITHIN))


@pytest.mark.parametrize(("question", "reason"), REFUSED)
def test_what_must_not_be_answered_is_refused_for_its_reason(
    seed_library: PolicyLibrary, question: str, reason: str
) -> None:
    answer = seed_library.answer(question, on=WITHIN)
    assert answer.refusal == reason
    assert answer.citations == ()


@pytest.mark.parametrize("question", ["", "  ", "\n"])
def test_an_empty_question_is_refused(seed_library: PolicyLibrary, question: str) -> None:
    assert seed_library.answer(question, on=WITHIN).refusal is RefusalReason.EMPTY_QUESTION


def test_an_empty_library_says_so(open_library: OpenLibrary) -> None:
    assert open_library().answer("用地", on=WITHIN).refusal is RefusalReason.EMPTY_LIBRARY


def test_no_answer_is_longer_than_a_person_reads(seed_library: PolicyLibrary) -> None:
    asked = [q for q, _ in chain(ANSWERED, REFUSED)]
    asked += [f"关于{concept.label}，文件有什么规定？" for concept in vocabulary().concepts]
    longest = max(asked, key=lambda q: len(seed_library.answer(q, on=AFTER).text.encode()))
    assert len(seed_library.answer(longest, on=AFTER).text.encode()) <= 6000, longest


def test_every_suggestion_can_itself_be_answered(seed_library: PolicyLibrary) -> None:
    refused = seed_library.answer("今天天气怎么样", on=WITHIN)
    answered = seed_library.answer("企业上云有补贴吗", on=WITHIN)
    for suggestion in refused.suggestions + answered.suggestions:
        assert seed_library.answer(suggestion, on=WITHIN).citations, suggestion


def test_an_amount_that_is_asked_and_not_stated_is_named_as_a_gap(
    seed_library: PolicyLibrary,
) -> None:
    answer = seed_library.answer("博士安家费给多少钱", on=WITHIN)
    assert answer.outcome is Outcome.ANSWERED_WITH_GAP
    assert Gap.AMOUNT in answer.gaps
    assert "具体金额" in answer.text.split("\n")[0]


def test_a_weak_wording_is_not_made_stronger(seed_library: PolicyLibrary) -> None:
    assert "探索" in seed_library.answer("双落户是什么政策", on=WITHIN).text
    assert "属于努力方向" in seed_library.answer("双落户是什么政策", on=WITHIN).text
    assert "鼓励性表述" in seed_library.answer("买工业机器人有支持吗", on=WITHIN).text
    assert "鼓励性表述" not in seed_library.answer("工业用地怎么供应", on=WITHIN).text


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2018, 12, 1), "市食药监局询问"),
        (WITHIN, "市食药监局（现市市场监督管理局）询问"),
    ],
)
def test_the_office_to_turn_to_has_its_name_of_the_day(
    seed_library: PolicyLibrary, on: date, expected: str
) -> None:
    assert expected in seed_library.answer("我们做疫苗的，要用地怎么申请", on=on).text


def test_a_follow_up_takes_its_topic_from_the_question_before(
    seed_library: PolicyLibrary,
) -> None:
    first = seed_library.answer("专精特新企业怎么培育", on=WITHIN)
    turns = [Turn("user", "专精特新企业怎么培育"), Turn("bot", first.text)]
    follow_up = seed_library.answer("那具体给多少钱", on=WITHIN, previous=turns)
    assert clauses(follow_up)[0] == "三-3#s4"
    assert Gap.AMOUNT in follow_up.gaps


def test_the_second_one_means_the_second_sentence_quoted(seed_library: PolicyLibrary) -> None:
    first = seed_library.answer("有没有产业基金", on=WITHIN)
    turns = [Turn("user", "有没有产业基金"), Turn("bot", first.text)]
    answer = seed_library.answer("上面第二条具体怎么说", on=WITHIN, previous=turns)
    assert clauses(answer)[0] == clauses(first)[1]


def test_several_questions_in_one_are_all_answered(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("用电能保障吗？企业上云有支持吗？", on=WITHIN)
    assert {"三-6#s7", "三-5#s7"} <= set(clauses(answer))


def test_a_corrected_word_is_said_to_be_corrected(seed_library: PolicyLibrary) -> None:
    assert "“专经特新”按“专精特新”理解" in seed_library.answer("专经特新要啥条件", on=WITHIN).text


def test_the_overview_of_measures_lists_more_than_a_single_answer(
    seed_library: PolicyLibrary,
) -> None:
    answer = seed_library.answer("支持企业的措施有哪些", on=WITHIN)
    assert len({c.split("#")[0] for c in clauses(answer)}) >= 4


@pytest.mark.parametrize(
    ("question", "concept_id"),
    [
        ("支持措施有哪些", "measures_overview"),
        ("支持企业的措施有哪些", "measures_overview"),
        ("我们是造船厂，政府能帮什么忙", "measures_overview"),
        ("金融方面有哪些支持", "finance_measures"),
        ("人才方面有什么政策", "talent_measures"),
        ("保障措施有哪些", "safeguards"),
        ("重点任务有哪些", "main_tasks"),
        ("发展目标是什么", "goals_overview"),
        ("对园区有什么要求", "park_requirements"),
    ],
)
def test_a_list_is_complete(seed_library: PolicyLibrary, question: str, concept_id: str) -> None:
    text = normalised(seed_library.answer(question, on=AFTER).text)
    concept = next(c for c in vocabulary().concepts if c.id == concept_id)
    assert [phrase for phrase in concept.official if phrase not in text] == []


def test_a_question_that_names_no_policy_is_asked_back(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("申报截止到什么时候", on=WITHIN)
    assert "哪一项政策" in answer.text
    for choice in answer.suggestions:
        assert seed_library.answer(choice, on=WITHIN).citations, choice


@pytest.mark.parametrize(
    ("question", "is_known"),
    [
        ("天使投资基金有吗", True),
        ("方案还有效吗", True),
        ("今天天气怎么样", False),
        ("多少钱", False),
        ("500亿级的有哪些", True),
        ("要打造千亿产业吗", True),
        ("泰兴产值比上半年多500亿吧", False),
        ("泰兴和靖江产值相差1000亿吗", False),
    ],
)
def test_only_a_question_that_names_a_topic_is_recognised(
    seed_library: PolicyLibrary, question: str, is_known: bool
) -> None:
    assert seed_library.recognises(question) is is_known


def test_every_official_phrase_stands_in_a_sentence_of_the_policy(
    seed_library: PolicyLibrary,
) -> None:
    stored = seed_library.document(seed_library.documents()[0].document_id)
    assert stored
    sentences = [normalised(unit.text) for unit in stored.units]
    for concept in vocabulary().concepts:
        for phrase in concept.official:
            assert any(phrase in sentence for sentence in sentences), (concept.id, phrase)


def test_an_industry_s_clause_names_its_lead_office(seed_library: PolicyLibrary) -> None:
    stored = seed_library.document(seed_library.documents()[0].document_id)
    assert stored
    metadata: DocumentMetadata = stored.metadata
    for industry in metadata.industries:
        sentence = stored.sentence(industry.clause)
        assert sentence
        assert f"{industry.lead.removeprefix('市')}牵头推进" in sentence.text
        assert industry.name in sentence.text
    assert SEED.name in stored.source


@pytest.mark.parametrize("question", ["亩均税收目标是多少", "土地税收目标是多少", "亩均税收是多少"])
def test_a_quantity_that_no_sentence_names_is_not_answered(
    seed_library: PolicyLibrary, question: str
) -> None:
    answer = seed_library.answer(question, on=WITHIN)
    assert answer.refusal is RefusalReason.NOT_IN_LIBRARY
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("土地税收目标是多少", ("税收",)),
        ("亩均税收要达到多少？", ("亩均税收",)),
        ("技改投资占比要达到多少", ()),
        ("技改投资比重文件定的多少", ()),
        ("一年签约多少个项目", ()),
    ],
)
def test_the_measure_of_a_question_is_what_no_known_topic_accounts_for(
    question: str, expected: tuple[str, ...]
) -> None:
    concepts = vocabulary().concepts_in(question, with_industry=False)
    assert measures_asked(question, concepts) == expected


def test_asking_back_is_an_outcome_of_its_own(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("申报截止到什么时候", on=WITHIN)
    assert answer.outcome is Outcome.CLARIFY
    assert answer.refusal is RefusalReason.WHICH_POLICY


@pytest.mark.parametrize("words", ["好的", "收到", "谢谢"])
@pytest.mark.parametrize("previous", [(), (Turn("user", "工业用地怎么供应"), Turn("bot", "…"))])
def test_a_courtesy_is_no_question(
    seed_library: PolicyLibrary, words: str, previous: tuple[Turn, ...]
) -> None:
    answer = seed_library.answer(words, on=WITHIN, previous=previous)
    assert answer.outcome is Outcome.CLARIFY
    assert answer.citations == ()
    assert answer.suggestions == ()


@pytest.mark.parametrize("question", ["怎么贷款买房", "买车贷款利率多少", "房贷怎么申请"])
def test_a_loan_for_a_flat_or_a_car_is_a_personal_affair(
    seed_library: PolicyLibrary, question: str
) -> None:
    answer = seed_library.answer(question, on=WITHIN)
    assert answer.refusal is RefusalReason.PERSONAL_AFFAIR


def test_that_nothing_is_newer_is_not_said_of_documents_without_a_date(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    library = open_library()
    library.ingest(SEED)
    asked = "《五大主导产业工作方案》还有效吗"
    assert "没有收录在它之后印发的文件" in library.answer(asked, on=AFTER).text
    undated = tmp_path / "说明.txt"
    undated.write_text("一、支持企业用电。", "utf-8")
    assert library.ingest(undated).status == "ingested"
    text = library.answer(asked, on=AFTER).text
    assert "没有收录在它之后印发的文件" not in text
    assert "成文日期不明" in text
