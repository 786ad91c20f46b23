"""Few words after one task was shown ask more of it, or of whoever is responsible for it."""

from __future__ import annotations

import pytest

from tests.bot.tasks.talking import Talk, numbers

SUPERVISOR = "u003"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "谁负责",
            "那谁在办？",
            "负责人是谁",
            "责任单位是哪个",
            "哪个部门负责",
            "拖了几天了",
            "逾期多久了",
        ),
        *(
            "什么时候到期",
            "时限是哪天",
            "进展怎么样",
            "到哪一步了",
            "卡在哪",
            "为什么还没办完",
            "协办的是谁",
        ),
        *("依据是什么", "什么时候交办的", "情况呢"),
        *("办结了吗", "完成了没有", "签收了吗", "逾期了没"),
    ],
)
def test_it_is_shown_again_with_all_that_is_known_of_it(talk: Talk, said: str) -> None:
    first = talk.say(SUPERVISOR, "47号任务到哪一步了")
    again = talk.say(SUPERVISOR, said)
    assert first is not None
    assert again is not None
    assert again.text == first.text


def test_what_else_its_owner_owes_is_listed(talk: Talk) -> None:
    talk.say(SUPERVISOR, "47号任务到哪一步了")
    assert numbers(talk.say(SUPERVISOR, "他手上还有啥")) == {"46", "47"}
    talk.say(SUPERVISOR, "47号任务到哪一步了")
    assert numbers(talk.say(SUPERVISOR, "他还有逾期的吗")) == {"47"}


def test_what_happened_to_it_is_told(talk: Talk) -> None:
    talk.say(SUPERVISOR, "47号任务到哪一步了")
    reply = talk.say(SUPERVISOR, "经过呢")
    assert reply is not None
    assert "47号《五大主导产业投资基金组建方案》的经过" in reply.text


@pytest.mark.parametrize("said", ["完成了", "办结了"])
def test_a_report_of_completion_is_still_one(talk: Talk, said: str) -> None:
    talk.say("u017", "47号任务到哪一步了")
    reply = talk.say("u017", said)
    assert reply is not None
    assert reply.intent == "task_complete"


@pytest.mark.parametrize("said", ["产值多少", "电话多少", "谁负责解释"])
def test_what_says_something_of_its_own_is_left_to_others(talk: Talk, said: str) -> None:
    talk.say(SUPERVISOR, "47号任务到哪一步了")
    assert talk.say(SUPERVISOR, said) is None


@pytest.mark.parametrize("said", ["谁负责", "都是哪个部门负责的", "责任人分别是谁"])
def test_after_several_each_is_shown_with_who_is_responsible(talk: Talk, said: str) -> None:
    listed = talk.say(SUPERVISOR, "逾期的任务")
    again = talk.say(SUPERVISOR, said)
    assert again is not None
    assert numbers(again) == numbers(listed)
    assert "赵洋" in again.text


@pytest.mark.parametrize("said", ["什么时候交办的", "他手上还有啥"])
def test_after_a_list_or_something_else_such_words_are_of_no_one_task(
    talk: Talk, said: str
) -> None:
    talk.say(SUPERVISOR, "逾期的任务")
    assert talk.say(SUPERVISOR, said) is None


def test_a_task_pointed_at_by_its_title_is_not_the_list_before(talk: Talk) -> None:
    talk.say(SUPERVISOR, "逾期的任务")
    assert numbers(talk.say(SUPERVISOR, "环评堵点那个任务谁负责")) == {"51"}


@pytest.mark.parametrize(
    ("who", "asked", "said"),
    [
        (SUPERVISOR, "泰兴有逾期的任务没", "没有泰兴市逾期的任务。"),
        (SUPERVISOR, "统计局有没有逾期的任务", "没有市统计局逾期的任务。"),
        (SUPERVISOR, "林丽伟有没有逾期的任务", "没有林丽伟承办的逾期的任务。"),
        ("u015", "我有没有逾期的任务", "没有您承办的逾期的任务。"),
        ("u015", "我们局有没有逾期的任务", "没有您单位逾期的任务。"),
    ],
)
def test_none_found_are_none_of_whoever_was_asked_about(
    talk: Talk, who: str, asked: str, said: str
) -> None:
    reply = talk.say(who, asked)
    assert reply is not None
    assert said in reply.text


@pytest.mark.parametrize("said", ["今天必须交吗", "明天就要交吗", "今天到期吗", "月底前要办完吗"])
def test_whether_it_is_due_that_day_is_asked_of_it(talk: Talk, said: str) -> None:
    first = talk.say(SUPERVISOR, "49号任务到哪一步了")
    again = talk.say(SUPERVISOR, said)
    assert first is not None
    assert again is not None
    assert again.text == first.text


# Late are, in this order, 23, 26, 7, 47, 51 and others.
@pytest.mark.parametrize(
    "said", ["第二个谁负责", "第二项卡在哪", "那第2个呢", "第二条任务呢", "第二个是什么时候到期的"]
)
def test_more_is_asked_of_the_one_in_a_place_of_the_list(talk: Talk, said: str) -> None:
    talk.say(SUPERVISOR, "逾期的任务")
    again = talk.say(SUPERVISOR, said)
    assert again is not None
    assert again.text.startswith("26号《")


def test_a_place_beyond_the_list_is_not_the_task_of_that_number(talk: Talk) -> None:
    talk.say(SUPERVISOR, "哪些还没签收")
    again = talk.say(SUPERVISOR, "第9个谁负责")
    assert again is not None
    assert again.text == "没有您可以查看的第9项任务。"


@pytest.mark.parametrize(
    "said", ["第一产业增速多少", "第一个项目呢", "第三季度呢", "第一条政策是什么"]
)
def test_other_firsts_are_left_to_others(talk: Talk, said: str) -> None:
    talk.say(SUPERVISOR, "逾期的任务")
    assert talk.say(SUPERVISOR, said) is None
