"""What the console says about the calendar, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

SECTION = "calendar"
IMPORTED = "导入日历"
NO_SOURCE = "没有写明通知的文号或名称"
NAME_THE_SOURCE = "填写例如“国办发明电〔2025〕7号”"


def years(found: Sequence[int]) -> str:
    """Name years."""
    return "、".join(f"{year}年" for year in found)


def known(last: int) -> str:
    """Say up to which year notices are known."""
    return f"已知到 {last} 年" if last else "还没有任何年份"


def imported(source: str, days: int, moved: int) -> str:
    """Say what an import did."""
    return f"依据 {source}：{days} 天，重算 {moved} 项任务的时限"
