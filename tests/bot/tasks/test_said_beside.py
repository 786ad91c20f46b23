"""What is said beside a proposal: another task to remind of, and an extension without a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.messages import Outcome
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.dialogue.test_working_days import Talk


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(Path(tmp_path_factory.mktemp("city")))


@pytest.mark.parametrize("said", ["48号也催", "还有48号", "48号也一起催一下"])
def test_another_task_beside_a_reminder_is_reminded_of_with_it(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", said)
    talk.say("催一下47号")
    both = talk.say(said)
    assert both.outcome is Outcome.CLARIFY
    assert "47号" in both.text
    assert "48号" in both.text


@pytest.mark.parametrize("said", ["催他", "催一下", "再催催她"])
def test_who_urges_after_nothing_was_shown_is_asked_which(parts: Parts, said: str) -> None:
    asked = Talk(parts, "u002", f"after nothing {said}").say(said)
    assert asked.outcome is Outcome.CLARIFY
    assert "确认吗" not in asked.text


def test_who_urges_all_that_are_late_reminds_of_all(parts: Parts) -> None:
    asked = Talk(parts, "u002", "all late").say("把逾期的都催一下")
    assert "确认吗" in asked.text
    assert "47号" in asked.text


@pytest.mark.parametrize(
    "said", ["让企业抓紧申报", "通知江海公司尽快开工", "要求业主抓紧办手续", "让企业负责人抓紧整改"]
)
def test_nobody_outside_is_reminded_of_a_task(parts: Parts, said: str) -> None:
    assert not Talk(parts, "u002", said).say(said).intent.startswith("task")


@pytest.mark.parametrize("said", ["让47号企业那项抓紧", "让企业服务那项的承办人抓紧"])
def test_a_task_about_companies_is_reminded_of(parts: Parts, said: str) -> None:
    assert Talk(parts, "u002", said).say(said).intent == "task_remind"


def test_a_deadline_is_let_out_in_any_words(parts: Parts) -> None:
    assert "2019-11-30" in Talk(parts, "u002", "let out").say("47号放宽到月底").text
    meeting = Talk(parts, "u002", "meeting").say("会议从25号改到月底")
    assert "确认吗" not in meeting.text


@pytest.mark.parametrize("said", ["这项罗静什么时候能办完", "这个任务怎么是财政局的"])
def test_whose_the_task_just_shown_is_names_no_other(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", said)
    talk.say("47号")
    assert talk.say(said).text.startswith("47号")


@pytest.mark.parametrize("said", ["这份文件到期了吗", "那份文件什么时候到期"])
def test_a_document_is_no_task(parts: Parts, said: str) -> None:
    assert Talk(parts, "u002", said).say(said).intent.startswith("policy")


def test_a_table_of_a_place_is_of_that_place_and_one_urged_after_it_is_its_owner(
    parts: Parts,
) -> None:
    talk = Talk(parts, "u002", "table")
    talk.say("海陵逾期的任务有哪些")
    shown = talk.say("兴化那张表为啥还没签收")
    assert "42号" in shown.text
    assert "刘华" in shown.text
    assert "将对42号" in talk.say("催他").text


@pytest.mark.parametrize(
    ("who", "first", "then", "day"),
    [
        ("u002", "47号给到月底", "那天周六，改成周五", "2019-11-29"),
        ("u009", "21号延到22号", "还是25号吧", "2019-11-25"),
    ],
)
def test_another_day_is_heard_whatever_is_said_before_it(
    parts: Parts, who: str, first: str, then: str, day: str
) -> None:
    talk = Talk(parts, who, then)
    assert "确认吗" in talk.say(first).text
    asked = talk.say(then)
    assert day in asked.text
    assert "确认吗" in asked.text


def test_a_short_yes_is_one(parts: Parts) -> None:
    talk = Talk(parts, "u009", "short yes")
    assert "确认吗" in talk.say("22号延到2019年12月27日").text
    assert talk.say("成").text.startswith("22号")


def test_money_that_is_given_sets_no_deadline(parts: Parts) -> None:
    assert "时限" not in Talk(parts, "u002", "money").say("技改补贴给到30万吗").text


@pytest.mark.parametrize(
    "said",
    [
        "周五的会改到下周一",
        "政策已经宣传了",
        "医保该交的是哪一档",
        "慰问品派送了",
        "快递送了",
        "话传过了",
        "慰问品派送过去了",
    ],
)
def test_what_is_of_no_task_is_taken_for_none(parts: Parts, said: str) -> None:
    assert not Talk(parts, "u003", said).say(said).intent.startswith("task")


def test_a_greeting_names_no_task(parts: Parts) -> None:
    shown = Talk(parts, "u013", "greeting").say("上午好，我名下眼看要交的是哪份")
    assert "27号" in shown.text
    assert "26号" in shown.text


def test_who_counts_their_own_tasks_is_shown_them(parts: Parts) -> None:
    shown = Talk(parts, "u017", "own two").say("我那两项进行到哪一步了")
    assert "46号" in shown.text
    assert "47号" in shown.text


def test_a_table_sent_up_is_reported_done_once_confirmed(parts: Parts) -> None:
    asked = Talk(parts, "u029", "sent up").say("10月份进展表刚传上去了，麻烦销账")
    assert "将对41号" in asked.text
    assert "报办结" in asked.text


def test_a_question_about_another_task_adds_nothing_to_the_reminder(parts: Parts) -> None:
    talk = Talk(parts, "u002", "asked between")
    talk.say("催一下47号")
    assert "将对" not in talk.say("48号到哪一步了").text


@pytest.mark.parametrize("said", ["48号也催", "48号催吧"])
def test_bare_reminding_by_number_is_a_reminder(parts: Parts, said: str) -> None:
    asked = Talk(parts, "u002", f"alone {said}").say(said)
    assert "将对48号" in asked.text


@pytest.mark.parametrize("said", ["48号不催", "谁催的48号", "48号怎么催"])
def test_what_only_asks_or_declines_reminds_of_nothing(parts: Parts, said: str) -> None:
    assert "确认吗" not in Talk(parts, "u002", said).say(said).text


@pytest.mark.parametrize(
    "said", ["能延吗", "还能延吗", "可以延期吗", "能不能延一下", "延一下行不行", "能顺延吗"]
)
def test_an_extension_without_a_day_is_asked_until_when(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u009", said)
    talk.say("21号什么时候到期")
    asked = talk.say(said)
    assert asked.outcome is Outcome.CLARIFY
    assert "21号" in asked.text
    assert "要延到哪一天" in asked.text


@pytest.mark.parametrize("said", ["优惠期能延吗", "这个政策能拖延吗"])
def test_the_extension_of_something_else_is_no_task(parts: Parts, said: str) -> None:
    assert "要延到哪一天" not in Talk(parts, "u009", said).say(said).text


def test_one_of_several_that_wait_can_be_left_out(parts: Parts) -> None:
    talk = Talk(parts, "u002", "left out")
    talk.say("催一下47号、48号和51号")
    rest = talk.say("48号不用催")
    assert rest.outcome is Outcome.CLARIFY
    assert "48号" not in rest.text
    assert "47号" in rest.text
    assert "51号" in rest.text


def test_a_wrong_number_is_put_right_before_it_is_confirmed(parts: Parts) -> None:
    talk = Talk(parts, "u002", "put right")
    talk.say("催一下26号")
    asked = talk.say("打错了，是23号")
    assert "将对23号" in asked.text
    assert "26号" not in asked.text


@pytest.mark.parametrize(
    ("said", "only"), [("让罗静抓紧", "47号"), ("叫科技局赶紧办", "48号"), ("让47号抓紧", "47号")]
)
def test_who_is_to_hurry_is_whom_the_reminder_reaches(parts: Parts, said: str, only: str) -> None:
    asked = Talk(parts, "u002", said).say(said)
    assert f"将对{only}" in asked.text
    assert "、" not in asked.text


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("下周一到期的", "2019-11-18到期"),
        ("下周一到周三到期的任务", "2019-11-18至2019-11-20到期"),
        ("下周五前到期的", "2019-11-15至2019-11-22到期"),
        ("下周到期的", "2019-11-18至2019-11-24到期"),
        ("周五到期的", "2019-11-15到期"),
    ],
)
def test_a_day_of_the_week_is_that_day_and_no_whole_week(parts: Parts, said: str, due: str) -> None:
    assert due in Talk(parts, "u003", said).say(said).text


@pytest.mark.parametrize("said", ["不对，22日", "改到22号", "不对，改到22号", "不是20号，是22号"])
def test_a_day_said_anew_is_another_day_and_no_other_task(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u003", f"another day {said}")
    talk.say("51号时限改到11月20号")
    asked = talk.say(said)
    assert "将把51号" in asked.text
    assert "2019-11-22" in asked.text


@pytest.mark.parametrize("said", ["打错了，是48号", "不是51号，是48号", "不对，22号任务"])
def test_another_task_said_instead_keeps_the_day(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u003", f"another task {said}")
    talk.say("51号时限改到11月20号")
    asked = talk.say(said)
    assert "将把48号" in asked.text or "将把22号" in asked.text
    assert "2019-11-20" in asked.text
    assert "51号" not in asked.text


def test_what_may_be_a_day_or_a_task_is_asked_back_and_no_yes_is_taken(parts: Parts) -> None:
    talk = Talk(parts, "u003", "day or task")
    talk.say("51号时限改到11月20号")
    which = talk.say("不对，22号")
    assert which.outcome is Outcome.CLARIFY
    assert "时限 2019-11-22，还是22号任务" in which.text
    by_label = {choice.label: choice.send for choice in which.choices}
    assert "没有等您确认的事项" in talk.say("确认").text
    for label, says in [("时限 2019-11-22", "将把51号"), ("22号任务", "将把22号")]:
        again = Talk(parts, "u003", f"day or task {label}")
        again.say("51号时限改到11月20号")
        again.say("不对，22号")
        assert says in again.say(by_label[label]).text


@pytest.mark.parametrize(
    ("said", "says"),
    [
        *[(said, "将把51号") for said in ("22日", "是日期", "时限", "11月22号")],
        *[(said, "将把22号") for said in ("22号任务", "我说的是任务")],
        ("48号任务", "将把48号"),
        ("25日", "2019-11-25"),
    ],
)
def test_a_few_words_say_which_of_the_two_is_meant(parts: Parts, said: str, says: str) -> None:
    talk = Talk(parts, "u003", f"which of the two {said}")
    talk.say("51号时限改到11月20号")
    talk.say("不对，22号")
    assert says in talk.say(said).text


@pytest.mark.parametrize("said", ["11月22号到期的", "十一月二十二号到期的任务"])
def test_a_day_of_a_month_is_no_number_of_a_task(parts: Parts, said: str) -> None:
    assert "22号《" not in Talk(parts, "u002", said).say(said).text


@pytest.mark.parametrize(
    "said",
    [
        "48号谁负责，也逾期了吗",
        "还有48号逾期几天了",
        "还有11月22号到期的",
        "48号也是罗静的吗",
        "48号办结了也要催吗",
        "22号也要开会",
    ],
)
def test_what_only_mentions_another_number_is_not_added_to_the_reminder(
    parts: Parts, said: str
) -> None:
    talk = Talk(parts, "u002", f"mentions {said}")
    talk.say("催一下47号")
    assert "将对47号" not in talk.say(said).text


@pytest.mark.parametrize("said", ["48号也不急，只催47号", "48号先别", "除了48号", "就催47"])
def test_who_is_left_out_of_a_reminder_is_not_reminded(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", f"left out {said}")
    talk.say("催一下47号和48号")
    rest = talk.say(said)
    assert "将对47号" in rest.text
    assert "48号" not in rest.text


@pytest.mark.parametrize("said", ["都不用催", "47号不用催", "47号先别催了"])
def test_when_none_is_left_nothing_is_done(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", f"none left {said}")
    talk.say("催一下47号")
    assert "没有做任何改动" in talk.say(said).text
    assert "没有等您确认的事项" in talk.say("确认").text


@pytest.mark.parametrize("said", ["逾期任物有哪些", "愈期的任务有哪些"])
def test_a_slip_that_sounds_the_same_is_read_as_what_was_meant(parts: Parts, said: str) -> None:
    assert "共有10项逾期的任务" in Talk(parts, "u002", said).say(said).text


def test_a_wrong_number_is_put_right_whatever_the_step(parts: Parts) -> None:
    talk = Talk(parts, "u007", "any step")
    talk.say("7号办完了")
    asked = talk.say("不对，是23号")
    assert "将对23号" in asked.text
    assert "报办结" in asked.text


def test_more_tasks_beside_another_step_are_not_taken_along(parts: Parts) -> None:
    talk = Talk(parts, "u007", "no other step")
    talk.say("7号办完了")
    assert "将对" not in talk.say("还有23号").text
