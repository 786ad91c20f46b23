"""What the console's pages say when they refuse, in Chinese; the rest is in templates."""

from __future__ import annotations

FORM_MALFORMED = "提交的内容不完整或格式不对，请刷新页面后重试"
FORM_STALE = "页面停留太久，或请求不是从本页发出的；什么都没有改。请刷新页面后重新提交"
NOT_FOUND = "没有找到您要看的内容"
UNDONE = "已撤销"
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
