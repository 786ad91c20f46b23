"""What the console says in words: clauses, the columns of an import, channels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import bot.channels
import bot.demo
from bot.console.messages_wording import OTHER_REASON, reason
from bot.delivery import Receipt
from bot.errors import ChannelUnavailable, DeliveryError, ReceiptLost, RecipientUnreachable
from bot.messages import Outcome, Recipient, Reply
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.web.console import ADMIN, console_client

ORGANISATION = Path(bot.demo.__file__).parent / "organisation"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(tmp_path_factory.mktemp("city"))


def test_the_clause_that_a_task_rests_on_is_named_in_words(city: Parts) -> None:
    page = console_client(city).get("/console/tasks/no/24", params={"user": ADMIN}).text
    assert "第四部分(一)" in page
    assert "四-(一)" not in page


@pytest.mark.parametrize(
    ("kind", "sample"),
    [
        ("tasks", "tasks.csv"),
        ("people", "departments.csv"),
        ("people", "people.csv"),
    ],
)
def test_the_page_of_an_import_says_what_belongs_in_each_column(
    city: Parts, kind: str, sample: str
) -> None:
    page = console_client(city).get(f"/console/{kind}/import", params={"user": ADMIN}).text
    columns = (ORGANISATION / sample).read_text("utf-8-sig").splitlines()[0].split(",")
    assert [one for one in columns if not re.search(rf"\b{one} [\u4e00-\u9fff]", page)] == []


def test_the_page_of_the_calendars_import_says_what_belongs_in_each_column(city: Parts) -> None:
    page = console_client(city).get("/console/calendar/import", params={"user": ADMIN}).text
    for column in ("date", "is_workday", "name"):
        assert re.search(rf"\b{column} [\u4e00-\u9fff]", page)


def test_messages_of_every_channel_can_be_looked_for(city: Parts) -> None:
    page = console_client(city).get("/console/messages", params={"user": ADMIN}).text
    folders = Path(bot.channels.__file__).parent.glob("*/channel.py")
    names = [folder.parent.name for folder in folders]
    assert "wecom_robot" in names
    assert [name for name in names if f'<option value="{name}"' not in page] == []


@pytest.mark.parametrize(
    ("failure", "promise", "warning"),
    [
        (ReceiptLost("没有回执"), "", "重新发送可能让对方多收到一条"),
        (ChannelUnavailable("没有连上"), "不会再送一遍", ""),
    ],
)
def test_whoever_sends_a_message_again_knows_whether_it_may_be_one_more_copy(
    failure: DeliveryError,
    promise: str,
    warning: str,
    city: Parts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_account: str, _reply: Reply, *, key: str) -> Receipt:
        del key
        raise failure

    monkeypatch.setattr(city.senders["web"], "send", fail)
    monkeypatch.setattr("bot.delivery.limits.Backoff.next_try_s", lambda *_: None)
    city.launch()
    key = f"task:1:event:{type(failure).__name__}"
    reply = Reply(intent="x", text="请签收", outcome=Outcome.ANSWERED)
    city.delivery.deliver([Recipient(channel="web", account="u007")], reply, key=key)
    city.work.wait(f"deliver:{key}:0:1", 60)
    client = console_client(city)
    one = client.get("/console/messages/one", params={"user": ADMIN, "key": key}).text
    assert (promise or warning) in one
    assert ("不会再送一遍" in one, "多收到一条" in one) == (bool(promise), bool(warning))
    listed = client.get("/console/messages", params={"user": ADMIN, "q": key}).text
    assert ("对方可能已经收到" in listed) == bool(warning)


def test_every_error_of_a_channel_has_its_reason_in_words() -> None:
    for module in walk_packages(bot.channels.__path__, "bot.channels."):
        import_module(module.name)
    classes, unnamed = [DeliveryError], []
    for one in classes:
        classes.extend(one.__subclasses__())
        if one.__module__.startswith("bot.") and reason(one.__name__) == OTHER_REASON:
            unnamed.append(one.__name__)
    assert unnamed == []


def test_a_message_without_any_account_is_not_promised_to_be_sent_again(city: Parts) -> None:
    key = "digest:u007:without-an-account"
    reply = Reply(intent="x", text="请签收", outcome=Outcome.ANSWERED)
    city.delivery.deliver([], reply, key=key, user_id="u007")
    page = console_client(city).get("/console/messages/one", params={"user": ADMIN, "key": key})
    assert "收件人有了可用的账号以后" in page.text
    assert "不会再送一遍" not in page.text


def test_an_answer_to_an_account_names_the_account(city: Parts) -> None:
    key = "telegram:one:answer"
    reply = Reply(intent="x", text="答复", outcome=Outcome.ANSWERED)
    with city.sessions.begin() as session:
        city.delivery.keep(session, [Recipient(channel="web", account="-1001")], reply, key=key)
    client = console_client(city)
    page = client.get("/console/messages/one", params={"user": ADMIN, "key": key}).text
    assert "<h1>答复</h1>" in page
    assert "网页 -1001" in page
    assert "账号的答复" not in client.get("/console/messages", params={"user": ADMIN}).text


def test_where_everybody_can_be_reached_nobody_is_said_to_lack_an_account(city: Parts) -> None:
    page = console_client(city).get("/console/messages/unreachable", params={"user": ADMIN}).text
    assert "每一位工作人员都有可用的账号" in page
    assert "没有任何可用的账号" not in page


def test_a_message_that_was_refused_after_a_lost_receipt_may_still_have_arrived(
    city: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[DeliveryError] = [ReceiptLost("没有回执"), RecipientUnreachable("地址用过了")]

    def fail(_account: str, _reply: Reply, *, key: str) -> Receipt:
        del key
        raise failures.pop(0)

    monkeypatch.setattr(city.senders["web"], "send", fail)
    monkeypatch.setattr("bot.delivery.limits.Backoff.next_try_s", lambda *_: 0.0)
    city.launch()
    key = "task:1:event:refused-after-a-lost-receipt"
    reply = Reply(intent="x", text="请签收", outcome=Outcome.ANSWERED)
    city.delivery.deliver([Recipient(channel="web", account="u007")], reply, key=key)
    city.work.wait(f"deliver:{key}:0:1", 60)
    city.work.wait(f"deliver:{key}:0:2", 60)
    client = console_client(city)
    listed = client.get("/console/messages", params={"user": ADMIN, "q": key}).text
    assert "未送达" in listed
    assert "对方可能已经收到" in listed
    one = client.get("/console/messages/one", params={"user": ADMIN, "key": key}).text
    assert "多收到一条" in one
    assert "渠道说这个账号收不到消息" in one
