"""What one person has to look at now, by the lights that alerts go by.

今天有什么要关注的 asks for no more than what a scan would speak of: what is late, due, near its day
or lies unsigned, of the person's own, of those they lead, or of all for a supervisor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bot.alerts.assess import Reason
from bot.alerts.concern import Concern, Concerns
from bot.alerts.raised import RaisedAlerts
from bot.alerts.task_concerns import KIND as TASK
from bot.alerts.task_concerns import People
from bot.clock import Clock
from bot.identity import Person, Role
from bot.messages import Outcome, Reply
from bot.tasks import TaskService, WorkingDays
from bot.tasks.line_of_command import LineOfCommand, line_of
from bot.tasks.selection import TaskSelection
from bot.tasks.task import Task, TaskState
from bot.tasks.wording import task_title

INTENT = "attention"
LINES_SHOWN = 12
_HEADINGS = {
    Reason.OVERDUE: "已逾期的",
    Reason.DUE_TODAY: "今天到期的",
    Reason.DEADLINE_NEAR: "临近到期的",
    Reason.UNSIGNED: "交办后还没有签收的",
}
_SEES_ALL = frozenset({Role.SUPERVISOR, Role.ADMIN})
NOTHING = (
    "没有要您现在关注的：没有逾期、今天到期、临近到期或未签收的任务，也没有临近时限的直通车诉求。"
)
TOLD = "（已上报给您）"


class Attention:
    """Finds what shows a light and is a person's to look at; `kinds` by what they are called."""

    def __init__(
        self,
        kinds: Mapping[str, Concerns],
        people: People,
        tasks: TaskService,
        raised: RaisedAlerts,
        working_days: WorkingDays,
        clock: Clock,
    ) -> None:
        self._kinds = dict(kinds)
        self._people = people
        self._tasks = tasks
        self._raised = raised
        self._working_days = working_days
        self._clock = clock

    def reply(self, person: Person) -> Reply:
        """Tell an official what there is, the worst first."""
        today, calendar = self._clock.now().date(), self._working_days.calendar()
        line = line_of(self._people)
        told = self._raised.climbed_to(person.user_id)
        count, lines, shown = 0, [], []
        for called, kind in self._kinds.items():
            own = [one for one in kind.pressing(today, calendar) if is_theirs(one, person, line)]
            own.sort(key=lambda one: one.due_on or date.max)
            count += len(own)
            for reason, heading in _HEADINGS.items():
                several = [one for one in own if one.assessment.reason is reason]
                lines += _group(f"{heading}{called}", _said(kind, several, today, told))
                shown += several[:LINES_SHOWN]
        review = self._to_review(person)
        count += len(review)
        lines += _group("等待审核销号的任务", [task_title(task) for task in review])
        head = f"截至{today}，要您关注的共{count}项。" if count else f"截至{today}，{NOTHING}"
        return Reply(
            intent=INTENT,
            text="\n".join([head, *lines]),
            outcome=Outcome.ANSWERED,
            query={"task_nos": [one.number for one in shown if one.kind == TASK]},
        )

    def _to_review(self, person: Person) -> list[Task]:
        if person.role not in _SEES_ALL:
            return []
        return self._tasks.find(person, TaskSelection(states=(TaskState.COMPLETION_REPORTED,)))


def _said(
    kind: Concerns,
    concerns: Sequence[Concern],
    today: date,
    told: Collection[tuple[str, date | None]],
) -> list[str]:
    return [
        f"{line.named} {line.department} {line.owner}，时限 {line.deadline}，{line.standing}"
        + (TOLD if (one.subject, one.due_on) in told else "")
        for one, line in zip(concerns, kind.lines(concerns, today), strict=True)
    ]


def is_theirs(concern: Concern, person: Person, line: LineOfCommand) -> bool:
    """Tell whether a matter is the person's own, of somebody they lead, or theirs to supervise."""
    if person.role in _SEES_ALL or concern.owner_user_id == person.user_id:
        return True
    return person.user_id in line.leaders_of(concern.owner_user_id)


def _group(heading: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    more = len(lines) - LINES_SHOWN
    rest = [f"……其余{more}项，可以问“逾期的任务”“快到期的任务”"] if more > 0 else []
    return [f"{heading}{len(lines)}项：", *(f"- {said}" for said in lines[:LINES_SHOWN]), *rest]
