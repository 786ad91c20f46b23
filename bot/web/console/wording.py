"""What the console's pages say when they refuse, in Chinese; the rest is in templates."""

from __future__ import annotations

FORM_MALFORMED = "提交的内容不完整或格式不对，请刷新页面后重试"
FORM_STALE = "页面停留太久，或请求不是从本页发出的；什么都没有改。请刷新页面后重新提交"
NOT_FOUND = "没有找到您要看的内容"
_TOO_MANY = "一次提交的文件或栏目太多，请分几次提交"


def field_missing(label: str) -> str:
    """Say which field must be filled in."""
    return f"请填写“{label}”"


def field_too_long(limit: int) -> str:
    """Say that a field is too long."""
    return f"有一栏太长，最多 {limit} 字"


def too_large(limit: int) -> str:
    """Say that an upload is too large; nothing of it was kept."""
    size = f"{limit // 1024 // 1024} MB" if limit >= 1024 * 1024 else f"{limit // 1024} KB"
    return f"提交的内容太大，一次最多 {size}；什么都没有保存。请拆分后分几次提交"


def form_fault(fault: str) -> str:
    """Say what the parser of forms found wrong."""
    return _TOO_MANY if "Too many" in fault else ""


def undone(subject: str) -> str:
    """Say that a change was taken back."""
    return f"已撤销：{subject}"


def not_a_day(text: str) -> str:
    """Say that a field is no day."""
    return f"日期“{text[:20]}”看不懂，请写作 2019-11-15"


NO_FILE = "没有选择文件"
SOURCE = "依据"
REASON = "原因"
VALIDITY_SET = "效力已保存，从下一次回答起按此说明"
WITHDRAW = "撤下"
WITHDRAWN = "已撤下，回答里不再引用"
RESTORED = "已恢复，链接与原来相同"
ONE_FILE = "请选择一个文件，它就是新版本"
VERSION_TAKEN = "新版本已收下，正在后台读取；读完之前回答仍用现在的文本"
PUT_BACK = "已换回这份文本，链接不变"
READ_AGAIN = "已从保存的原件重新读取；更正过的内容保持不变"
SAID = "大家的说法"
OFFICIAL = "文件里的说法"
QUESTION = "问题"
ANSWER = "答复"
CLAUSE = "依据的条款"
ALIAS_ADDED = "说法已加上，下一次回答就按它理解"
ALIAS_REMOVED = "说法已删掉"
ANSWER_KEPT = "固定答复已保存，下一次问到就用它回答"
ANSWER_REMOVED = "固定答复已删掉"
ANSWER_GONE = "没有这条固定答复，可能已经删掉了"
DISMISSED = "已标为不处理；再有人问到会重新出现"
CHECKS_RUN = "已重新检查"
WITHDRAW_MEANS = (
    "从下一次回答起不再引用它，文件库里也不再显示。",
    "已经发出的链接会打开“没有找到这份文件”。",
    "引用它的固定答复随之停用。",
    "原件留着，随时可以恢复，恢复后链接不变；重新导入同一文件不会把它带回来。",
)


def taken(count: int) -> str:
    """Say that files are kept and will be read."""
    return f"已收下 {count} 个文件，正在后台读取"


def documents_summary(count: int, reading: int) -> str:
    """Say what waits in the section of documents."""
    return f"{count} 份在库" + (f"，{reading} 份正在读取" if reading else "")


def corrected(label: str) -> str:
    """Say that a value was corrected."""
    return f"“{label}”已更正，从下一次回答起生效"


def as_read(label: str) -> str:
    """Say that a correction was taken away."""
    return f"“{label}”已改回原文读出的内容"


def withdraw_title(title: str) -> str:
    """Ask whether to take a document out."""
    return f"撤下《{title}》？"


def questions_summary(groups: int, useless: int) -> str:
    """Say what waits in the section of questions."""
    if not groups:
        return "没有待处理的问题"
    return f"{groups} 组待处理" + (f"，其中 {useless} 组被评为“没用”" if useless else "")


def catalogue_summary(count: int, problems: int) -> str:
    """Say how the catalogue stands."""
    return f"{count} 个指标，" + (f"{problems} 处有误" if problems else "检查全部通过")
