"""Which sentence is meant when several say the like, and what alone makes one an answer."""

from __future__ import annotations

import pytest

from retrieval import Turn
from retrieval.answer.bearing import Bearings
from retrieval.answer.fit import fit
from retrieval.answer.screening import screened
from retrieval.documents.structure import Unit, UnitKind
from retrieval.results import RefusalReason
from retrieval.search.measure import misses_what_decides, objects_asked
from retrieval.search.question import understand


@pytest.mark.parametrize(
    ("question", "clause", "labels", "expected"),
    [
        ("动力2025年目标", ["到2020年,总动力超过10亿千瓦。"], [], -1.0),
        ("动力2025年目标", ["到2020年,甲。", "到2025年,乙。", "总动力达11亿千瓦。"], [], 1.0),
        ("动力的目标", ["到2020年,总动力超过10亿千瓦。"], [], 0.0),
        ("2019年春节哪天上班", ["2018年12月30日至2019年1月1日放假。"], [], 0.0),
        ("春节哪天上班", ["二、春节:放假7天。", "2月2日上班。"], ["元旦", "春节"], 1.0),
        ("春节哪天上班", ["一、元旦:放假3天。", "12月29日上班。"], ["元旦", "春节"], -1.0),
        ("哪天上班", ["一、元旦:放假3天。", "12月29日上班。"], ["元旦", "春节"], 0.0),
    ],
)
def test_a_sentence_goes_on_about_the_year_and_the_label_above_it(
    question: str, clause: list[str], labels: list[str], expected: float
) -> None:
    units = [_unit("一", at, text) for at, text in enumerate(clause, 1)]
    others = [_unit(f"{at}", 1, f"{label}:放假。") for at, label in enumerate(labels)]
    assert Bearings(question, [*units, *others]).of(units[-1]) == expected


def test_the_year_that_a_clause_sets_holds_for_the_sentences_after_it_alone() -> None:
    texts = ["总动力达9亿千瓦。", "到2020年,甲。", "总动力达10亿千瓦。", "到2025年,乙。", "丙。"]
    units = [_unit("一", at, text) for at, text in enumerate(texts, 1)]
    bearings = Bearings("2020年的动力", units)
    assert [bearings.of(unit) for unit in units] == [0.0, 1.0, 1.0, -1.0, -1.0]


def _unit(clause: str, sentence: int, text: str) -> Unit:
    return Unit(UnitKind.SENTENCE, clause, sentence, 0, len(text), text)


@pytest.mark.parametrize(
    ("question", "text", "misses"),
    [
        ("驾驶证到期怎么换", "持证人可以在本市申领机动车驾驶证。", True),
        ("驾驶证到期怎么换", "驾驶证期满前九十日内申请换证。", False),
        ("住房公积金贷款额度是多少", "发生的贷款利息支出按照每月1000元定额扣除。", True),
        ("住房公积金贷款额度是多少", "可申请最高不超过30万元的贷款。", False),
        ("大病医疗扣除的限额", "在80000元限额内据实扣除。", False),
        ("编号P005432", "现予公布,自2008年2月1日起施行。", True),
        ("编号P005432", "P005432 甲产品", False),
        ("不备案怎么罚", "应当自执业之日起30日内备案。", True),
        ("不备案怎么罚", "责令限期改正。", False),
        ("人才怎么补", "按规定给予相应资助。", False),
        ("工业用地怎么供应", "以弹性出让等方式供应。", False),
    ],
)
def test_some_words_of_a_question_decide_whether_a_text_answers_it(
    question: str, text: str, misses: bool
) -> None:
    assert misses_what_decides(question, text) is misses


@pytest.mark.parametrize(
    ("question", "objects"),
    [
        ("企业搬迁补偿标准", ("补偿",)),
        ("公租房的标准", ("住房",)),
        ("行业标准怎么制定", ()),
        ("管理按什么标准", ()),
    ],
)
def test_a_standard_is_asked_of_the_word_before_it(question: str, objects: tuple[str, ...]) -> None:
    assert objects_asked(question, ()) == objects


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("文件备案期限", "应当自公布之日起20日内报送备案。", "审查期限不得超过60日。"),
        ("审批收费吗", "审批报告书,不得收取任何费用。", "处所收费用一倍以上三倍以下的罚款。"),
    ],
)
def test_what_a_time_limit_or_a_fee_is_of_stands_in_the_sentence(
    question: str, better: str, worse: str
) -> None:
    assert fit(question, better) > fit(question, worse)


@pytest.mark.parametrize(
    ("before", "question", "searched"),
    [
        ("百亿企业要达到多少家", "那专精特新呢", "专精特新要达到多少家"),
        ("工业用地怎么拿", "那人才呢", "工业用地怎么拿 那人才呢"),
        ("工业用地怎么供应", "江苏省呢", "工业用地怎么供应 江苏省呢"),
        ("专利代理师多少天内备案", "不备案怎么罚", "专利代理师多少天内备案 不备案怎么罚"),
        ("大病医疗扣除的限额", "超过多少才能扣", "大病医疗扣除的限额 超过多少才能扣"),
        ("工业用地怎么供应", "不备案怎么罚", "不备案怎么罚"),
    ],
)
def test_a_follow_up_takes_what_it_lacks_from_the_question_before(
    before: str, question: str, searched: str
) -> None:
    asked = understand(question, [Turn("user", before), Turn("bot", "……")], ())
    assert asked.search_text == searched


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("北京仲裁委员会/北京国际仲裁中心的立案事宜如何处理", None),
        ("仲裁会怎么裁决", RefusalReason.LEGAL_ADVICE),
        ("民政局还能办理婚姻登记业务吗", None),
        ("居民通过手机进行自我申报可以提供哪些线索", None),
        ("昨晚没看手机，要紧的先说", None),
        ("刷手机看到的补贴是真的吗", None),
        ("李主任的手机多少", RefusalReason.PERSONAL_DATA),
        ("张局长手机号多少", RefusalReason.PERSONAL_DATA),
        ("如何做好客流预测", None),
        ("帮我预测明年房价", RefusalReason.OPINION),
    ],
)
def test_a_word_of_a_screen_in_an_official_matter_screens_nothing(
    question: str, reason: RefusalReason | None
) -> None:
    assert screened(question) is reason
