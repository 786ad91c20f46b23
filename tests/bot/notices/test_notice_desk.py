"""What is said of a notice: what was read, whether it is held, how it stands; never more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import NoticesBusy
from bot.messages import Outcome
from bot.notices import NoticeDesk
from bot.serving.page_services import PageServices
from bot.settings import load_settings
from bot.web import Asked
from bot.wiring import Parts
from retrieval.notices import reading_apart
from retrieval.notices.notice import Notice
from tests.retrieval.notices.flats import LINES

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
TEXT = "\n".join(LINES)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Parts]:
    settings = load_settings(data_dir=tmp_path, retrieval={"model": "hashing"})
    parts = Parts(settings, clock=ManualClock(NOW))
    file = tmp_path / "办法.txt"
    file.write_text(TEXT, "utf-8")
    parts.library.ingest(file)
    yield parts
    parts.stop()


def test_what_is_held_is_named_with_its_validity_and_quoted_from_the_library(city: Parts) -> None:
    reply = city.notices.answer(TEXT.encode())
    assert reply.outcome is Outcome.ANSWERED
    assert "文件库里有《泰州市人才公寓管理办法》（泰政规〔2015〕1号），文号相同" in reply.text
    assert reply.citations[0].url.startswith("/documents/")
    assert reply.citations[0].quote in TEXT
    assert [choice.label for choice in reply.choices] == ["还有效吗", "成文日期"]


def test_what_differs_from_the_library_is_said(city: Parts) -> None:
    reply = city.notices.answer(TEXT.replace("2015年9月1日", "2016年9月1日").encode())
    assert "成文日期与库里的不同" in reply.text


def test_what_is_not_held_gets_no_statement_of_what_it_means(city: Parts) -> None:
    strange = "某市关于做好某项工作的通知\n某政发〔2024〕99号\n\n一、按期完成某项全新的工作。\n"
    reply = city.notices.answer(strange.encode())
    assert reply.outcome is Outcome.ANSWERED_WITH_GAP
    assert "某政发〔2024〕99号" in reply.text
    assert "文件库里没有找到" in reply.text
    assert reply.citations == ()
    assert [choice.send for choice in reply.choices] == ["转人工"]


def test_what_cannot_be_read_is_said_plainly(city: Parts) -> None:
    reply = city.notices.answer(b"\xff\xd8\xff\xe0" + b"\0" * 50)
    assert reply.outcome is Outcome.REFUSED
    assert reply.text.startswith("这份文件没有读成：图片打不开，可能已损坏。")


def test_nothing_of_the_file_is_kept_but_the_answer(city: Parts, tmp_path: Path) -> None:
    secret = "张三的住址不应留下来也不应出现在任何地方"
    asked = Asked("〔发来文件〕通知.txt", "c1", None, (), "m1")
    result = PageServices(city).read_file(asked, f"{TEXT}\n{secret}。\n".encode())
    assert result.reply.outcome is Outcome.ANSWERED
    city.stop()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert secret.encode() not in kept


def test_a_follow_up_knows_which_document_was_shown(city: Parts) -> None:
    services = PageServices(city)
    services.read_file(Asked("〔发来文件〕通知.txt", "c1", None, (), "m1"), TEXT.encode())
    reply = services.ask(Asked("它还有效吗？", "c1", None, (), "m2")).reply
    assert "《泰州市人才公寓管理办法》" in reply.text


def test_while_many_wait_another_is_told_to_come_back(
    city: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    def held(_content: bytes, *, timeout_s: float) -> Notice:
        assert timeout_s > 0
        begun.release()
        go_on.wait(60)
        return Notice(
            title="某通知",
            document_number=None,
            issuer=None,
            issued_on=None,
            sentences=(),
            is_recognised=False,
        )

    monkeypatch.setattr(reading_apart, "read_apart", held)
    desk: NoticeDesk = city.notices
    waiting = [threading.Thread(target=desk.answer, args=(b"x",)) for _ in range(3)]
    for thread in waiting:
        thread.start()
    begun.acquire(timeout=60)
    while desk.waiting < len(waiting):
        threading.Event().wait(0.01)
    with pytest.raises(NoticesBusy):
        desk.answer(b"x")
    go_on.set()
    for thread in waiting:
        thread.join(60)
    assert desk.answer(b"x").outcome is Outcome.ANSWERED_WITH_GAP
