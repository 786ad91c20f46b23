"""What the library must not say: sentences that were once true of another clause, day or place."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from retrieval import Outcome, PolicyLibrary, RefusalReason
from tests.retrieval.material import SEED, library_of

ON = date(2026, 11, 29)


def signed(text: str, office: str, day: str) -> str:
    return f"{text}\n{office}\n{day}"


PLANNED_WATER = signed(
    "泰政规〔2010〕3号\n第六条 超计划用水的，按超出部分加收三倍水费。\n"
    "第八条 用水单位应当建立用水台账。\n第九条 水平衡测试每五年一次。\n"
    "第十条 本规定自2010年5月1日起施行。",
    "泰州市人民政府", "2010年4月1日",
)  # fmt: skip
SAVING_WATER = signed(
    "泰政规〔2023〕7号\n第一条 为了加强城市节约用水管理，制定本办法。\n"
    "第二条 洗车行业应当使用循环水设施。\n"
    "第七条 本办法自2023年11月1日起施行。《泰州市计划用水管理规定》（泰政规〔2010〕3号）"
    "第六条、第九条同时废止。",
    "泰州市人民政府", "2023年9月18日",
)  # fmt: skip
RENT = signed(
    "泰政办规〔2024〕3号\n第二条 租房补贴标准如下：\n（一）博士研究生，每人每月3000元；\n"
    "（二）硕士研究生，每人每月1500元。\n第三条 租房补贴发放期限最长不超过24个月。\n"
    "第五条 本办法自2024年4月15日起施行，有效期至2029年4月14日。",
    "泰州市人民政府办公室", "2024年3月20日",
)  # fmt: skip
RENOVATION = signed(
    "泰工信发〔2024〕30号\n第二条 技术改造项目设备投资额不低于500万元的，按5%给予奖补。\n"
    "第六条 本细则自2024年6月10日起施行，有效期至2027年6月9日。",
    "泰州市工业和信息化局", "2024年5月6日",
)  # fmt: skip
DOGS = signed(
    "泰政规〔2012〕6号\n第二条 养犬应当办理登记证。\n第五条 本办法自2012年8月1日起施行。",
    "泰州市人民政府", "2012年6月28日",
)  # fmt: skip


@pytest.fixture
def with_the_plan(tmp_path: Path) -> PolicyLibrary:
    """The city's plan, which grants talents something without an amount, and two rules."""
    library = library_of(
        tmp_path,
        泰州市新引进人才租房补贴实施办法=RENT,
        泰州市城市犬只管理办法=DOGS,
        泰州市工业企业技术改造奖补实施细则=RENOVATION,
    )
    for path in SEED.parent.iterdir():
        shutil.copy(path, tmp_path)
    assert library.ingest(tmp_path / SEED.name).status == "ingested"
    return library


@pytest.fixture
def of_water(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path, 泰州市计划用水管理规定=PLANNED_WATER, 泰州市城市节约用水办法=SAVING_WATER
    )


@pytest.mark.parametrize(
    "question",
    ["水平衡测试几年一次", "泰州市计划用水管理规定第九条还有效吗", "超计划用水加收几倍水费"],
)
def test_a_clause_repealed_alone_is_not_quoted_as_if_it_stood(
    of_water: PolicyLibrary, question: str
) -> None:
    answer = of_water.answer(question, on=ON)
    assert "自2023年11月1日起已被《泰州市城市节约用水办法》删去，不再适用" in answer.text
    assert "不再适用" not in of_water.answer(question, on=date(2023, 10, 31)).text


def test_the_other_clauses_of_its_document_stand(of_water: PolicyLibrary) -> None:
    answer = of_water.answer("用水单位要建立台账吗", on=ON)
    assert "应当建立用水台账" in answer.text
    assert "不再适用" not in answer.text
    assert "废止" not in answer.text


@pytest.mark.parametrize(
    ("question", "amount"),
    [("博士租房补贴一个月多少钱", "每人每月3000元"), ("技改投资800万元奖多少", "5%给予奖补")],
)
def test_no_amount_is_called_unstated_that_another_document_states(
    with_the_plan: PolicyLibrary, question: str, amount: str
) -> None:
    answer = with_the_plan.answer(question, on=ON)
    assert amount in answer.text
    assert "没有写明具体金额" not in answer.text
    assert answer.outcome is Outcome.ANSWERED


def test_an_amount_granted_for_something_else_is_no_answer(with_the_plan: PolicyLibrary) -> None:
    assert "3000元" not in with_the_plan.answer("企业上云补贴多少", on=ON).text


def test_a_document_is_known_by_its_number_alone(with_the_plan: PolicyLibrary) -> None:
    answer = with_the_plan.answer("泰政办规〔2024〕3号什么时候到期", on=ON)
    assert "有效期至2029年4月14日，现行有效" in answer.text


def test_the_word_for_animals_narrows_no_question(with_the_plan: PolicyLibrary) -> None:
    answer = with_the_plan.answer("犬只管理办法还有效吗", on=ON)
    assert "关于《泰州市城市犬只管理办法》" in answer.text


@pytest.mark.parametrize(
    ("question", "is_another"),
    [
        ("养犬管理办法还有效吗", True),
        ("泰州市居住证实施办法什么时候施行", True),
        ("关于养犬的通知什么时候印发的", True),
        ("有没有出台新的方案", False),
        ("最新的规定是什么时候出台的", False),
        ("五大产业那个方案还管用吗", False),
        ("产业发展规划哪年印发的", False),
        ("这个方案什么时候到期", False),
    ],
)
def test_nothing_is_said_of_one_document_that_was_asked_of_another(
    seed_library: PolicyLibrary, question: str, is_another: bool
) -> None:
    answer = seed_library.answer(question, on=date(2019, 11, 15))
    assert (answer.refusal is RefusalReason.NOT_IN_LIBRARY) is is_another
    assert ("五大主导产业工作方案" in answer.text) is not is_another
