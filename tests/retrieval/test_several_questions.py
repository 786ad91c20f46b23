"""Several questions in one message whose matters are named in a short word each."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.results import Outcome, RefusalReason
from retrieval.search.several import pieces_in, questions_in
from tests.retrieval.material import ON, library_of


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        ("老字号补多少，加氢站补多少", ("老字号补多少", "加氢站补多少")),
        ("老字号补多少？加氢站补多少？", ("老字号补多少？", "加氢站补多少？")),
        ("我们是老字号，补多少，找谁", ("我们是老字号，补多少", "找谁")),
        ("你好，老字号补多少", ("老字号补多少",)),
        ("老字号，加氢站", ()),
    ],
)
def test_each_piece_that_asks_is_one(message: str, pieces: tuple[str, ...]) -> None:
    assert pieces_in(message) == pieces


@pytest.mark.parametrize(
    "message",
    [
        "老字号补助多少，加氢站补贴多少，海外仓奖励多少",
        "老字号补助多少？加氢站补贴多少？海外仓奖励多少？",
        "老字号补助多少、加氢站补贴多少；海外仓奖励多少",
    ],
)
def test_matters_of_three_characters_are_each_answered(tmp_path: Path, message: str) -> None:
    library = library_of(
        tmp_path,
        老字号企业扶持办法="第一条 对认定为中华老字号的企业，一次性补助30万元。",
        氢能产业补贴办法="第一条 对新建加氢站的企业，最高补贴500万元。",
        外贸发展奖励办法="第一条 对公共海外仓给予一次性奖励100万元。",
    )
    answer = library.answer(message, on=ON)
    assert answer.outcome is Outcome.ANSWERED
    for amount in ("30万元", "500万元", "100万元"):
        assert amount in answer.text


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        (
            "渔船管理办法还有效吗，实施细则呢",
            ("渔船管理办法还有效吗", "渔船管理办法实施细则还有效吗"),
        ),
        ("渔船办法和实施细则还有效吗？", ("渔船办法还有效吗", "渔船办法实施细则还有效吗")),
        ("《渔船办法》及其补充规定是否有效", ("《渔船办法》是否有效", "渔船办法补充规定是否有效")),
        ("数据安全法和个人信息保护法还有效吗", ("数据安全法还有效吗", "个人信息保护法还有效吗")),
        ("租赁条例废止了吗？拆迁办法呢", ("租赁条例废止了吗", "拆迁办法废止了吗")),
        ("渔船管理办法还有效吗，谁负责呢", ("渔船管理办法还有效吗，谁负责呢",)),
        ("关于促进科技和产业发展的意见还有效吗", ("关于促进科技和产业发展的意见还有效吗",)),
        ("贯彻处罚法和许可法的通知还有效吗", ("贯彻处罚法和许可法的通知还有效吗",)),
        ("有什么办法和标准还有效吗", ("有什么办法和标准还有效吗",)),
    ],
)
def test_two_documents_of_which_one_thing_is_asked_are_each_asked_about(
    message: str, questions: tuple[str, ...]
) -> None:
    assert questions_in(message, lambda piece: piece[:2] not in ("谁负", "实施")) == questions


def test_whether_a_document_and_its_rules_are_in_force_is_told_of_each(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        渔船管理办法="第一条 渔船应当登记。\n第二条 本办法有效期至2030年12月31日。",
        渔船管理办法实施细则="第一条 登记应当申请。\n第二条 本细则有效期至2018年12月31日。",
    )
    text = library.answer("渔船管理办法还有效吗，实施细则呢", on=ON).text
    assert "有效期至2030年12月31日" in text
    assert "有效期至2018年12月31日" in text


def test_what_no_piece_finds_is_refused_as_a_whole(tmp_path: Path) -> None:
    library = library_of(tmp_path, 港口办法="第一条 港口应当保持畅通。")
    answer = library.answer("老字号补助多少，加氢站补贴多少", on=ON)
    assert answer.refusal is RefusalReason.NOT_IN_LIBRARY
    assert "▍" not in answer.text


def test_who_answers_for_what_was_not_found_is_not_told(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        加氢站办法="第一条 新建加氢站最高补贴500万元。\n第二条 加氢站由市住建局牵头负责。",
        港口办法="第一条 港口由市交通局牵头负责。",
    )
    answer = library.answer("老字号补助多少，找哪个部门", on=ON)
    assert answer.refusal is RefusalReason.NOT_IN_LIBRARY
    answer = library.answer("老字号补助多少，找哪个部门，加氢站补贴多少", on=ON)
    assert "500万元" in answer.text
    assert "市交通局" not in answer.text
    assert "▍老字号补助多少，找哪个部门" in answer.text
