"""Texts that tell of rules and are none themselves: 政策解读, 问答, 新闻报道. Pure."""

from __future__ import annotations

import re

from retrieval.text_form import folded

_INTERPRETATION = re.compile(
    "解读|图解|一图(?:读懂|看懂)|一文(?:读懂|看懂)|答记者问|问答|答疑|明白[纸卡]|(?:起草|编制|制定|政策)说明"
)
_OPENS_ONE = re.compile(r"\W*(?:(?:政策|文件)?(?:解读|图解|问答)\W|一[图文](?:读懂|看懂))")
# 政策解读工作规定 is a rule about tellings; 《…规定》解读 does not end so.
_RULE = re.compile(
    r"(?:条例|办法|规定|细则|规则|通知|决定|意见|标准|方案|制度|规范|规程|指引|公告|通告|通报|批复)(?:\([^()]*\))?\s*$"
)
# Rules speak of 记者采访 and 根据媒体报道 too: only what opens a report counts.
_NEWS = re.compile(
    r"记者[^。\n]{0,12}(?:获悉|了解到)|\((?:通讯员|(?:本报|见习|实习)?记者)(?!证)[^()\n]{1,20}\)|本报讯|本报记者"
    r"|新华社[^。\n]{0,12}日电"
)
_HEAD = 400  # characters


def told_as(title: str, text: str) -> str | None:
    """What kind of telling a text is; None for a document, as far as can be seen."""
    name = folded(title)
    if _RULE.search(name) and not _OPENS_ONE.match(name):
        return None
    if _INTERPRETATION.search(name):
        return "政策解读"
    return "新闻报道" if _NEWS.search(folded(text[:_HEAD])) else None
