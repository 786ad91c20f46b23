"""What rules that read more must leave alone: ordinary sentences and questions beside theirs."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from retrieval.answer.candidate import Candidate
from retrieval.answer.excluding import asks_for_both_of
from retrieval.answer.fit import fit, unstated
from retrieval.answer.judging import Sense, agreed_on
from retrieval.answer.quoted_part import is_only_of_documents, says_nothing
from retrieval.answer.ranges import of_the_case
from retrieval.documents.changes import ChangeKind
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse
from retrieval.documents.structure import Unit, UnitKind
from retrieval.documents.terms import read_terms
from retrieval.results import Gap
from retrieval.search.measure import misses_what_decides
from retrieval.search.places import places_asked_about
from retrieval.search.several import questions_in
from retrieval.search.vocabulary import vocabulary
from retrieval.store import StoredUnit
from tests.retrieval.material import ON, library_of, record, signed

FROM = "本办法自2024年1月1日起施行，有效期3年"
LAST = date(2026, 12, 31)
A = "《泰州市甲奖励办法》（泰政规〔2020〕3号）"
LONGER = ChangeKind.CLAUSE_EXTENDED


@pytest.mark.parametrize(
    "after",
    [
        "，届满后自动失效，不再继续执行。",
        "。有效期届满后，不继续执行。",
        "，到期后按程序评估后决定继续执行或废止。",
        "，届满后由市政府决定继续实施。",
        "，届满后须经重新发布方可继续执行。",
        "。有效期届满后，未重新公布的，不得继续执行。",
        "。有效期届满后，本办法实施前签订的合同继续执行。",
        "，期满后未兑现的奖励继续执行完毕。",
        "，到期后另行研究能否继续执行。",
    ],
)
def test_what_need_not_go_on_by_itself_leaves_the_last_day(after: str) -> None:
    until = read_terms(f"{FROM}{after}", date(2024, 1, 1)).valid_until
    assert until is not None
    assert until.day == LAST


@pytest.mark.parametrize(
    "sentence",
    [
        "本市企业奖励政策有效期至2026年12月31日。",
        "本区居民购房补贴政策有效期至2026年12月31日。",
        "本市户籍居民购房政策措施自2024年1月1日起施行，有效期至2026年12月31日。",
        "本县行政规范性文件管理办法自2024年1月1日起施行，有效期3年。",
    ],
)
def test_a_document_on_a_group_of_people_has_its_own_term(sentence: str) -> None:
    until = read_terms(sentence, date(2024, 1, 1)).valid_until
    assert until is not None
    assert until.day == LAST


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        (f"{A}第三条申报截止时间延长至2026年12月31日。", False),
        (f"{A}第三条项目建设期限延长至2026年12月31日。", False),
        (f"{A}第三条规定的缴费期限延长至2026年12月31日。", False),
        (f"{A}第三条示范企业资格延长至2026年12月31日。", False),
        (f"{A}第一条购房补贴政策延续至2026年12月31日的，按原标准执行。", False),
        (f"我市争取将{A}第三条政策延续至2026年12月31日。", False),
        (f"{A}第三条实施期限延长至2026年12月31日。", True),
        (f"将{A}第三条的购房补贴政策延续至2026年12月31日。", True),
        (f"{A}第三条继续执行至2026年12月31日。", True),
    ],
)
def test_only_a_clause_s_own_term_lets_it_apply_longer(sentence: str, is_read: bool) -> None:
    effects = read_effects(sentence, parse(sentence), "关于有关事项的通知")
    assert any(effect.kind is LONGER for effect in effects) is is_read


def test_the_end_of_a_term_is_no_repeal_from_now_on() -> None:
    sentence = f"{A}于有效期满之日起失效。"
    assert read_effects(sentence, parse(sentence), "关于有关事项的通知") == ()


@pytest.mark.parametrize(
    "order", ["暂停执行。恢复时间另行通知。", "暂停执行，恢复执行时间由市政府确定。"]
)
def test_a_suspension_until_further_notice_outlasts_its_notice(tmp_path: Path, order: str) -> None:
    library = library_of(
        tmp_path,
        住房公积金提取管理办法=signed(
            "泰公积金规〔2019〕2号\n第七条 租房提取每年限额12000元。",
            "泰州市住房公积金管理中心", "2019年4月1日",
        ),
        关于暂停提取的通知=signed(
            f"泰公积金〔2022〕15号\n一、《住房公积金提取管理办法》（泰公积金规〔2019〕2号）{order}\n"
            "二、本通知自2022年6月1日起施行，有效期至2022年12月31日。",
            "泰州市住房公积金管理中心", "2022年5月28日",
        ),
    )  # fmt: skip
    assert "暂停执行" in library.answer("《住房公积金提取管理办法》还有效吗", on=ON).text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("财政奖励多少", "企业年销售收入超过1亿元的奖励50万元。"),
        ("奖励多少", "年营业收入达到5000万元以上的奖20万元"),
        ("研发补助多少", "对研发费用占销售收入不低于5%的企业补助10%。"),
        ("救助金多少", "月收入低于低保标准1.5倍的每月发放补贴300元"),
        ("救助金多少", "每月补贴300元给月收入低于1000元的家庭"),
    ],
)
def test_an_amount_beside_a_bound_on_means_is_stated(question: str, sentence: str) -> None:
    assert fit(question, sentence) > 0
    assert unstated(question, [sentence]) == ()


def test_a_bound_on_means_alone_is_no_amount() -> None:
    assert unstated("奖励多少", ["年营业收入2000万元以上的企业可以申报。"]) == (Gap.AMOUNT,)


@pytest.mark.parametrize(
    ("question", "sentence", "is_one"),
    [
        ("加装电梯补助谁来管", "本办法由市住建局负责解释。", False),
        ("以前的补贴取消了吗", "《泰州市补贴办法》同时废止。", False),
        ("购房补贴每平方多少", "购房补贴每平方米100元，《泰州市补贴办法》同时废止。", False),
        (
            "购房补贴每平方多少",
            "本办法自2024年1月1日起施行，有效期5年，《甲办法》（泰政规〔2020〕1号）、《乙办法》同时废止。",
            True,
        ),
    ],
)
def test_a_sentence_with_a_rule_or_asked_for_is_not_only_of_documents(
    question: str, sentence: str, is_one: bool
) -> None:
    assert is_only_of_documents(question, sentence) is is_one


@pytest.mark.parametrize(
    ("line", "is_silent"),
    [
        ("受理单位是泰州市民政局", False),
        ("主管部门市住房和城乡建设局", False),
        ("泰州市人民医院、泰州市中医院", False),
        ("泰州市中医院", False),
        ("先去居委会再去民政局", False),
        ("财政部  国家税务总局", True),
        ("泰州市人民政府办公室", True),
    ],
)
def test_a_line_that_tells_where_to_go_is_not_those_who_signed(line: str, is_silent: bool) -> None:
    unit = Unit(UnitKind.SENTENCE, "段3", 1, 0, len(line), line)
    assert says_nothing(StoredUnit(1, "d", unit)) is is_silent


@pytest.mark.parametrize("line", ["局" * 125 + "x", "局" * 10_000, "收入" * 5_000, "12" * 5_000])
def test_long_lines_are_gone_through_once(line: str) -> None:
    started = time.process_time()
    unit = Unit(UnitKind.SENTENCE, "段3", 1, 0, len(line), line)
    says_nothing(StoredUnit(1, "d", unit))
    fit("补贴多少钱", line)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("question", "sentence", "misses"),
    [
        ("报名费多少钱", "每人每科收取60元。", False),
        ("补办身份证工本费多少钱", "补领居民身份证每证40元。", False),
        ("停车费多少钱", "小型车每小时5元。", False),
        ("取暖费多少钱", "居民供热价格为每平方米22元。", False),
        ("停车费多少钱", "物业服务费每平方米1.5元。", True),
        ("要交多少税", "暂不缴纳房产税。", False),
        ("要交多少税", "按三倍税率征收。", False),
        ("要交多少税", "减半征收个人所得税。", False),
        ("要交多少税", "注册资金不少于10万元。", True),
    ],
)
def test_what_is_paid_is_told_without_the_fee_s_own_name(
    question: str, sentence: str, misses: bool
) -> None:
    assert misses_what_decides(question, sentence) is misses


@pytest.mark.parametrize(
    ("question", "case"),
    [("家里老人2,孩子1,能领多少", 0), ("我妈62,能领多少", 1), ("我妈58了,能领多少", -1)],
)
def test_people_counted_have_no_age(question: str, case: int) -> None:
    assert of_the_case(question, "年满60周岁的老年人可以免费。") == case


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("孩子和我一起申请居住证", False),
        ("奖励都可以申请哪些", False),
        ("一并领取材料在哪", False),
        ("两项补贴都能领吗", True),
    ],
)
def test_what_is_applied_for_together_is_not_had_together(question: str, asks: bool) -> None:
    assert asks_for_both_of(question) is asks


@pytest.mark.parametrize(
    "message",
    [
        "职工工作多少年，年假有几天",
        "医保缴费满几年，退休能领多少",
        "住房补贴是多少，超过多少就不给",
        "在哪里上班的人，怎么办理居住证",
    ],
)
def test_a_piece_that_sets_the_condition_is_no_question_of_its_own(message: str) -> None:
    assert questions_in(message, lambda words: len(words) > 5) == (message,)


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("没领证明怎么报名", "没领证明怎么报名"),
        ("转手续要几天", "转手续要几天"),
        ("公积金转手机银行", "公积金转手机银行"),
        ("政策打折扣怎么办", "政策打折扣怎么办"),
        ("垃圾源头回收", "垃圾源头回收"),
        ("我一个月挣钱5000", "我一个月挣钱5000"),
        ("公司连年赔钱", "公司连年赔钱"),
        ("陪产假几天", "陪产假几天"),
        # 最低生活保障 would make 最低 a common word of 最低工资.
        ("低保标准", "低保标准"),
        ("给狗打疫苗", "给狗打疫苗"),
        ("十四届人大第一次会议", "十四届人大第一次会议"),
        ("买了能转手吗", "买了能转让吗"),
    ],
)
def test_a_word_inside_another_or_of_another_matter_is_left(said: str, official: str) -> None:
    assert vocabulary().in_official_words(said) == official


@pytest.mark.parametrize(
    ("question", "places"), [("去北京旅游补多少", {"北京"}), ("去北京看病报多少", set())]
)
def test_what_is_paid_for_a_journey_is_asked_of_the_place_gone_to(
    question: str, places: set[str]
) -> None:
    assert places_asked_about(question) == places


def test_insurance_and_accounting_are_not_what_will_happen() -> None:
    assert fit("社会保险能转移吗", "保险按月缴纳。") == fit("社保能转移吗", "保险按月缴纳。")


def test_one_document_alone_does_not_agree_with_itself() -> None:
    candidates = [
        Candidate(
            StoredUnit(at, "x", Unit(UnitKind.SENTENCE, "一", at, 0, 1, f"第{at}句")),
            record(title),
            1.0,
            0.5,
        )
        for at, title in enumerate(["某市通知"] * 8)
    ]
    senses = [Sense(0.9, 1, False)] * len(candidates)
    assert agreed_on(candidates, senses) is None
