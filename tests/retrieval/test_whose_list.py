"""Goals, tasks and safeguards: every plan has them, and those of the matter asked of are meant."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval import Outcome, PolicyLibrary
from retrieval.results import PolicyAnswer
from tests.retrieval.material import SEED, asked_in_turn, library_of, signed

WITHIN_THE_PLAN, AFTER_IT = date(2019, 11, 15), date(2026, 11, 29)

FARMS = signed(
    "一、总体要求\n坚持质量兴农，发展绿色农业。\n（一）工作目标。到2020年，全市秸秆综合利用率达到95%。\n"
    "二、主要任务\n（一）推进秸秆还田。每亩补助20元。\n（二）建设收储网点。每个乡镇不少于1个。\n"
    "三、保障措施\n（一）加强督导检查。每月通报一次进展。\n（二）落实财政资金。所需经费列入预算。",
    "泰州市人民政府办公室",
    "2019年6月1日",
)
FINANCE = signed(
    "第一条 鼓励银行向养老机构发放贷款。\n第二条 对养老机构贷款按年利率2%给予贴息。",
    "泰州市人民政府办公室",
    "2019年6月1日",
)
MARSHES = signed(
    "一、主要任务\n（一）修复湿地。到2020年修复湿地300亩。\n二、保障措施\n（一）开展巡查。每周巡查一次。",
    "泰州市人民政府办公室",
    "2019年6月1日",
)
PLAN = "五大主导产业工作方案"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    held = library_of(
        tmp_path_factory.mktemp("whose"),
        泰州市秸秆综合利用实施意见=FARMS,
        泰州市养老服务金融扶持办法=FINANCE,
    )
    assert held.ingest(SEED).status == "ingested"
    return held


@pytest.fixture(scope="module")
def with_marshes(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    held = library_of(tmp_path_factory.mktemp("marshes"), 泰州市湿地修复实施意见=MARSHES)
    assert held.ingest(SEED).status == "ingested"
    return held


def asked(library: PolicyLibrary, *questions: str, on: date = WITHIN_THE_PLAN) -> PolicyAnswer:
    return asked_in_turn(library, *questions, on=on)


@pytest.mark.parametrize(
    ("questions", "stated"),
    [
        (("秸秆综合利用的保障措施有哪些",), ("加强督导检查", "落实财政资金")),
        (("秸秆综合利用有哪些主要任务",), ("推进秸秆还田", "建设收储网点")),
        (("秸秆综合利用到2020年要达到什么目标",), ("利用率达到95%",)),
        (("秸秆还田每亩补助多少", "保障措施呢"), ("加强督导检查", "落实财政资金")),
        (("秸秆综合利用有哪些主要任务", "那保障措施呢"), ("落实财政资金",)),
        (("养老服务金融方面有哪些支持措施",), ("年利率2%",)),
    ],
)
def test_the_list_of_the_matter_asked_of_is_told(
    library: PolicyLibrary, questions: tuple[str, ...], stated: tuple[str, ...]
) -> None:
    answer = asked(library, *questions)
    assert all(words in answer.text for words in stated)
    assert PLAN not in answer.text


@pytest.mark.parametrize(
    "question", ["乡村振兴的主要任务是什么", "粮食安全的保障措施有哪些", "碳达峰的主要目标是什么"]
)
def test_the_plan_does_not_answer_for_a_matter_that_no_document_speaks_of(
    library: PolicyLibrary, question: str
) -> None:
    assert asked(library, question).outcome is Outcome.REFUSED


def test_a_part_that_a_document_lacks_is_not_told_of_the_plan(library: PolicyLibrary) -> None:
    answer = asked(library, "养老机构贷款贴息多少", "它的主要任务有哪些")
    assert PLAN not in answer.text


@pytest.mark.parametrize(
    "questions",
    [
        ("保障措施有哪些",),
        ("五大产业2020年的目标是什么",),
        ("五大主导产业的保障措施有哪些",),
        ("五大主导产业的重点任务有哪些",),
        ("生物医药产业的发展目标",),
        ("麻烦帮忙看看发展目标有哪些",),
        ("我刚来泰州办厂，金融方面有哪些支持措施",),
        ("银行不肯贷款，融资方面有哪些支持政策",),
        ("食品加工企业金融方面有哪些支持",),
        ("泰兴市的重点任务有哪些",),
        ("写年终总结要用，主要目标有哪些",),
        ("发展目标是什么", "那保障措施呢"),
        ("我们企业缺钱怎么办", "那人才方面有哪些支持呢"),
    ],
)
def test_the_lists_of_the_plan_are_told_where_nothing_else_is_asked_of(
    library: PolicyLibrary, questions: tuple[str, ...]
) -> None:
    answer = asked(library, *questions)
    assert answer.outcome is Outcome.ANSWERED
    assert PLAN in answer.text
    assert all("五大主导产业" in citation.document for citation in answer.citations)


def test_a_list_that_has_ended_is_told_without_what_only_shares_its_words(
    library: PolicyLibrary,
) -> None:
    answer = asked(library, "保障措施有哪些", on=AFTER_IT)
    assert "每月通报一次进展" in answer.text
    assert "每亩补助20元" not in answer.text


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("五大主导产业的保障措施有哪些", "加强组织统筹"),
        ("五大产业的重点任务是什么", "推动链式发展"),
        ("五大主导产业的发展目标有哪些", "1个百分点以上"),
        ("五大产业的目标是什么", "1个百分点以上"),
        ("五大主导产业的范围是什么", "化工及新材料"),
        ("五大产业是哪些", "化工及新材料"),
    ],
)
def test_a_list_of_the_five_industries_is_not_taken_for_which_they_are(
    library: PolicyLibrary, question: str, stated: str
) -> None:
    assert stated in asked(library, question).text


@pytest.mark.parametrize("before", ["湿地修复的保障措施有哪些", "湿地修复有哪些主要任务"])
@pytest.mark.parametrize(
    "question",
    [
        "那五大主导产业的呢",
        "泰州市五大主导产业的保障措施有哪些",
        "五大产业的重点任务有哪些",
        "生物医药的重点任务呢",
    ],
)
def test_what_names_the_industries_is_asked_of_the_plan_after_another_document(
    with_marshes: PolicyLibrary, before: str, question: str
) -> None:
    answer = asked(with_marshes, before, question)
    assert answer.outcome is Outcome.ANSWERED
    assert all("五大主导产业" in citation.document for citation in answer.citations)
