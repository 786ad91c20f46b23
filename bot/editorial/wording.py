"""What is said about aliases and fixed answers, in Chinese."""

from __future__ import annotations

SAME_WORD = "两个词一样，不用加"
NO_QUESTION = "这句话里没有问题，不能写固定答复"
NO_DOCUMENT = "引用的文件已撤下或不在库里"
NO_CLAUSE = "引用的条款在文件里找不到了"
CLAUSE_CHANGED = "引用的条款原文已经变了，请核对后重新保存"
CLAUSE_AMENDED = "引用的条款已被其他文件修改"
STANDING = "生效中"


def word_length(shortest: int, longest: int) -> str:
    """Say how long a word may be."""
    return f"每个词应为 {shortest} 到 {longest} 个字"


def not_in_force(label: str) -> str:
    """Say that a document no longer applies."""
    return f"引用的文件{label}"


def not_held(offender: str) -> str:
    """Say that an answer states something its clause does not hold."""
    return f"答复里的“{offender}”在引用的条款和文件信息里没有，不能保存"


def reply(text: str, quote: str, title: str, clause: str, validity: str) -> str:
    """Return a fixed answer as it is sent, with its quotation."""
    return f"{text}\n原文：\n「{quote}」〔{title} {clause}〕\n{validity}"


def understood(pairs: list[tuple[str, str]]) -> str:
    """Say which words were read as which."""
    return "、".join(f"“{said}”按“{official}”理解" for said, official in pairs) + "。"
