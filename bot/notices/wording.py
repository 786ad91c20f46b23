"""What is said of a notice that somebody shows, in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.validity_label import validity_label

if TYPE_CHECKING:
    from retrieval import Citation
    from retrieval.notices.identifying import Identified
    from retrieval.notices.notice import Notice

BUSY = "正在读别的文件，没有读这一份"
BUSY_REMEDY = "请过一两分钟再发，或把标题、文号用文字发来"
NO_TEXT = "没有认出文字"
SHARPER = "请拍得正一些、清楚一些，或把标题、文号用文字发来"
RECOGNISED = "下面的文字由程序从图片识别，可能有错字，请对照原件。"
NO_HEAD = "没有读出标题、发文字号、发文机关和成文日期。"
HANDOVER = "转人工"
NOT_HELD = (
    "文件库里没有找到这份文件（按文号、标题和文字都查过），"
    "所以不能说它怎么规定、是否有效。可以向发文机关核实，或转工作人员。"
)
ASK_ON = "答复只依据文件库里的原文，不依据您发来的文件。可以接着问它的内容。"
_NOT_STATED = "没有读出"
_BY = {
    "number": "文号相同",
    "title": "标题相同",
    "text": "多处文字相同（可能就是这份，也可能是引用它的文件）",
}


def not_read(what: str, advice: str) -> str:
    """Say that a file could not be read, and what to do."""
    return f"这份文件没有读成：{what}。{advice}。".replace("。。", "。").replace(", ", "，")


def read_lines(notice: Notice) -> list[str]:
    """Say what was read, line by line."""
    recognised = [RECOGNISED] if notice.is_recognised else []
    if not (notice.title or notice.document_number or notice.issuer or notice.issued_on):
        return [*recognised, NO_HEAD]
    issued = notice.issued_on
    day = f"{issued.year}年{issued.month}月{issued.day}日" if issued else _NOT_STATED
    return [
        *recognised,
        "读到的是：",
        f"标题：{notice.title or _NOT_STATED}",
        f"发文字号：{notice.document_number or _NOT_STATED}",
        f"发文机关：{notice.issuer or _NOT_STATED}",
        f"成文日期：{day}",
    ]


def held(found: Identified, citation: Citation, notice: Notice) -> str:
    """Say that the library holds a document, how it was recognised, and its validity."""
    number = f"（{citation.document_number}）" if citation.document_number else ""
    said = (
        f"文件库里有《{citation.document}》{number}，{_BY[found.by.value]}；"
        f"效力：{validity_label(citation.validity)}。"
    )
    differs = [
        name
        for name, read, known in (
            ("文号", notice.document_number, citation.document_number),
            ("成文日期", notice.issued_on, citation.issued_on),
        )
        if read and known and read != known
    ]
    if differs:
        said += f"读到的{'、'.join(differs)}与库里的不同，请对照原件，可能不是同一份。"
    # As every answer quotes: by this a follow-up knows which document is spoken of.
    return f"{said}其中写道：\n「{citation.quote}」〔{citation.short_title} {citation.clause}〕"


def questions(title: str) -> list[tuple[str, str]]:
    """Return what may be asked on about a document: what a button says, what it sends."""
    named = title if title.startswith("《") else f"《{title}》"
    return [
        ("还有效吗", f"{named}还有效吗？"),
        ("成文日期", f"{named}的成文日期是哪天？"),
    ]
