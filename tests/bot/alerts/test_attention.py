"""今天有什么要关注的: what shows a light and is the person's to look at, and nothing of others."""

from __future__ import annotations

import pytest

from bot.alerts.assess import AlertRules
from bot.alerts.attention import TOLD, Attention
from bot.alerts.raised import RaisedAlerts
from bot.alerts.task_concerns import TaskConcerns
from bot.dialogue.skills.attention import asks_what_needs_attention
from bot.tasks import Change, WorkingDays
from bot.tasks.transition import Action
from tests.bot.alerts.city import City
from tests.bot.alerts.test_who_left import live_through


def shown_to(city: City, user_id: str) -> str:
    attention = Attention(
        {
            "任务": TaskConcerns(city.sessions, city.directory, AlertRules()),
            "直通车诉求": city.appeals.concerns,
        },
        city.directory,
        city.tasks,
        RaisedAlerts(city.sessions),
        WorkingDays(city.sessions),
        city.clock,
    )
    return attention.reply(city.directory.require(user_id)).text


def test_a_leader_sees_what_those_below_owe_the_worst_first(city: City) -> None:
    city.take_in_appeals()
    text = shown_to(city, "u001")
    lines = text.splitlines()
    assert lines[0] == "截至2019-11-15，要您关注的共20项。"
    assert lines[1] == "已逾期的任务10项："
    assert lines[2].startswith("- 23号《")
    for piece in (
        "今天到期的任务1项：\n- 49号《",
        "临近到期的任务4项：",
        "已逾期的直通车诉求3项：",
    ):
        assert piece in text
    # Reported done: no longer owed by its owner, and nothing for a leader to review.
    assert "17号《" not in text


def test_an_owner_sees_their_own_alone(city: City) -> None:
    city.take_in_appeals()
    text = shown_to(city, "u007")
    for number in (7, 18, 23, 24, 25):
        assert f"- {number}号《" in text
    for number in (26, 49, 41):
        assert f"- {number}号《" not in text
    assert "诉求 A2019" not in text


def test_a_supervisor_sees_what_waits_for_review(city: City) -> None:
    assert "等待审核销号的任务1项：\n- 17号《" in shown_to(city, "u002")


def test_who_owes_nothing_hears_so(city: City) -> None:
    assert "没有要您现在关注的" in shown_to(city, "u019")


def test_what_climbed_to_a_leader_is_marked(city: City) -> None:
    assert TOLD not in shown_to(city, "u012")
    live_through(city, 15, 18)
    line = next(one for one in shown_to(city, "u012").splitlines() if "26号《" in one)
    assert line.endswith(TOLD)
    city.do("u013", Change(Action.REPORT_COMPLETION, "26"))
    assert "26号《" not in shown_to(city, "u012")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "今天有什么要关注的",
            "今天有啥事",
            "有什么要注意的",
            "我今天有什么事",
            "今天要盯哪些",
            "现在有什么急事",
            "昨晚没看手机，要紧的先说",
            "急的先报一下",
            "赶着开会，要紧的先说",
        ),
        *(
            "最近有什么要关注的",
            "我的待办",
            "有没有需要我处理的",
            "今天有什么需要注意的事项",
            "这两天有啥事",
        ),
    ],
)
def test_it_is_asked_for_in_many_words(text: str) -> None:
    assert asks_what_needs_attention(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "今天有什么任务",
            "今天要办什么",
            "有什么政策",
            "今天有什么新闻",
            "产值要关注什么",
            "申报有什么要注意的",
        ),
        *(
            "需要注意什么",
            "我要办",
            "要处理",
            "今天要交什么",
            "有什么补贴",
            "我要办营业执照",
            "怎么处理",
        ),
        # Of something that is named before.
        *("产值的事，要紧的先说", "这个政策，重要的说一下", "会议纪要，重要的列出来"),
    ],
)
def test_what_asks_for_something_of_its_own_is_left_to_others(text: str) -> None:
    assert not asks_what_needs_attention(text)
