"""Labelled values in a text: the head table of a government page, printed as lines.

索 引 号: XM00100-2015-008 ｜ 文 号:厦府〔2015〕36号, 【颁布单位】 有关委局.
"""

from __future__ import annotations

import re

from retrieval.documents.sentences import Reading, lines
from retrieval.text_form import folded

_NAMES = {
    "索引号": "索引号",
    "发文字号": "发文字号",
    "文号": "发文字号",
    "颁布文号": "发文字号",
    "发文机关": "发文机关",
    "发布机构": "发文机关",
    "发布机关": "发文机关",
    "制定机关": "发文机关",
    "颁布单位": "发文机关",
    "发文单位": "发文机关",
    "成文日期": "成文日期",
    "生成日期": "成文日期",
    "发文日期": "成文日期",
    "颁布日期": "成文日期",
    "发布日期": "发布日期",
    "发布时间": "发布日期",
    "公开日期": "发布日期",
    "施行日期": "施行日期",
    "实施日期": "施行日期",
    "生效日期": "施行日期",
    "失效日期": "有效期至",
    "标题": "标题",
    "名称": "标题",
    "信息名称": "标题",
    "文件名称": "标题",
    "主题词": "主题词",
    "主题分类": "主题分类",
    "信息分类名称": "主题分类",
    "内容分类": "主题分类",
    "有效性": "时效性",
    "时效性": "时效性",
    "时效": "时效性",
    "效力状态": "时效性",
}
_LABELS = "|".join(r"\s*".join(name) for name in sorted(_NAMES, key=len, reverse=True))
# Where a label may stand: at the beginning of a line, of a cell, or far behind the last value.
_LABEL = re.compile(
    rf"(?:(?<=^)|(?<=｜)|(?<=\|)|(?<=\s))\s*[【\[]?({_LABELS})[】\]]?\s*(?:[::]|(?<=[】\]]))\s*[｜|]?"
)
_VALUE_END = re.compile(r"[｜|]|\s{2,}|$")
_HEAD_LINES = 40
_LONGEST_VALUE = 300
_LONGEST_LINE = 2000


def labelled_values(text: str) -> dict[str, Reading]:
    """Read the labels among the first lines; the first value of a name counts."""
    found: dict[str, Reading] = {}
    for at, (start, end) in enumerate(lines(text)):
        if at >= _HEAD_LINES:
            break
        if end - start > _LONGEST_LINE:
            continue
        line = folded(text[start:end])
        matches = list(_LABEL.finditer(line))
        for index, label in enumerate(matches):
            limit = matches[index + 1].start() if index + 1 < len(matches) else len(line)
            _take(found, line[:limit], start, label)
    return found


def field_name(label: str) -> str | None:
    """The name under which a label's value is kept; None for a label that is not known."""
    return _NAMES.get(re.sub(r"\s", "", folded(label)).strip(":【】[]"))


def _take(found: dict[str, Reading], line: str, offset: int, label: re.Match[str]) -> None:
    stop = _VALUE_END.search(
        line, label.end() + (len(line[label.end() :]) - len(line[label.end() :].lstrip()))
    )
    raw = line[label.end() : stop.start() if stop else len(line)]
    value = raw.strip()
    if not value or len(value) > _LONGEST_VALUE:
        return
    start = offset + label.end() + len(raw) - len(raw.lstrip())
    name = _NAMES[re.sub(r"\s", "", label[1])]
    found.setdefault(name, Reading(value, start, start + len(value)))
