"""Lines a web page puts around a document: kept in the original, left out of clauses."""

from __future__ import annotations

import re

_LONGEST = 60
_CHROME = re.compile(
    r"[•·●\s]*(?:"
    r"扫一扫.{0,20}|分享到?[:：]?.{0,20}|浏览次数[:：].*|浏览量[:：].*|点击数?[:：].*|阅读次数[:：].*"
    r"|信息来源[:：].*|来源[:：].*|发布日期[:：].*|发布时间[:：].*|字[体号][:：].*|责任编辑[:：].*"
    r"|(?:【|\[)?(?:打印|关闭|收藏|大|中|小|打印本页|关闭窗口|关闭本页|返回顶部)(?:】|\])?"
    r"|上一篇[:：]?.*|下一篇[:：]?.*|(?:您)?(?:现在|当前)的?位置[:：].*"
    r")"
)


def is_chrome(line: str) -> bool:
    """Whether a trimmed line is page furniture rather than document."""
    return len(line) <= _LONGEST and _CHROME.fullmatch(line) is not None
