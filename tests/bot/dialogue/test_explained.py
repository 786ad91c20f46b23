"""How a figure was got is told in chat: query, statement and rows, with the asker's rights."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.dialogue.skills.explained import asks_how
from bot.identity import GUEST
from bot.messages import Outcome, Reply
from bot.serving.conversing import converse
from bot.wiring import Parts
from tests.bot.demonstration import demonstration


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(tmp_path_factory.mktemp("city"))


def said(city: Parts, *texts: str, user: str | None = "u002") -> Reply:
    person = city.directory.require(user) if user else GUEST
    replies = [
        converse(city, text, person=person, conversation=f"{user}{texts}", channel="web")[0]
        for text in texts
    ]
    return replies[-1]


@pytest.mark.parametrize(
    "text", ["这个数怎么查出来的", "怎么来的", "查询语句是什么", "看看原始数据", "列一下SQL"]
)
def test_it_is_recognised(text: str) -> None:
    assert asks_how(text)


@pytest.mark.parametrize("text", ["产值多少", "数据谁报的", "口径怎么算", "企业怎么申报"])
def test_other_questions_are_not_taken(text: str) -> None:
    assert not asks_how(text)


def test_query_statement_and_rows_are_shown(city: Parts) -> None:
    reply = said(city, "1到10月五大产业产值多少", "这个数怎么查出来的")
    assert "查2019年1—10月全市五大主导产业的产值" in reply.text
    assert "FROM fact_monthly WHERE" in reply.text
    assert "'indicator_code_1_1': 'M01'" in reply.text
    assert reply.table is not None
    assert any("3657.33" in row for row in reply.table.rows)


def test_a_guest_sees_published_rows_and_no_statement(city: Parts) -> None:
    reply = said(city, "1到10月五大产业产值多少", "查询语句是什么", user=None)
    assert "SELECT" not in reply.text
    assert reply.table is not None


def test_what_may_not_be_seen_is_not_explained_either(city: Parts) -> None:
    reply = said(city, "在建项目有几个", "看看原始数据", user=None)
    assert reply.outcome is Outcome.REFUSED
    assert reply.table is None


def test_it_is_in_the_audit_log(city: Parts) -> None:
    said(city, "10月产值多少", "原始数据")
    newest = city.figure_audit.read(None, limit=1)[0]
    assert (newest.question, newest.reason) == ("原始数据", "explained")
    assert newest.rows_read > 0
