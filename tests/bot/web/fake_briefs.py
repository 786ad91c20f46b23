"""Supervision briefs for the pages' tests: one quarter with a hostile title in it."""

from __future__ import annotations

from bot.web.brief_page import BriefPage, LateTask, PeriodLink
from tests.bot.web.fake_board import CLAUSE, HOSTILE_TITLE, TASK_TITLE

THIRD = PeriodLink("2019Q3", "2019年3季度")
SCOPE = "只含您可查看的任务，不是全市情况，不排名次。"
COLUMNS = (
    "名次", "单位", "应办", "按时办结", "逾期办结", "逾期未办", "未到期", "办结日未载", "延期",
    "按时率", "累计逾期工作日",
)  # fmt: skip
CONTENT = b"PK a workbook"


class FakeBriefs:
    """Obeys `bot.web.brief_page.Briefs`."""

    def __init__(self, *, is_open: bool, is_narrowed: bool) -> None:
        self.is_open = is_open
        self._is_narrowed = is_narrowed

    def current(self) -> PeriodLink:
        return PeriodLink("2019Q4", "2019年4季度")

    def page(self, code: str) -> BriefPage | None:
        if code != THIRD.code:
            return None
        rank = "—" if self._is_narrowed else "1"
        return BriefPage(
            code=code,
            title="2019年3季度督办情况简报",
            as_of="2019-11-15",
            scope=SCOPE if self._is_narrowed else "",
            is_ranked=not self._is_narrowed,
            counts=(("应办", 4), ("按时办结", 1), ("逾期办结", 1), ("逾期未办", 2), ("未到期", 0)),
            columns=COLUMNS,
            rows=((rank, "市工业和信息化局", "4", "1", "1", "2", "0", "0", "0", "25.0%", "40"),),
            late=(
                LateTask("7", TASK_TITLE, "市工业和信息化局", "2019-09-30", "未办结，逾期30日"),
                LateTask("24", HOSTILE_TITLE, "市科技局", "2019-09-20", "已办结，逾期10日"),
            ),
            before=PeriodLink("2019Q2", "2019年2季度"),
            after=PeriodLink("2019Q4", "2019年4季度"),
            others=(PeriodLink("2019", "2019年"),),
            clause=CLAUSE,
            note="只列事实，不打分：方案未规定考核分值。",
        )

    def excel(self, code: str) -> bytes | None:
        return CONTENT if code == THIRD.code else None
