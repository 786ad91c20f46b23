"""The words and the Excel file of a supervision brief or an assessment sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from bot.messages import Choice, Citation, Outcome, Reply, Table
from bot.tasks.brief import Brief, Judged, Standing, places
from bot.tasks.wording import STATE_LABELS, deadline, task_title

INTENT = "supervision_brief"
BASIS = "四-(二)#s2"
LINES_SHOWN = 8
COLUMNS = (
    "名次", "单位", "应办", "按时办结", "逾期办结", "逾期未办", "未到期", "办结日未载", "延期",
    "按时率", "累计逾期工作日",
)  # fmt: skip
LATE_COLUMNS = ("编号", "任务", "单位", "时限", "状态", "办结日", "逾期工作日")
NO_POINTS = "只列事实，不打分：方案未规定考核分值。"
NARROWED = "只含您可查看的任务，不是全市情况，不排名次。"
NO_RANK = "—"
FOR_OFFICIALS = (
    "督办简报和考核表供政府工作人员查看，这里不能提供。"
    "政策和已公布的指标可以直接问，例如“1到10月五大产业产值多少”。"
)
UNKNOWN_PERIOD = "没有看懂是哪个季度或哪一年，例如“2019年3季度督办简报”“2019年考核表”。"


def title(found: Brief) -> str:
    """Name the sheet."""
    return f"{found.period.name}{'督办考核表' if found.period.is_year else '督办情况简报'}"


@dataclass(frozen=True)
class Totals:
    """What all standings of a brief add up to, in tasks."""

    owed: int
    in_time: int
    late: int
    open_late: int
    running: int
    unknown: int
    extended: int


def totals(found: Brief) -> Totals:
    """Add the standings up."""
    names = ("owed", "in_time", "late", "open_late", "running", "unknown", "extended")
    return Totals(**{name: sum(getattr(one, name) for one in found.standings) for name in names})


def brief_reply(
    found: Brief,
    departments: Mapping[str, str],
    *,
    is_narrowed: bool,
    page_url: str = "",
    citations: tuple[Citation, ...] = (),
) -> Reply:
    """Answer with the brief: text that is complete on its own, and the table."""
    lines = [f"{title(found)}，统计截至{found.as_of}。"]
    if is_narrowed:
        lines.append(NARROWED)
    if not found.standings:
        lines.append("这一时期没有到期的任务。")
    else:
        lines += [_summary(found), _rates(found, departments, is_narrowed=is_narrowed)]
        lines += [f"- {_late_line(one)}" for one in found.late[:LINES_SHOWN]]
        if len(found.late) > LINES_SHOWN:
            lines.append(f"……逾期的共{len(found.late)}项")
    lines.append(NO_POINTS)
    if page_url:
        lines.append(f"整页、打印和Excel： {page_url}")
    table = standings_table(found, departments, is_narrowed=is_narrowed)
    return Reply(
        intent=INTENT,
        text="\n".join(lines),
        outcome=Outcome.ANSWERED,
        citations=citations,
        table=table if found.standings else None,
        query={"period": found.period.name},
    )


def which_brief(period: str) -> Reply:
    """Ask which of the two briefs of a period is meant; `period` may be empty."""
    return Reply(
        intent=INTENT,
        text=f"{period}简报有两种，您要哪一种？\n"
        "- 督办简报：各单位任务的办结、逾期和排名\n"
        "- 经济运行简报：五大产业的产值、投资等指标",
        outcome=Outcome.CLARIFY,
        choices=tuple(
            Choice(label=label, send=f"{period}{label}") for label in ("督办简报", "经济运行简报")
        ),
    )


def standings_table(
    found: Brief, departments: Mapping[str, str], *, is_narrowed: bool = False
) -> Table:
    """Return the counts by department, best first; who sees only a part is told no rank."""
    rows = tuple(
        (
            NO_RANK if is_narrowed or place is None else str(place),
            departments.get(one.department_code, one.department_code),
            *_counts(one),
        )
        for place, one in zip(places(found.standings), found.standings, strict=True)
    )
    return Table(title=title(found), columns=COLUMNS, rows=rows)


def late_table(found: Brief, departments: Mapping[str, str]) -> Table:
    """Return what was or is late."""
    rows = tuple(
        (
            one.task.task_no,
            one.task.title,
            departments.get(one.task.department_code, one.task.department_code),
            deadline(one.task),
            STATE_LABELS[one.task.state],
            str(one.done_on or ""),
            str(one.workdays_late),
        )
        for one in found.late
    )
    return Table(title="逾期任务", columns=LATE_COLUMNS, rows=rows)


def write_excel(
    found: Brief, departments: Mapping[str, str], file: BinaryIO, *, is_narrowed: bool = False
) -> None:
    """Write the brief as an Excel file of two sheets.

    Raises:
        OSError: the file cannot be written.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    note = f"统计截至 {found.as_of}。{NARROWED if is_narrowed else ''}{NO_POINTS}"
    counted = standings_table(found, departments, is_narrowed=is_narrowed)
    for table in (counted, late_table(found, departments)):
        sheet = book.create_sheet(table.title[:31])
        sheet.append([table.title])
        sheet.append([note])
        sheet.append(list(table.columns))
        for row in table.rows:
            sheet.append([int(value) if value.isdigit() else value for value in row])
        for cells in sheet.iter_rows(min_row=4):
            for cell in cells:
                # A title that begins with = is text and no formula.
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        for cell in (*sheet[1], *sheet[3]):
            cell.font = Font(bold=True)
        for place, column in enumerate(table.columns, start=1):
            widest = max([len(column), *(len(row[place - 1]) for row in table.rows)])
            sheet.column_dimensions[get_column_letter(place)].width = min(2 * widest + 2, 60)
        sheet.freeze_panes = "A4"
    book.save(file)


def _counts(one: Standing) -> tuple[str, ...]:
    rate = one.in_time_rate
    counts = (one.owed, one.in_time, one.late, one.open_late, one.running, one.unknown)
    return (
        *(str(count) for count in counts),
        str(one.extended),
        "—" if rate is None else f"{rate:.1f}%",
        str(one.workdays_late),
    )


def _summary(found: Brief) -> str:
    total = totals(found)
    text = (
        f"应办{total.owed}项：按时办结{total.in_time}项，逾期办结{total.late}项，"
        f"逾期未办结{total.open_late}项，未到期{total.running}项"
    )
    if total.unknown:
        text += f"，已报办结但办结日未载{total.unknown}项"
    if total.extended:
        text += f"；其中批准延期{total.extended}项"
    return f"{text}。"


def _rates(found: Brief, departments: Mapping[str, str], *, is_narrowed: bool) -> str:
    rated = [
        f"{departments.get(one.department_code, one.department_code)}{one.in_time_rate:.0f}%"
        for one in found.standings
        if one.in_time_rate is not None
    ]
    if not rated:
        return "尚无到期任务，没有按时率。" if is_narrowed else "尚无到期任务，暂不排名。"
    return f"按时率{'' if is_narrowed else '（高到低）'}：{'，'.join(rated)}。"


def standing_of(one: Judged) -> str:
    """Say how a late task stands."""
    standing = "已办结" if one.is_done else "未办结"
    return f"{standing}，逾期{one.workdays_late}个工作日"


def _late_line(one: Judged) -> str:
    return f"{task_title(one.task)}：时限 {deadline(one.task)}，{standing_of(one)}"
