"""A board played from a script: a guest sees indicators, everybody else all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.web.board_page import (
    BoardPart,
    CardGroup,
    CardPart,
    Cell,
    ClauseLink,
    DeliverableCell,
    DeliverableRow,
    DeliverablesPage,
    FigureAddress,
    FigurePage,
    Grid,
    IndicatorCard,
    IndicatorsPage,
    Lamp,
    Progress,
    ProjectChoice,
    ProjectLine,
    ProjectsPage,
    TaskLine,
    TaskPage,
    TasksPage,
    TrendPoint,
)

BIG_FIRMS = FigureAddress("K03", "ALL5", "321200")
PROJECT = "溱湖传感器一期"
TASK_TITLE = "2019年3季度产业联盟特色活动"
HOSTILE_TITLE = "<script>window.hacked = true</script>"
CLAUSE = ClauseLink("第二部分第2条第2句", "到2020年,超100亿元企业达8家", "/documents/plan-2018")
PROGRESS = Progress("到2020年8家以上", Lamp.GREEN, "距目标还差2家，完成率75.0%", 75, 61)
LATE = TaskLine("7", TASK_TITLE, "市工业和信息化局", "2019-09-30", "逾期30个工作日", Lamp.RED)
NEAR = TaskLine("24", HOSTILE_TITLE, "市科技局", "2019-11-18", "还剩1个工作日", Lamp.BLUE)


def indicators_page() -> IndicatorsPage:
    """Two cards and a grid."""
    card = IndicatorCard(
        "产销规模超100亿元企业", "6", "家", "截至2019-10-31", Lamp.GREEN, BIG_FIRMS, PROGRESS
    )
    signed = IndicatorCard(
        name="本年新签约5亿元以上产业化项目",
        value="9",
        unit="个",
        as_of="截至2019-11-15",
        lamp=Lamp.RED,
        address=FigureAddress("K13", "ALL5", "321200"),
        parts=(CardPart("市科技局", "1", Lamp.RED), CardPart("市工信局", "4", Lamp.GREEN)),
    )
    cell = Cell("26", "计划32·81.2%", Lamp.YELLOW, BIG_FIRMS)
    grid = Grid("按地区", ("新竣工\n个",), (("海陵区", (cell,)), ("高港区", (Cell("—"),))))
    return IndicatorsPage((CardGroup("方案目标", (card, signed)),), (grid,), "灯色说明")


def figure_page() -> FigurePage:
    """The one figure there is."""
    return FigurePage(
        title="全市产销规模超100亿元企业",
        value="6",
        unit="家",
        period="截至2019-10-31",
        definition="产销规模超100亿元的企业数，认定数。",
        query="查2019年1—11月全市产销规模超100亿元企业。",
        source="市统计局，数据截至2019-10-31",
        changes=("较2018年底增加1家",),
        progress=PROGRESS,
        clause=CLAUSE,
        trend=tuple(
            TrendPoint(day, value, f"{value:g}")
            for day, value in (("2018-06-30", 4.0), ("2018-12-31", 5.0), ("2019-10-31", 6.0))
        ),
        grids=indicators_page().grids,
    )


class FakeBoard:
    """Obeys `bot.web.board_page.Board`."""

    def __init__(self, *, is_official: bool, failure: Exception | None = None) -> None:
        self._is_official = is_official
        self._failure = failure

    def parts(self) -> Sequence[BoardPart]:
        return tuple(BoardPart) if self._is_official else (BoardPart.INDICATORS,)

    def indicators(self) -> IndicatorsPage | None:
        if self._failure is not None:
            raise self._failure
        return indicators_page()

    def figure(self, address: FigureAddress) -> FigurePage | None:
        return figure_page() if address == BIG_FIRMS else None

    def deliverables(self) -> DeliverablesPage | None:
        if not self._is_official:
            return None
        return DeliverablesPage(
            industries=("生物医药", "装备船舶", "新能源", "信息技术", "化工新材料"),
            rows=(
                DeliverableRow("推进机制", (DeliverableCell("未立项"),), is_shared=True),
                DeliverableRow(
                    "研究报告",
                    (DeliverableCell("已销号", Lamp.GREEN, "7"), *[DeliverableCell("未立项")] * 4),
                ),
            ),
            clause=CLAUSE,
            note="未立项：还没有对应的督办任务。",
        )

    def projects(self, choice: ProjectChoice) -> ProjectsPage | None:
        if not self._is_official:
            return None
        line = ProjectLine(
            name=PROJECT,
            stage="在建",
            place="泰兴市",
            industry="新一代信息技术",
            investment="21.9 亿元",
            lateness="计划2019-06-12竣工，已超期",
            share=40,
            facts=(("存在问题", "用地指标未落实"),),
        )
        shown = () if choice.stage == "终止" else (line,)
        return ProjectsPage(
            choice=choice,
            stages=("在建", "终止"),
            places=("泰兴市",),
            industries=("新一代信息技术",),
            amounts=(1.0, 5.0),
            projects=shown,
            summary=f"{len(shown)} 个项目",
            source="来源：重点项目台账。",
            narrowed_to=None,
            pages=3,
        )

    def tasks(self, lamp: Lamp | None) -> TasksPage | None:
        if not self._is_official:
            return None
        lines = tuple(line for line in (LATE, NEAR) if lamp in (None, line.lamp))
        return TasksPage(lamp, ((Lamp.RED, 1), (Lamp.BLUE, 1), (Lamp.GREEN, 0)), lines)

    def task(self, task_no: str) -> TaskPage | None:
        if not self._is_official or task_no != LATE.task_no:
            return None
        history = ((date(2019, 7, 8), "朱平交办"),)
        return TaskPage(LATE, (("责任人", "杨洋杰"),), CLAUSE, history)
