"""What the dialogue itself says, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.identity import Person, Role
from bot.messages import LONGEST_TEXT, Choice, Outcome, Reply

SUGGESTED_OF_THE_PLAN = (
    "企业有困难向政府反映，多久能有回音？",
    "有没有产业基金的支持？",
    "引进高层次人才有什么政策？",
    "光伏企业归哪个部门管？",
)
SUGGESTED_OF_FIGURES = (
    "1到10月五大产业产值多少",
    "五个产业分别完成多少,列个表",
    "离8家百亿企业还差几家",
)
SUGGESTED_OF_WORK = ("我有哪些逾期的任务",)

_HEADING = 24


EXPLAINED_QUERY = "查询：{}"
EXPLAINED_STATEMENT = "语句：{}"
EXPLAINED_ROWS = "共读到{}行，见下表。"
NO_ROWS = "没有读到数据，或不在您可查看的范围内。"
DEMONSTRATION_ROWS = "（演示数据）"
ROWS_TITLE = "读到的行"
MORE_ROWS = "（另有{}行未列）"


def text_too_long(length: int) -> str:
    """Say that a message of `length` characters is not read."""
    return f"问题太长：共 {length} 字，最多 {LONGEST_TEXT} 字。请删减后再发。"


def nothing_understood() -> Reply:
    """Say that no skill recognised the message."""
    return Reply(
        intent="unknown",
        text="没有看懂这句话。可以问政策条款、指标和项目，或自己的任务；也可以回复“人工”转工作人员。",
        outcome=Outcome.REFUSED,
    )


def which_place(readings: Sequence[tuple[str, str]]) -> Reply:
    """Ask which place 那边 means; `readings` are those just listed, each with its question."""
    return Reply(
        intent="which_place",
        text="“那边”指哪个市区？请带上名称再问。",
        outcome=Outcome.CLARIFY,
        choices=tuple(Choice(label=place, send=asked) for place, asked in readings),
    )


def welcome(suggestions: tuple[str, ...], person: Person) -> Reply:
    """Greet somebody and say what can be asked, such as `suggestions`."""
    if person.is_official:
        text = (
            "您好。可以直接问指标和项目的最新数据、政策条款，也可以查看和办理自己的督办任务。\n"
            "每个数字都注明口径、来源和发布日期。"
        )
    else:
        text = (
            "您好。可以直接问泰州五大主导产业的扶持政策。\n"
            "答案引用文件原句，注明文件是否有效；文件没有规定的内容会直接说明，不作推测。"
        )
    if person.role is Role.ENTERPRISE:
        text += "\n遇到困难可以说“我要反映一个困难：……”，登记后有编号和时限，随时可问办到哪一步。"
    return Reply(intent="help", text=text, outcome=Outcome.ANSWERED, choices=_choices(suggestions))


def who_we_are() -> Reply:
    """Say that no human answers here, and how to reach one."""
    text = (
        "我是问答程序，不是真人：只回答五大主导产业的政策、指标和督办任务，并注明出处。"
        "要找工作人员，请回复“人工”。"
    )
    return Reply(intent="help", text=text, outcome=Outcome.ANSWERED)


def thanked() -> Reply:
    """Answer thanks or a farewell."""
    return Reply(intent="help", text="不客气，有问题随时问。", outcome=Outcome.ANSWERED)


def nothing_pending() -> Reply:
    """Answer a yes or no when nothing of ours waits for one."""
    text = "现在没有等您确认的事项，没有做任何改动。要办什么，请再说一遍。"
    return Reply(intent="help", text=text, outcome=Outcome.ANSWERED)


def still_waiting(query: Mapping[str, Any]) -> Reply:
    """Ask for a plain yes or no; `query` is what waits for it, and goes on waiting."""
    return Reply(
        intent="help",
        text="还没有办，没有做任何改动。要办请回复“确认”，不办请回复“取消”。",
        outcome=Outcome.CLARIFY,
        choices=_choices(("确认", "取消")),
        query=dict(query),
    )


def seen() -> Reply:
    """Answer a nod or a sign that asks for nothing."""
    return Reply(intent="help", text="好的，有问题随时问。", outcome=Outcome.ANSWERED)


def scolded() -> Reply:
    """Answer somebody who is annoyed, and offer a person."""
    text = "抱歉，没有帮上忙。请把要问的事说具体些，或者回复“人工”，转工作人员。"
    return Reply(intent="help", text=text, outcome=Outcome.REFUSED)


_NOT_READ = {
    "image": "图片里的内容我看不到。如果是通知或文件的照片，请把标题、文号或要问的那句话"
    "用文字发来，我来查原文。",
    "voice": "语音我听不到。请改用文字，或用输入法的语音输入把话转成文字再发。",
    "video": "视频里的内容我看不到，请把要问的用文字发来。",
    "file": "文件里的内容我看不到。请把文件的标题、文号或要问的那句话用文字发来，我来查原文。",
    "location": "位置我用不上。如果问某个市（区）的指标或项目，请写出它的名称，例如“高港区”。",
    "link": "链接我打不开。请把文件的标题、文号或要问的那句话用文字发来，我来查原文。",
}
_KINDS = {
    "image": "图片",
    "voice": "语音",
    "video": "视频",
    "file": "文件",
    "location": "位置",
    "link": "链接",
}


def attachment_declined(kinds: Sequence[str]) -> Reply:
    """Say what of a message could not be read, and what to send instead."""
    text = "\n".join(_NOT_READ[kind] for kind in dict.fromkeys(kinds))
    return Reply(intent="attachment", text=text, outcome=Outcome.REFUSED)


def without_attachments(reply: Reply, kinds: Sequence[str]) -> Reply:
    """Add to the answer to a message's text that what came with it was not read."""
    named = "、".join(_KINDS[kind] for kind in dict.fromkeys(kinds))
    note = f"（随消息发来的{named}没有识别，以上只答文字部分。）"
    return reply.model_copy(update={"text": f"{reply.text}\n\n{note}"})


def mixed_part(asked: str, answer: str) -> str:
    """Return one of several answers under the question it belongs to."""
    words = asked.strip().rstrip("?？。；;,，!！")
    shown = words if len(words) <= _HEADING else words[:_HEADING] + "…"
    return f"▍{shown}\n{answer}"


def too_many() -> Reply:
    """Say that messages come faster than they can be answered."""
    return Reply(
        intent="too_many",
        text="消息太多，暂时处理不过来，这条没有处理。请稍等一分钟再发。",
        outcome=Outcome.REFUSED,
    )


def apology() -> Reply:
    """Say that answering failed on our side."""
    return Reply(
        intent="failure",
        text="抱歉，处理这条消息时出了问题，已记录并通知管理员。请稍后再问，或回复“人工”转工作人员。",
        outcome=Outcome.REFUSED,
    )


def _choices(questions: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(label=text, send=text) for text in questions)
