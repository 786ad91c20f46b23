"""A no to what was proposed, with what is said beside it."""

from __future__ import annotations

import pytest

from bot.consent import agrees, denies


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
        "不撤了，还没好",
        "还没好，不撤了",
        "不撤，还没结果",
        "不催了，已经在办了",
        "不用了谢谢",
        "谢谢，不必了",
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


@pytest.mark.parametrize(
    "said",
    [
        "算啦不延了按时办",
        "不用了他说快了",
        "算了不报了",
        "您好，先不催了",
        "不报了还没弄好",
        "先别催再等等",
        "不撤了还没好",
        "不撤了还没解决",
        "不撤了问题还在",
        "不催了我自己打电话",
        "没好不撤",
    ],
)
def test_a_no_dictated_without_marks_is_heard(said: str) -> None:
    assert denies(said)


@pytest.mark.parametrize(
    "said",
    [
        "没必要催了",
        "不想撤了",
        "不能报",
        "暂不撤回",
        "千万别",
        "用不着",
        "不同意",
        "免了",
        "还是算了吧",
        "不补充了",
        "不转给他了",
        "延期不申请了",
        "撤回就不用了",
        "催办先不要",
        "我没说要撤",
        "谁让你撤了",
        "撤什么撤",
        "不是这个意思",
        "我只是问问",
    ],
)
def test_a_no_in_other_words_is_heard(said: str) -> None:
    assert denies(said)
    assert not agrees(said, "撤[回销掉]?|催办?|转办?|上?报")


@pytest.mark.parametrize(
    "said",
    [
        "我再想想",
        "先放一放吧",
        "缓一缓",
        "过几天再说",
        "等我问问领导",
        "让我考虑考虑",
        "稍等",
        "明天再说",
    ],
)
def test_who_puts_it_off_has_not_agreed(said: str) -> None:
    assert denies(said)


@pytest.mark.parametrize(
    "said",
    [
        "明天",
        "再催一下",
        "不能报？",
        "不能撤回怎么办",
        "没催过",
        "不好意思",
        "停工了",
        "不办了转给张三",
        "不撤了改成补充",
        "等等，改到周五",
        "先放着，47号催一下",
        "不转了，让罗静办",
        "不行，问问领导电话多少",
        "已经办好了",
        "算了，我们先查产值",
        "算了，我们先看下泰兴的",
        "不批退回",
        "别退批了",
        "不延期办结",
        "谁要报",
    ],
)
def test_another_wish_and_a_fact_are_no_no(said: str) -> None:
    assert not denies(said)


@pytest.mark.parametrize(
    "said",
    [
        "不行退回去",
        "算了催47号",
        "不是他是张三",
        "不对改到周五",
        "不报产值多少",
        "别的呢",
        "不报他们就罚款",
    ],
)
def test_a_no_in_one_breath_with_another_wish_is_no_mere_no(said: str) -> None:
    assert not denies(said)


@pytest.mark.parametrize("said", ["不报不行", "不催可不行", "别不报", "不能不批", "不要不办"])
def test_what_is_denied_twice_is_no_no(said: str) -> None:
    assert not denies(said)


@pytest.mark.parametrize(
    "said",
    [
        "不申请延期了",
        "先别催办提醒",
        "不补交了",
        "算了，我们先看看",
        "算了，我们再查一下",
        "算了，我们自己办",
        "谁要你报了",
        "谁说要报",
        "不要，不报了",
        "不报，不行",
        "谢谢，，不用了，，谢谢",
    ],
)
def test_a_no_to_one_thing_stays_a_no(said: str) -> None:
    assert denies(said)


@pytest.mark.parametrize(
    "said", ["嗯确认", "好的好的", "对，就这么办", "您好，确认", "行吧 可以", "OK"]
)
def test_a_yes_is_heard_more_than_once(said: str) -> None:
    assert agrees(said)


@pytest.mark.parametrize(
    "said", ["发吧", "好，发", "就这么发", "没问题，发", "那就催办吧", "嗯嗯，发出去吧"]
)
def test_naming_what_was_proposed_agrees_to_it(said: str) -> None:
    assert agrees(said, "催办?|发")
    assert not agrees(said)


@pytest.mark.parametrize(
    "said",
    [
        "发了吧",
        "发了吗",
        "先不发",
        "发给谁",
        "报吧",
        "好什么好",
        "催47号",
        "没问题吧",
        "对吧",
        "是吧",
    ],
)
def test_what_asks_or_names_something_else_is_no_yes(said: str) -> None:
    assert not agrees(said, "催办?|发")


@pytest.mark.parametrize(
    "said", ["别撤" * 2000, "别" * 60, "不" * 4000, "谢谢" * 2000, "，" * 60000]
)
def test_a_long_line_of_the_same_signs_is_gone_through_at_once(said: str) -> None:
    denies(said)
