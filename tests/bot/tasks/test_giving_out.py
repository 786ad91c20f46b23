"""A supervisor gives out a task in words; nobody else can, and nothing is made unasked."""

from __future__ import annotations

from bot.messages import Outcome
from bot.tasks.store import TaskStore
from tests.bot.tasks.talking import Talk

WORDS = "新建任务：编制氢能产业规划，科技局负责，发改委协办，12月31日前完成，依据三-1"


def test_a_supervisor_gives_out_a_task_once_it_is_confirmed(talk: Talk, store: TaskStore) -> None:
    before = len(store.all())
    asked = talk.say("u002", WORDS)
    assert asked is not None
    assert "《编制氢能产业规划》" in asked.text
    assert "张丽勇" in asked.text
    assert len(store.all()) == before
    done = talk.say("u002", "确认")
    assert done is not None
    assert done.outcome is Outcome.ANSWERED
    [made] = [task for task in store.all() if task.title == "编制氢能产业规划"]
    assert (made.owner_user_id, made.co_department_codes, str(made.due_on)) == (
        "u009",
        ("FGW",),
        "2019-12-31",
    )
    assert store.history(made.task_no)[0].user_id == "u002"


def test_what_is_missing_is_asked_for_and_taken_from_the_next_message(
    talk: Talk, store: TaskStore
) -> None:
    asked = talk.say("u002", "交办一项任务给发改委：梳理重大项目清单，本月底前")
    assert asked is not None
    assert "依据条款" in asked.text
    talk.say("u002", "依据三-2")
    talk.say("u002", "确认")
    [made] = [task for task in store.all() if task.title == "梳理重大项目清单"]
    assert (made.owner_user_id, str(made.due_on)) == ("u023", "2019-11-30")


def test_an_owner_cannot_give_out_a_task(talk: Talk, store: TaskStore) -> None:
    before = len(store.all())
    refused = talk.say("u007", WORDS)
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED
    talk.say("u007", "确认")
    assert len(store.all()) == before


def test_the_same_title_is_not_given_out_twice(talk: Talk, store: TaskStore) -> None:
    for _ in range(2):
        talk.say("u002", WORDS)
        talk.say("u002", "确认")
    assert sum(task.title == "编制氢能产业规划" for task in store.all()) == 1
