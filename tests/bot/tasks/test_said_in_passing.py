"""Tasks called by whose they are, and what owners and supervisors say of them in passing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.messages import Outcome
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.dialogue.test_working_days import Talk, tasks_listed


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(Path(tmp_path_factory.mktemp("city")))


@pytest.mark.parametrize(
    ("who", "said", "meant"),
    [
        ("u002", "高港那份交了没", {40, 51}),
        ("u002", "靖江那份交了没", {43}),
        ("u002", "陈强那个招商指南弄到哪了", {16}),
        ("u002", "船舶那个图谱交了没", {18}),
        ("u011", "我那份指南定的哪天交", {16}),
        ("u007", "船舶那个图谱周一怕是交不出来", {18}),
        ("u002", "进展表还差谁", {40, 41, 42, 45}),
        ("u002", "这个月销了几个号", {39, 43, 44}),
    ],
)
def test_a_task_is_found_by_whose_it_is(parts: Parts, who: str, said: str, meant: set[int]) -> None:
    assert tasks_listed(Talk(parts, who, said).say(said)) == meant


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("u011", "高港那份交了没"),
        ("u011", "罗静那份方案弄到哪了"),
        ("u011", "我那份社保什么时候交"),
        ("u007", "这个项目怕是完不成"),
        ("u007", "产值目标恐怕完不成"),
        ("u002", "离目标还差谁"),
        ("u002", "那个办法弄到哪了"),
        # 人才公寓 is not 人才地图.
        ("u009", "人才公寓那个谁负责"),
        ("u001", "那个人才公寓进展如何"),
        ("u003", "科技局那个人才认定谁负责"),
    ],
)
def test_what_is_not_theirs_or_no_task_shows_none(parts: Parts, who: str, said: str) -> None:
    assert not tasks_listed(Talk(parts, who, said).say(said))


@pytest.mark.parametrize(
    ("who", "said", "action", "shown"),
    [
        ("u009", "人才地图数据收到九成了还差泰兴", "task_progress", ["48号", "九成"]),
        ("u013", "图谱那份专家意见还差两家，先记一笔", "task_progress", ["27号", "还差两家"]),
        ("u009", "论坛场地没定下来能不能晚半个月", "task_extend", ["13号", "2020-01-15"]),
        ("u007", "三季度那个联盟活动其实上周就办了忘报了", "task_complete", ["7号"]),
        ("u002", "51号放到下周五", "task_set_deadline", ["51号", "2019-11-22"]),
        ("u002", "催48号", "task_remind", ["48号"]),
    ],
)
def test_a_step_said_in_passing_is_proposed(
    parts: Parts, who: str, said: str, action: str, shown: list[str]
) -> None:
    reply = Talk(parts, who, said).say(said)
    assert (reply.intent, reply.outcome) == (action, Outcome.CLARIFY)
    assert all(piece in reply.text for piece in [*shown, "确认吗"]), reply.text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("u013", "记一下"),
        ("u013", "我先记一下这个电话"),
        ("u009", "补贴收到八成了吗"),
        ("u009", "48号比上次晚了三天"),
        ("u002", "47号放到一边"),
        ("u002", "东西放到下周五再说"),
        ("u002", "催48号了吗"),
        ("u002", "别催48号"),
        ("u002", "27号批了吗"),
        ("u002", "销了47号吧"),
        ("u009", "人才地图做到八成了，能申请补助吗"),
    ],
)
def test_what_tells_or_asks_proposes_nothing(parts: Parts, who: str, said: str) -> None:
    assert "确认吗" not in Talk(parts, who, said).say(said).text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("u009", "市财政局那份申报表几号截止"),
        ("u009", "市工信局那个专精特新申报哪天截止"),
        ("u002", "高企申报还差哪个部门盖章"),
        ("u002", "这个文号的准了"),
        ("u009", "人才地图做到八成了，能申请补助吗"),
    ],
)
def test_what_a_rule_may_lay_down_is_taken_for_no_task(parts: Parts, who: str, said: str) -> None:
    assert not Talk(parts, who, said).say(said).intent.startswith("task")


def test_to_say_that_it_is_to_be_changed_is_no_yes_to_the_day(parts: Parts) -> None:
    talk = Talk(parts, "u003", "another day")
    talk.say("49号改到11月20日")
    assert "已设定时限" not in talk.say("改一下").text
    talk.say("49号改到11月20日")
    assert "已设定时限" in talk.say("改吧").text


def test_how_far_it_is_is_put_right(parts: Parts) -> None:
    talk = Talk(parts, "u009", "put right")
    talk.say("48号进展:数据收到95%")
    right = talk.say("说错了，93%")
    assert "93%" in right.text
    assert "95%" not in right.text
    assert "确认吗" in right.text


def test_what_was_to_be_passed_on_stays_where_it_is(parts: Parts) -> None:
    talk = Talk(parts, "u020", "stays")
    talk.say("京沪对接那个活动转给发改委孙明")
    assert "没有做任何改动" in talk.say("还是吴艳自己办吧").text
    talk.say("京沪对接那个活动转给发改委孙明")
    assert "没有做任何改动" not in talk.say("还是让罗静办吧").text


@pytest.mark.parametrize(
    "said",
    [
        *("还是让罗静办吧", "换成罗静", "改给罗静", "不对，是罗静", "不转了，让罗静办", "罗静吧"),
        *("给财政局的罗静", "那就财政局", "还是财政局来办吧"),
    ],
)
def test_it_is_passed_on_to_another_than_was_proposed(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", f"another {said}")
    talk.say("把18号转给招商局")
    reply = talk.say(said)
    assert "转由市财政局" in reply.text
    assert "确认吗" in reply.text


@pytest.mark.parametrize(
    "said", ["不给财政局", "罗静电话多少", "让罗静看看怎么办", "罗静的任务有哪些", "是财政局吗"]
)
def test_who_only_names_somebody_passes_nothing_on(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", f"only named {said}")
    talk.say("把18号转给招商局")
    assert "确认吗" not in talk.say(said).text


@pytest.mark.parametrize(
    "said",
    [
        *("不是罗静", "不转给罗静", "不用转给罗静了", "不要转罗静", "不是让罗静办"),
        *("罗静不行", "罗静不对", "罗静算了", "罗静不行，给财政局", "财政局不行，给罗静"),
    ],
)
def test_whom_it_is_not_to_go_to_is_not_proposed(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", f"not to {said}")
    talk.say("把18号转给招商局")
    assert "转由市财政局" not in talk.say(said).text


@pytest.mark.parametrize("said", ["不是，给罗静", "不对是罗静", "不转了，给罗静", "错了，是罗静"])
def test_whom_it_goes_to_instead_is_proposed(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", f"instead {said}")
    talk.say("把18号转给招商局")
    assert "转由市财政局" in talk.say(said).text


@pytest.mark.parametrize("said", ["18号不转给罗静", "18号不想转给罗静", "18号不要再转给罗静"])
def test_a_denied_transfer_is_no_transfer(parts: Parts, said: str) -> None:
    assert "确认吗" not in Talk(parts, "u002", f"denied {said}").say(said).text


@pytest.mark.parametrize("said", ["18号要不转给罗静", "18号能不能转给罗静", "18号转给罗静"])
def test_a_transfer_that_is_suggested_is_proposed(parts: Parts, said: str) -> None:
    reply = Talk(parts, "u002", f"suggested {said}").say(said)
    assert "转由市财政局" in reply.text


def test_asked_to_whom_the_owner_keeps_it(parts: Parts) -> None:
    talk = Talk(parts, "u002", "kept")
    assert "转给哪个单位" in talk.say("47号转办").text
    assert "没有做任何改动" in talk.say("还是让罗静办吧").text


def test_an_extension_asked_for_is_listed_with_its_day_and_granted(parts: Parts) -> None:
    owner, supervisor = Talk(parts, "u013", "granted"), Talk(parts, "u003", "granted")
    refused = supervisor.say("27号的准了")
    assert refused.outcome is Outcome.REFUSED
    owner.say("27号想延到下下周一")
    owner.say("嗯确认")
    assert "申请延至 2019-11-25" in supervisor.say("有谁申请延期了").text
    assert "确认吗" in supervisor.say("27号的准了").text
    assert "2019-11-25" in supervisor.say("批").text


@pytest.mark.parametrize("said", ["发了吧", "发了吗", "报吧", "先不发"])
def test_a_reminder_is_sent_by_no_other_word(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", f"no other {said}")
    talk.say("催48号")
    assert "已催办" not in talk.say(said).text
