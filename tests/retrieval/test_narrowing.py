"""What words of a question narrow down its documents, what does not, and what is said then."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval import Outcome, PolicyLibrary, RefusalReason
from retrieval.documents.metadata import DocumentMetadata, TextField
from retrieval.search.filters import is_short_for, issued_by
from retrieval.search.narrowing import filters_in, without_narrowing
from tests.retrieval.made_city import CITY, DISTRICT, ENDED, PROVINCE, made_city

ON = date(2019, 11, 15)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    return made_city(tmp_path_factory.mktemp("city"))


@pytest.mark.parametrize(
    ("question", "region", "rest"),
    [
        ("江苏省的政策有哪些", "江苏省", "政策有哪些"),
        ("江苏省出台的人才政策有哪些", "江苏省", "人才政策有哪些"),
        ("泰州市印发的产业文件", "泰州市", "产业文件"),
        ("泰州市本级的文件", "泰州市", "文件"),
        ("泰州的人才政策", "泰州", "人才政策"),
        ("海陵区出台的规定", "海陵区", "规定"),
        ("江苏省泰州市印发的文件", "泰州市", "文件"),
        ("江苏省的企业能享受什么政策", None, None),
        ("泰州市的企业怎么享受政策", None, None),
        ("江苏的企业能申请吗", None, None),
        ("从苏州市的政策来看", None, None),
        ("享受江苏省的政策", None, None),
        ("泰州市人才政策", None, None),
        ("北京市出台政策鼓励用工", None, None),
        ("海陵区的一级响应措施", None, None),
        ("合作市场的规定", None, None),
        ("泰州市的政策支持力度", None, None),
    ],
)
def test_a_place_narrows_where_its_own_documents_are_asked_for(
    question: str, region: str | None, rest: str | None
) -> None:
    assert filters_in(question).region == region
    assert without_narrowing(question) == (rest or question)


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("省里的人才政策有哪些", "省级"),
        ("省级政策有哪些", "省级"),
        ("我市的人才政策", "市级"),
        ("市级的政策有哪些", "市级"),
        ("区里的政策有吗", "县级"),
        ("有没有国家出台的文件", "国家级"),
        ("省级专精特新政策", None),
        ("省级的专精特新政策有吗", None),
        ("园区里的政策", None),
        ("落实国家的政策有什么要求", None),
        ("争取国家、省、市政策扶持", None),
        ("省市级政策", None),
        ("国家政策", None),
    ],
)
def test_a_level_narrows_where_its_documents_are_asked_for(
    question: str, level: str | None
) -> None:
    assert filters_in(question).level == level


@pytest.mark.parametrize(
    ("question", "since"),
    [
        ("只看2019年以后有效的人才政策", date(2019, 1, 1)),
        ("2017年以来一直有效的文件", date(2017, 1, 1)),
        ("2019年以后有效的吗", None),
        ("2019年以后出台的政策", None),
    ],
)
def test_a_year_narrows_to_what_was_in_force_after_it(question: str, since: date | None) -> None:
    assert filters_in(question).valid_since == since


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("2019年以后市政府的文件里技改补贴最高多少", date(2019, 1, 1), None),
        ("2019年之后出台的人才政策", date(2019, 1, 1), None),
        ("2020年起市里出台的政策", date(2020, 1, 1), None),
        ("2017年以前市经信委印发的文件", None, date(2016, 12, 31)),
        ("2017年底前印发的文件", None, date(2017, 12, 31)),
        ("只看2018年印发的文件：引进人才给多少资助", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018年到2019年印发的文件里租房补贴多少", date(2018, 1, 1), date(2019, 12, 31)),
        ("2016至2018年出台的政策", date(2016, 1, 1), date(2018, 12, 31)),
        ("2018年底以前印发的文件", None, date(2018, 12, 31)),
        ("2019年新出台的政策有哪些", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019年以后企业按市政府的办法申请补贴", None, None),
        ("2019年以后公司能享受市政府的政策吗", None, None),
        ("2018年的政策现在还有效吗", None, None),
        ("2019年以后有效的人才政策", None, None),
        ("2020年以后成立的企业有什么政策", None, None),
        ("2020年以后企业享受的政策", None, None),
        ("2020年以后政策还有效吗", None, None),
    ],
)
def test_a_year_narrows_to_what_was_issued_in_it_or_on_a_side_of_it(
    question: str, first: date | None, last: date | None
) -> None:
    filters = filters_in(question)
    assert (filters.issued_from, filters.issued_until) == (first, last)


def test_the_year_before_an_office_is_no_part_of_its_name() -> None:
    assert filters_in("2017年以前市经信委印发的文件").issuer == "市经信委"


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("江苏省出台的引进人才政策给多少资助", {PROVINCE}),
        ("省里的引进人才政策给多少资助", {PROVINCE}),
        ("泰州市出台的文件对引进人才给多少资助", {CITY}),
        ("海陵区的人才政策有哪些", {DISTRICT}),
        ("市级的引进人才政策给多少资助", {CITY}),
        ("只看2019年以后有效的：引进人才给多少资助", {CITY}),
    ],
)
def test_an_answer_keeps_to_what_was_asked_for(
    city: PolicyLibrary, question: str, documents: set[str]
) -> None:
    answer = city.answer(question, on=ON)
    assert answer.citations
    assert {citation.document for citation in answer.citations} == documents
    assert "最高" in answer.text or "人才公寓" in answer.text


def test_a_narrowing_that_leaves_nothing_is_said_with_what_there_is_without_it(
    city: PolicyLibrary,
) -> None:
    answer = city.answer("江苏省出台的技术改造政策有什么补助", on=ON)
    assert answer.outcome is Outcome.REFUSED
    assert answer.refusal is RefusalReason.OUTSIDE_FILTERS
    assert answer.text.startswith(
        f"在库里江苏省出台的文件中没有找到写到这件事的条款；不限地区时有：《{ENDED}》"
    )
    assert answer.citations == ()
    assert answer.suggestions[0] == "技术改造政策有什么补助"


def test_a_level_of_which_there_is_no_document_is_named(city: PolicyLibrary) -> None:
    text = city.answer("国家出台的引进人才政策给多少资助", on=ON).text
    assert text.startswith("库里没有国家级的文件；不限层级时有：")


def test_what_ended_before_the_year_is_left_out_and_named(city: PolicyLibrary) -> None:
    answer = city.answer("只看2018年以后有效的技术改造政策有什么补助", on=ON)
    assert answer.refusal is RefusalReason.OUTSIDE_FILTERS
    assert f"不限时效时有：《{ENDED}》" in answer.text


@pytest.mark.parametrize(
    "question",
    ["2018年以前出台的技术改造政策最高给多少补助", "2015年印发的文件里技术改造补助多少"],
)
def test_a_year_of_issue_keeps_to_the_documents_of_that_time(
    city: PolicyLibrary, question: str
) -> None:
    (citation,) = city.answer(question, on=ON).citations
    assert citation.document == ENDED


def test_what_was_issued_before_the_year_is_left_out_and_named(city: PolicyLibrary) -> None:
    answer = city.answer("2018年以后印发的文件里技术改造有什么补助", on=ON)
    assert answer.refusal is RefusalReason.OUTSIDE_FILTERS
    assert answer.text.startswith("在库里2018年以后印发的文件中没有找到")
    assert f"不限成文时间时有：《{ENDED}》" in answer.text


def test_years_of_issue_are_named_from_the_first_to_the_last(city: PolicyLibrary) -> None:
    answer = city.answer("2017年到2018年印发的文件里技术改造有什么补助", on=ON)
    assert answer.text.startswith("在库里2017年至2018年印发的文件中没有找到")


def test_what_is_nowhere_is_not_blamed_on_the_narrowing(city: PolicyLibrary) -> None:
    text = city.answer("江苏省出台的宠物医院补贴政策", on=ON).text
    assert "不限地区，也没有找到相关条款" in text


def test_a_place_nobody_here_is_from_is_refused_as_before(city: PolicyLibrary) -> None:
    assert city.answer("浙江省出台的人才政策", on=ON).refusal is RefusalReason.OTHER_PLACE


@pytest.mark.parametrize(
    ("name", "office", "is_short"),
    [
        ("市人社局", "市人力资源和社会保障局", True),
        ("人社局", "市人力资源和社会保障局", True),
        ("市发改委", "市发展和改革委员会", True),
        ("市住建局", "市住房和城乡建设局", True),
        ("市市场监管局", "市市场监督管理局", True),
        ("市政府办", "市政府办公室", True),
        ("市财政局", "市人力资源和社会保障局", False),
        ("市民政局", "市民族宗教事务局", False),
        ("市农委", "市农业农村局", False),
        ("市人民政府", "市人民政府办公室", False),
        ("市国资委", "市人民政府国有资产监督管理委员会", True),
        ("市政府办", "市政府金融工作办公室", False),
        ("市委办", "市委人才工作领导小组办公室", False),
        ("市人防办", "市人民政府防汛抗旱指挥部办公室", False),
        ("省发改委", "市发展和改革委员会", False),
        ("市财政局", "区财政局", False),
    ],
)
def test_an_office_is_known_by_its_short_name(name: str, office: str, is_short: bool) -> None:
    assert is_short_for(name, office) is is_short


@pytest.mark.parametrize(
    ("issuer", "office", "expected"),
    [
        ("泰州市工业和信息化局、泰州市商务局", "市工商局", False),
        ("泰州市财政局、泰州市人力资源和社会保障局", "市人社局", True),
        ("江苏省发展和改革委员会", "市发改委", False),
        ("江苏省发展和改革委员会", "省发改委", True),
    ],
)
def test_a_short_name_is_that_of_one_issuer_and_of_its_level(
    issuer: str, office: str, *, expected: bool
) -> None:
    assert issued_by(DocumentMetadata(issuer=TextField(value=issuer)), office) is expected
