"""What a link means after its document has changed; real library, real pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from bot.dialogue.links import holds_marked, quote_mark
from bot.dialogue.plan_clauses import reply_citation
from bot.library.pages import document_page
from bot.web.cited_text import CitedText, Standing, cited_text
from retrieval import LibrarySettings, PolicyLibrary
from tests.databases import database_at

ON = date(2019, 11, 15)
RULES = """泰州市人民政府关于印发扶持企业发展办法的通知
泰政规〔2018〕3号
各市（区）人民政府：
现印发给你们，请遵照执行。
泰州市人民政府
2018年3月1日
扶持企业发展办法
第一条 对符合条件的企业，给予最高20万元补助。补助一次付清。
第二条 申请材料不全的，不予受理。
第三条 本办法自2018年4月1日起施行。
"""
FIRST = "第一条#s1"
Reading = Callable[[str, str], CitedText]


@pytest.fixture
def read_again(tmp_path: Path) -> Reading:
    """Cite an address of `RULES`, put another text in the same file, and open the old link."""
    engine = create_engine(database_at(tmp_path))
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    path = tmp_path / "rules.txt"

    def read(address: str, later: str) -> CitedText:
        path.write_text(RULES, "utf-8")
        document_id = library.ingest(path).document_id
        assert document_id is not None
        cited = library.cite(document_id, address, on=ON)
        assert cited is not None
        link = urlsplit(reply_citation(cited, "").url)
        path.write_text(later, "utf-8")
        assert library.ingest(path).document_id == document_id
        page = document_page(library, link.path.removeprefix("/documents/"), ON)
        assert page is not None
        query = parse_qs(link.query)
        return cited_text(page, query["clause"][0], query["mark"][0])

    return read


@pytest.mark.parametrize("address", [FIRST, "第一条", "第二条"])
def test_a_link_holds_while_its_text_holds(read_again: Reading, address: str) -> None:
    again = read_again(address, RULES.replace("2018年4月1日起", "2018年5月1日起"))
    assert again.standing is Standing.SAME
    assert again.sentences[0].address.startswith(address)


def test_a_text_that_has_moved_is_found_where_it_is_now(read_again: Reading) -> None:
    inserted = RULES.replace("第二条 ", "第三条 ").replace("第三条 本", "第四条 本")
    inserted = inserted.replace("第一条 ", "第一条 企业应当如实申报。\n第二条 ")
    again = read_again(FIRST, inserted)
    assert again.standing is Standing.MOVED
    (sentence,) = again.sentences
    assert sentence.address == "第二条#s1"
    assert "20万元" in sentence.text


def test_a_text_that_has_changed_is_said_to_have_changed(read_again: Reading) -> None:
    again = read_again(FIRST, RULES.replace("20万元", "50万元"))
    assert again.standing is Standing.CHANGED
    assert "50万元" in again.sentences[0].text


def test_a_text_that_is_gone_is_said_to_be_gone(read_again: Reading) -> None:
    again = read_again("第三条#s1", RULES.split("第三条")[0])
    assert (again.standing, again.sentences) == (Standing.MISSING, ())


TEXT = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@given(TEXT, st.text(), st.text())
def test_a_mark_finds_its_text_inside_another_whatever_the_white_space(
    quoted: str, before: str, after: str
) -> None:
    mark = quote_mark(quoted)
    assert holds_marked(f"{before}\n{quoted}\n{after}", mark)


@pytest.mark.parametrize("mark", ["", "-", "0-", "5", "x-12", "9999999-ab", "4-zz", "²-a"])
def test_what_is_no_mark_finds_nothing(mark: str) -> None:
    assert not holds_marked("对符合条件的企业", mark)
