"""What documents state about others: repeals and amendments in the wordings of the field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import means
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse

TITLE = "某市人民政府关于修改《某市甲办法》的决定"


def effects(text: str, title: str = TITLE) -> list[Effect]:
    return list(read_effects(text, parse(text), title))


def ended(text: str, title: str = "某市乙办法") -> list[tuple[str | None, str | None, str | None]]:
    found = [e for e in effects(text, title) if e.kind is ChangeKind.REPEALED]
    return [(e.title, e.number, e.on.isoformat() if e.on else None) for e in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "第九条 《甲办法》（某政发〔2010〕1号）同时废止。",
            [("甲办法", "某政发〔2010〕1号", None)],
        ),
        (
            "第九条 本办法自2016年7月1日起施行，《甲办法》同时废止。",
            [("甲办法", None, "2016-07-01")],
        ),
        (
            "第九条 某政发〔2010〕1号文件自2020年1月1日起废止。",
            [(None, "某政发〔2010〕1号", "2020-01-01")],
        ),
        (
            "第九条 2001年市政府令第3号发布的《甲办法》、2004年发布的《丙丙规定》同时废止。",
            [("甲办法", "市政府令第3号", None), ("丙丙规定", None, None)],
        ),
        ("决定废止《甲办法》《丙丙规定》。", [("甲办法", None, None), ("丙丙规定", None, None)]),
        (
            "决定废止下列2件规范性文件：\n1.《甲办法》（某政发〔2010〕1号）\n"
            "2.某市人民政府关于丙工作的意见（某政发〔2011〕2号）\n本决定自公布之日起施行。",
            [
                ("甲办法", "某政发〔2010〕1号", None),
                ("某市人民政府关于丙工作的意见", "某政发〔2011〕2号", None),
            ],
        ),
        (
            "附件：废止的规范性文件目录\n序号 ｜ 文件名称 ｜ 文号\n"
            "1 ｜ 关于丙工作的意见 ｜ 某政发〔2011〕2号",
            [("关于丙工作的意见", "某政发〔2011〕2号", None)],
        ),
        (
            "第九条 自2004年1月1日起施行的《甲办法》同时废止。",
            [("甲办法", None, None)],
        ),
        ("《甲办法》继续有效，不予废止。", []),
        ("《甲办法》与本办法不一致的，以本办法为准。", []),
        ("申请人提交的《居住证》自动失效。", []),
        ("《租赁合同》作废。", []),
        ("根据《关于废止部分文件的决定》，制定本办法。", []),
        ("继续有效的文件目录\n1.《甲办法》（某政发〔2010〕1号）", []),
    ],
)
def test_repeals_are_read_in_every_wording_and_nowhere_else(
    text: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert ended(text) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "clause", "words", "new_words"),
    [
        ("一、将第三条修改为：“新文。”", "clause_replaced", "第三条", None, "新文。"),
        ("一、第三条第二款修改为“新文”。", "clause_replaced", "第三条第二款", None, "新文"),
        ("一、将第十二条第三项修改为：“新。”", "clause_replaced", "第十二条第(三)项", None, "新。"),
        ("一、将第三条中的“甲”修改为“乙”。", "words_replaced", "第三条", "甲", "乙"),
        ("一、第三部分第（二）条中“甲”改为“乙”。", "words_replaced", "三-(二)", "甲", "乙"),
        ("一、删去第五条。", "clause_deleted", "第五条", None, None),
        ("一、第五条予以删除。", "clause_deleted", "第五条", None, None),
        ("一、删去第五条中的“甲”。", "words_replaced", "第五条", "甲", ""),
        ("一、将文中“甲局”统一修改为“乙局”。", "words_replaced", None, "甲局", "乙局"),
        ("一、增加一条，作为第九条：“新条。”", "clause_added", "第九条", None, "新条。"),
    ],
)
def test_amendments_are_read_clause_by_clause(
    sentence: str, kind: str, clause: str | None, words: str | None, new_words: str | None
) -> None:
    (found,) = effects(sentence)
    assert found.title == "某市甲办法"
    assert (found.kind.value, found.clause) == (kind, clause)
    assert (found.words, found.new_words) == (words, new_words)
    assert found.address == "一#s1"
    assert found.quote == sentence


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "第七条 本办法自2023年11月1日起施行。《某市甲规定》（某政规〔2010〕3号）"
            "第六条、第九条同时废止。",
            [("某市甲规定", "第六条", None), ("某市甲规定", "第九条", None)],
        ),
        ("决定废止《某市甲规定》第六条。", [("某市甲规定", "第六条", None)]),
        ("停止执行《某市甲规定》第二条第三款。", [("某市甲规定", "第二条第三款", None)]),
        (
            "《某市甲规定》第六条自2024年1月1日起停止执行。",
            [("某市甲规定", "第六条", "2024-01-01")],
        ),
        ("《某市丙规定》、《某市甲规定》第六条同时废止。", [("某市甲规定", "第六条", None)]),
        ("根据《某市丙规定》，删去《某市甲规定》第六条。", [("某市甲规定", "第六条", None)]),
        (
            "废止下列文件的部分条款：\n1.《某市甲规定》（某政规〔2010〕3号）第六条",
            [("某市甲规定", "第六条", None)],
        ),
        ("依据《某市甲规定》第六条规定作废。", []),
        ("废止《某市甲规定》中有关收费的规定。", []),
    ],
)
def test_a_repeal_of_single_clauses_ends_these_and_not_their_document(
    sentence: str, expected: list[tuple[str, str, str | None]]
) -> None:
    found = effects(sentence, "某市乙办法")
    assert [
        (e.title, e.clause, e.on.isoformat() if e.on else None)
        for e in found
        if e.kind is ChangeKind.CLAUSE_DELETED
    ] == expected
    assert not any(e.kind is ChangeKind.REPEALED and e.title == "某市甲规定" for e in found)


def test_new_text_of_several_paragraphs_is_kept_whole() -> None:
    (found,) = effects("一、将第三条修改为：“第一段；甲。\n“第二段。”\n二、其他。")
    assert found.new_words == "第一段；甲。\n第二段。"


def test_several_documents_are_amended_one_after_the_other() -> None:
    text = (
        "决定对下列文件作出修改：\n一、《某市甲办法》（某政规〔2019〕3号）\n1.删去第五条、第六条第二款。\n"
        "二、《某市乙办法》（某政规〔2020〕4号）\n1.删去第七条。"
    )
    found = [(e.number, e.clause) for e in effects(text, "关于修改部分规范性文件的决定")]
    assert found == [
        ("某政规〔2019〕3号", "第五条"),
        ("某政规〔2019〕3号", "第六条第二款"),
        ("某政规〔2020〕4号", "第七条"),
    ]


def test_a_change_of_something_unnamed_is_no_statement() -> None:
    assert effects("一、将第三条修改为：“新文。”", "某市某某通知") == []


@pytest.mark.parametrize(
    ("named", "address", "is_meant"),
    [
        ("第八条", "第八条#s2", True),
        ("第八条", "第八条第二款#s1", True),
        ("第八条", "第八条第(一)项", True),
        ("第八条", "第十八条#s1", False),
        ("第八条第一款", "第八条#s1", True),
        ("第八条第二款", "第八条第一款#s1", False),
        ("第八条第一款", "第八条第一款#s2", True),
        ("第八条第一款", "第八条第一款第(二)项#s1", True),
        ("第八条第一款", "第八条第(二)项#s1", True),
        ("第八条第一款", "第八条第二款#s1", False),
        ("第八条第一款", "第八条第三款第(一)项#s1", False),
        ("第八条第一款第(二)项", "第八条第二款第(二)项#s1", False),
        ("第十二条第(三)项", "第十二条第（三）项", True),
        ("三-6", "三-6#s7", True),
        ("三-6", "三-61#s1", False),
        ("第三条", "三-2#s1", True),
    ],
)
def test_a_named_clause_means_its_addresses(named: str, address: str, is_meant: bool) -> None:
    assert means(named, address) is is_meant


PIECES = [
    *("《甲办法》", "（某政发〔2010〕1号）", "第三条", "修改为", "“", "”", "删去", "废止", "同时"),
    *(
        "决定",
        "下列",
        "件",
        "。",
        "；",
        "\n",
        "、",
        "一、",
        "增加一条，作为",
        "⟦0⟧",
        "⟪1⟫",
        "《",
        "》",
    ),
]


@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text()))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for effect in effects(text, "关于修改《甲办法》的决定"):
        assert effect.title or effect.number


@pytest.mark.parametrize(
    "sentence",
    [
        "《某市奖励办法》未被废止。",
        "《某市奖励办法》不得废止。",
        "拟废止《某市奖励办法》。",
        "对违反《某市奖励办法》的行为，许可证作废。",
        "依照《某市奖励办法》取得的证书自2020年1月1日起失效。",
        "《某市奖励办法》中有关规定同时废止。",
        "《某市奖励办法》施行后，原有政策同时废止。",
        "依据《某市奖励办法》，现予以废止。",
        "各地开展清理，《某市奖励办法》及时废止。",
    ],
)
def test_what_ends_something_else_ends_no_document(sentence: str) -> None:
    assert not ended(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "《某市奖励办法》（某政规〔2010〕1号）同时废止。",
        "《某市奖励办法》自本办法施行之日起废止。",
        "经全面清理，决定废止《某市奖励办法》。",
        "经清理，《某市奖励办法》等3件规范性文件予以废止。",
        "《某市奖励办法》，自2020年1月1日起一律废止。",
        "《某市奖励办法》（某政规〔2010〕1号）自同日起废止。",
    ],
)
def test_a_document_is_ended_in_each_of_these_words(sentence: str) -> None:
    assert [title for title, _, _ in ended(sentence)] == ["某市奖励办法"]


def test_fifty_thousand_unclosed_quotations_and_titles_are_read() -> None:
    quotations = "一、将第二条修改为" + "“某某" * 50_000
    assert not read_effects(quotations, parse(quotations), "关于修改《某办法》的决定")
    titles = "一、" + "《某某办法》、" * 20_000 + "同时废止。"
    (one,) = read_effects(titles, parse(titles), "决定")
    assert one.title == "某某办法"
