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
    r"(?:条例|办法|规定|细则|规则|通知|决定|意见|标准|方案|制度|规范|规程|指引|公告|通告|通报|批复|预案|计划|规划)"
    r"(?:\((?![^()]*(?:解读|图解|问答))[^()]*\))?\s*$"
)
# 三部门印发通知 is how a report is headed, 关于印发…的通知 how a notice is.
_HEADLINE = re.compile(r"^(?!.*关于).*(?:印发|下发|出台|推出|:|!)")
# Rules speak of 记者采访 and 根据媒体报道 too: only what opens a report counts.
_NEWS = re.compile(
    r"记者[^。\n]{0,12}(?:获悉|了解到|采访[了时中]|报道[:)])|\((?:通讯员|(?:本报|见习|实习)?记者)(?!证)[^()\n]{1,20}\)"
    r"|本报讯|本报记者|新华社[^。\n]{0,12}日电"
    r"|据(?:新华社|央视|[^。\n,]{0,6}(?:日报|晚报|电视台))[^。\n,]{0,6}(?:报道|消息)"
)
_HEAD = 400  # characters


def told_as(title: str, text: str) -> str | None:
    """What kind of telling a text is; None for a document, as far as can be seen."""
    name = folded(title)
    is_rule = _RULE.search(name) is not None
    if _INTERPRETATION.search(name) and (not is_rule or _OPENS_ONE.match(name)):
        return "政策解读"
    if is_rule and not _HEADLINE.search(name):
        return None
    return "新闻报道" if _NEWS.search(folded(text[:_HEAD])) else None
