"""What the board says, in Chinese."""

from __future__ import annotations

from datetime import date

from bot.alerts.assess import Assessment, Reason
from bot.alerts.wording import REASON_LABELS
from bot.tasks.task import Task
from bot.tasks.wording import STATE_LABELS
from kpi_adapter.presentation.punctuation import full_width

PLAN_TARGETS = "方案目标"
YEAR_PLANS = "年度计划"
LAMP_NOTE = (
    "灯色：完成率÷序时进度，100%以上为绿，80%—100%为黄，不足80%为红；"
    "“到期判定”的目标只在期末判定。序时进度算到数据截止日。"
)
BY_INDUSTRY = "按产业"
BY_PLACE = "按地区"
PLACE_NOTE = "地区数为规上工业；项目数带灯的，对照该地区全年计划。"
PLACE_SCOPE_NOTE = "地区数为规上工业。"
NO_FIGURE = "—"
NOT_SET_UP = "未立项"
NOT_YOURS = "—"
SHARED = "全市共用"
MATRIX_NOTE = "未立项：还没有对应的督办任务。点一格看任务。"
MATRIX_NOTE_NARROWED = "“—”：不由您经办，或未立项。点一格看任务。"
FILE_EVENTS = {"import": "从任务表导入", "create": "立项交办"}
OTHER_CHANGE = "有变更"
NO_DEADLINE = "未定时限"
AS_OF = "截至"
SOURCES_DOWN = "看板暂时取不到数据"
SOURCES_DOWN_REMEDY = "稍后再打开；仍不行请联系管理员"
LEDGER = "重点项目台账"


def today_differs(lamp_label: str) -> str:
    """Say that today's pace gives another lamp."""
    return f"按今天的序时为{lamp_label}"


def definition(text: str, decided: str) -> str:
    """Join an indicator's definition with how open questions are read."""
    return punctuated(f"{text}。{decided}。" if decided else f"{text}。")


def punctuated(text: str) -> str:
    """Set Chinese punctuation; never for a quotation, which stays as its document has it."""
    return full_width(text)


def as_of(day: date) -> str:
    """Say until when a count holds."""
    return f"{AS_OF}{day.isoformat()}"


def standing(task: Task, found: Assessment) -> str:
    """Say how a task stands in time."""
    if found.reason is Reason.NOT_OWED:
        return STATE_LABELS[task.state]
    if found.reason is Reason.OVERDUE:
        return f"逾期{found.workdays_late}个工作日"
    if found.reason is Reason.DEADLINE_NEAR:
        return f"还剩{found.workdays_left}个工作日"
    return REASON_LABELS[found.reason]


def project_summary(count: int, investment: float) -> str:
    """Say how many projects were chosen."""
    return f"{count} 个项目，总投资 {investment:.1f} 亿元" if count else "没有符合条件的项目"


def department(present: str, in_plan: str) -> str:
    """Name a department as it is called today, with the name the plan uses."""
    return present if present == in_plan else f"{present}（原{in_plan}）"


def ledger_source(keeper: str, updated: date | None) -> str:
    """Name the ledger and how fresh it is."""
    fresh = f"，最近更新 {updated.isoformat()}" if updated else ""
    return f"来源：{LEDGER}，{keeper}填报{fresh}。"


def late_completion(planned: date) -> str:
    """Say that a project should have been completed."""
    return f"计划{planned.isoformat()}竣工，已超期"


def late_start(planned: date) -> str:
    """Say that a project should have been started."""
    return f"计划{planned.isoformat()}开工，尚未开工"


def day(value: date | None) -> str:
    """Return a date, or a dash."""
    return value.isoformat() if value else NO_FIGURE


def planned_and_actual(planned: date | None, actual: date | None) -> str:
    """Put a milestone's two dates side by side."""
    return f"计划 {day(planned)}，实际 {day(actual)}"


def amount(value: float | None) -> str:
    """Return an amount in 亿元, as short as it can be said."""
    return NO_FIGURE if value is None else f"{value:g} 亿元"
