"""A no to what was proposed, with what is said beside it."""

from __future__ import annotations

import pytest

from bot.tasks.denying import denies


@pytest.mark.parametrize(
    "said",
    [
        "算了",
        "哎不对，还没弄好，别报",
        "先等等，数还要核一遍",
        "算了，维持原来的",
        "说说气话，别撤",
        "等一下，我再想想",
        "别报，还没盖章",
        "唉，先不催了",
        "算了不催了，他在出差",
        "不急，先别催",
        "算了，就这样",
        "好，先不催了",
        "成，不过先别催",
        "不行，还要再核一下数据",
    ],
)
def test_a_no_is_heard_with_what_it_is_said_for(said: str) -> None:
    assert denies(said)


@pytest.mark.parametrize(
    "said",
    [
        "好的",
        "不行，退回去，附件没交",
        "等下，先退回去补附件",
        "不，改到下周五",
        "不对，22号",
        "打错了，是23号",
        "不对，我说错了，应该是南门",
        "算了，帮我查产值",
        "还没弄好",
        "数还要核一遍",
        "为什么不报？",
        "不对，他改成南门了",
        "他在出差",
        "算了，再看看47号",
        "算了，再查一下产值",
        "算了，没办的有哪些",
        "算了，没办完的",
        "算了，他的任务有哪些",
        "不对，48号还没交",
        "好，别忘了催48号",
        "不行，好吧",
    ],
)
def test_what_says_something_else_is_no_mere_no(said: str) -> None:
    assert not denies(said)
