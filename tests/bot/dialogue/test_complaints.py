"""What an enterprise tells of without filing it, and its calls for a person: staff hear of it at
once, and it is a case once it is confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.delivery.model import DeliveryRow
from bot.messages import Outcome
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.dialogue.test_working_days import Talk

ROAD = "我们厂门口的路一下雨就积水三天了没人管"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    yield from demonstration(tmp_path)


def contents(parts: Parts, who: str) -> list[str]:
    person = parts.directory.require(who)
    return [appeal.content for appeal in parts.appeals.service.find(person)]


def test_it_is_told_to_staff_and_filed_only_once_confirmed(parts: Parts) -> None:
    talk = Talk(parts, "e002", "complaint")
    told = talk.say(ROAD)
    assert told.outcome is Outcome.HANDED_OVER
    assert "已转人工，登记编号" in told.text
    assert "还没有登记为直通车诉求" in told.text
    assert ROAD not in contents(parts, "e002")
    filed = talk.say("确认")
    assert "编号 Z2019-001" in filed.text
    assert contents(parts, "e002").count(ROAD) == 1


def test_a_no_files_nothing(parts: Parts) -> None:
    talk = Talk(parts, "e002", "complaint")
    talk.say(ROAD)
    assert "没有做任何改动" in talk.say("算了").text
    assert ROAD not in contents(parts, "e002")


def test_who_has_an_open_case_reads_that_it_may_be_the_one(parts: Parts) -> None:
    told = Talk(parts, "e004", "complaint").say(ROAD)
    assert "办理中的诉求：A2019-032" in told.text


def test_a_call_for_a_person_files_nothing_twice(parts: Parts) -> None:
    talk = Talk(parts, "e002", "complaint")
    talk.say(ROAD)
    talk.say("确认")
    again = talk.say("人工")
    assert "编号 Z2019-001" in again.text
    assert contents(parts, "e002").count(ROAD) == 1
    assert "确认" not in contents(parts, "e002")


def test_a_promise_that_is_refused_is_nothing_to_file(parts: Parts) -> None:
    talk = Talk(parts, "e002", "promise")
    refused = talk.say("你给我打包票，我这个项目肯定能拿到补贴")
    assert "将登记" not in refused.text
    assert contents(parts, "e002") == []


def test_an_officials_complaint_is_told_to_staff_as_before(parts: Parts) -> None:
    told = Talk(parts, "u027", "official").say(ROAD)
    assert "将登记" not in told.text


@pytest.mark.parametrize("call", ["叫你们领导给我回电话", "找领导", "转人工"])
@pytest.mark.parametrize("before", ["泰兴产值多少", "技改补贴有多少", ROAD])
def test_a_call_for_a_person_is_met_at_once_and_files_nothing_unasked(
    parts: Parts, call: str, before: str
) -> None:
    talk = Talk(parts, "e002", "call")
    talk.say(before)
    handed = talk.say(call)
    assert handed.outcome is Outcome.HANDED_OVER
    assert f"并通知了工作人员：“{before}”" in handed.text
    assert "还没有登记为直通车诉求" in handed.text
    assert contents(parts, "e002") == []
    assert "没有做任何改动" in talk.say("不用登记").text
    assert contents(parts, "e002") == []


@pytest.mark.parametrize("yes", ["确认", "登记吧", "行，那就登记一下吧"])
def test_what_was_handed_over_is_filed_when_that_is_confirmed(parts: Parts, yes: str) -> None:
    talk = Talk(parts, "e002", "confirmed")
    talk.say("厂区东门的路灯坏了一排")
    talk.say("转人工")
    assert "编号 Z2019-001" in talk.say(yes).text
    assert contents(parts, "e002") == ["厂区东门的路灯坏了一排"]
    assert "编号 Z2019-001" in talk.say("人工").text
    assert contents(parts, "e002") == ["厂区东门的路灯坏了一排"]


def told_staff(parts: Parts) -> list[str]:
    with parts.sessions() as session:
        kept = session.scalars(sa.select(DeliveryRow).where(DeliveryRow.user_id == "u003")).all()
    return [row.reply["text"] for row in kept if row.reply["intent"] == "handover_notice"]


def test_a_second_call_that_says_more_is_told_to_staff_in_its_words(parts: Parts) -> None:
    talk = Talk(parts, "e002", "twice")
    talk.say("厂区东门的路灯坏了一排")
    talk.say("转人工")
    before = len(told_staff(parts))
    assert "没有做任何改动" in talk.say("不用登记").text
    talk.say("转人工")
    assert len(told_staff(parts)) == before
    talk.say("叫你们领导给我回电话")
    assert len(told_staff(parts)) == before + 1
    assert any("叫你们领导给我回电话" in text for text in told_staff(parts))


@pytest.mark.parametrize("scolding", ["你们到底办不办！！", "你们这效率也太差劲了", "反映十天了"])
def test_who_scolds_reads_how_the_own_case_stands(parts: Parts, scolding: str) -> None:
    talk = Talk(parts, "e005", scolding)
    talk.say("化工今年产值多少")
    assert "A2019-033" in talk.say(scolding).text


def test_who_scolds_without_a_case_is_asked_what_it_is_about(parts: Parts) -> None:
    # The one case of e008 is closed.
    for who in ("e002", "e008"):
        asked = Talk(parts, who, f"scolding {who}").say("你们到底办不办！！")
        assert "请把要反映的事写在一条消息里" in asked.text


def test_nothing_is_said_to_be_urged_where_all_is_closed(parts: Parts) -> None:
    shown = Talk(parts, "e008", "urged").say("催一下")
    assert "A2019-030" in shown.text
    assert "不用另外催办" not in shown.text


@pytest.mark.parametrize(
    ("who", "said", "piece"),
    [
        ("e001", "用电增容那事，哪天必须有个说法", "A2019-031"),
        ("e001", "增容的事不想再等了，撤掉吧", "将对诉求 A2019-031"),
        ("e008", "培育库那件结了没", "A2019-030"),
        ("e004", "用地那事有下文没", "A2019-032"),
        ("e008", "培育库那件不满意", "A2019-030"),
    ],
)
def test_a_case_is_meant_that_is_called_by_what_it_is_about(
    parts: Parts, who: str, said: str, piece: str
) -> None:
    assert piece in Talk(parts, who, said).say(said).text


@pytest.mark.parametrize(
    "said", ["增容的事不处理吗", "增容的事不管了吗", "增容的事一直不处理", "增容的事撤回了吗"]
)
def test_who_complains_or_asks_takes_nothing_back(parts: Parts, said: str) -> None:
    shown = Talk(parts, "e001", said).say(said).text
    assert "A2019-031" in shown
    assert "确认吗" not in shown


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("e001", "用电增容的事，他们说，撤了"),
        ("e008", "对处理结果不服，怎么申请复议"),
        ("e008", "不服，去哪里复议"),
        ("e001", "补一条车道"),
        ("e001", "我们登记三年了"),
    ],
)
def test_what_others_said_or_another_way_is_no_step_of_a_case(
    parts: Parts, who: str, said: str
) -> None:
    assert not Talk(parts, who, said).say(said).intent.startswith("appeal")


def test_what_is_to_be_added_may_begin_with_a_no(parts: Parts) -> None:
    talk = Talk(parts, "e001", "begins with a no")
    talk.say("补充")
    assert "不行，还要补材料" in talk.say("不行，还要补材料").text


@pytest.mark.parametrize("said", ["用电的问题有什么政策", "高新技术企业申请的事怎么办理"])
def test_a_question_of_policy_is_of_no_case(parts: Parts, said: str) -> None:
    assert "A2019-031" not in Talk(parts, "e001", said).say(said).text


def test_one_more_sentence_is_added_and_a_no_with_its_reason_leaves_all(parts: Parts) -> None:
    talk = Talk(parts, "e001", "one more")
    asked = talk.say("补一句：变压器厂家下周就要定货")
    assert "确认吗" in asked.text
    assert "没有做任何改动" in talk.say("等等，我再想想").text
    talk.say("补一句：变压器厂家下周就要定货")
    assert "补充" in talk.say("好的提交").text


def test_a_call_before_which_nothing_was_said_is_told_and_asked_what_it_is_about(
    parts: Parts,
) -> None:
    talk = Talk(parts, "e002", "bare call")
    handed = talk.say("人工")
    assert "并通知了工作人员：“要求人工服务，未写明内容”" in handed.text
    assert "请把要反映的事写在一条消息里" in handed.text
    assert "没有等您确认的事项" in talk.say("确认").text
    assert contents(parts, "e002") == []
