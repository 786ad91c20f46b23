"""What the dialogue itself says, in Chinese."""

from __future__ import annotations

from bot.messages import Choice, Outcome, Reply

SUGGESTED_FOR_ENTERPRISES = (
    "企业有困难向政府反映，多久能有回音？",
    "有没有产业基金的支持？",
    "引进高层次人才有什么政策？",
    "光伏企业归哪个部门管？",
)
SUGGESTED_FOR_OFFICIALS = (
    "1到10月五大产业产值多少",
    "五个产业分别完成多少,列个表",
    "离8家百亿企业还差几家",
    "我有哪些逾期的任务",
)

_HEADING = 24


EXPLAINED_QUERY = "查询：{}"
EXPLAINED_STATEMENT = "语句：{}"
EXPLAINED_ROWS = "共读到{}行，见下表。"
NO_ROWS = "没有读到数据，或不在您可查看的范围内。"
DEMONSTRATION_ROWS = "（演示数据）"
ROWS_TITLE = "读到的行"
MORE_ROWS = "（另有{}行未列）"


def nothing_understood() -> Reply:
    """Say that no skill recognised the message."""
    return Reply(
        intent="unknown",
        text="没有看懂这句话。可以问政策条款、指标和项目，或自己的任务；也可以回复“人工”转工作人员。",
        outcome=Outcome.REFUSED,
        choices=_choices(SUGGESTED_FOR_ENTERPRISES[:2]),
    )


def welcome(*, is_official: bool) -> Reply:
    """Greet somebody and say what can be asked."""
    if is_official:
        text = (
            "您好。可以直接问指标和项目的最新数据、政策条款，也可以查看和办理自己的督办任务。\n"
            "每个数字都注明口径、来源和发布日期。"
        )
        suggestions = SUGGESTED_FOR_OFFICIALS
    else:
        text = (
            "您好。可以直接问泰州五大主导产业的扶持政策。\n"
            "答案引用文件原句，注明文件是否有效；文件没有规定的内容会直接说明，不作推测。"
        )
        suggestions = SUGGESTED_FOR_ENTERPRISES
    return Reply(intent="help", text=text, outcome=Outcome.ANSWERED, choices=_choices(suggestions))


def attachment_declined() -> Reply:
    """Say that pictures, voice and files cannot be read yet."""
    return Reply(
        intent="attachment",
        text="暂时还不能识别图片、语音、位置、链接和文件，请把问题用文字发来。",
        outcome=Outcome.REFUSED,
    )


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
