"""Appeals as matters that alerts speak of: each clock that still runs is one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.alerts.assess import Level, Light
from bot.alerts.concern import Concern, DigestLine
from bot.alerts.wording import LIGHT_LABELS, PROVISIONAL, REASON_LABELS, basis, climbed, standing
from bot.appeals import notice_wording, wording
from bot.appeals.appeal import Appeal
from bot.appeals.clocks import assess_stage, deadlines
from bot.appeals.service import AppealService
from bot.appeals.store import AppealStore
from bot.messages import Choice, Citation, Outcome, Reply
from bot.storage.engine import SessionFactory
from bot.tasks.basis import Clauses
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.wording import ALERT_INTENT

KIND = "appeal"


class AppealConcerns:
    """`bot.alerts.concern.Concerns` over the open appeals."""

    kind = KIND

    def __init__(
        self, sessions: SessionFactory, service: AppealService, clauses: Clauses | None = None
    ) -> None:
        self._store = AppealStore(sessions)
        self._service = service
        self._clauses = clauses

    def pressing(self, today: date, calendar: WorkingCalendar) -> list[Concern]:
        """Return the appeals whose running clock shows a light."""
        return self._assessed(self._store.all(only_open=True), today, calendar)

    def current(
        self, subjects: Collection[str], today: date, calendar: WorkingCalendar
    ) -> dict[str, Concern]:
        """Return how these clocks stand now; ended ones and those of others are left out."""
        numbers = {subject.split(":")[1] for subject in subjects if subject.startswith(f"{KIND}:")}
        found = self._assessed(self._store.numbered(numbers), today, calendar)
        return {concern.subject: concern for concern in found if concern.subject in subjects}

    def message(
        self,
        concern: Concern,
        level: Level,
        today: date,
        *,
        is_provisional: bool,
        is_leader: bool = True,
    ) -> Reply:
        """Write the message about one appeal; natural days know no provisional year."""
        is_provisional = is_provisional and not self._service.rules.are_natural_days
        appeal, line = self._store.get(concern.number), self._line(concern, today)
        heading = f"【{LIGHT_LABELS[level.light]}·{REASON_LABELS[concern.assessment.reason]}】"
        heading += "直通车诉求" + climbed(level, is_leader=is_leader)
        remind = (Choice(label="催办", send=f"催办诉求{appeal.appeal_no}"),)
        return Reply(
            intent=ALERT_INTENT,
            text="\n".join(
                [
                    heading,
                    f"事项：{line.named}，{appeal.enterprise}",
                    f"责任单位：{line.department}，责任人：{line.owner}",
                    f"原定时限：{line.deadline}",
                    f"办理情况：{line.standing}{PROVISIONAL if is_provisional else ''}",
                    f"请您：{_request(appeal, level)}",
                    f"依据：{basis(line.clause, line.basis)}",
                ]
            ),
            outcome=Outcome.ANSWERED,
            citations=(line.basis,) if line.basis else (),
            choices=remind if level.step else notice_wording.step_choices(appeal),
            query={"appeal_nos": [appeal.appeal_no]},
        )

    def lines(self, concerns: Sequence[Concern], today: date) -> list[DigestLine]:
        """Describe each of these appeals for a message about several."""
        return [self._line(concern, today) for concern in concerns]

    def _line(self, concern: Concern, today: date) -> DigestLine:
        appeal = self._store.get(concern.number)
        stage = wording.STAGE_LABELS[appeal.stage] if appeal.stage is not None else ""
        days = "自然日计" if self._service.rules.are_natural_days else "工作日计"
        return DigestLine(
            named=wording.named(appeal),
            department=self._service.department(appeal.department_code),
            owner=self._service.person_name(appeal.owner_user_id),
            deadline=f"{stage} {concern.due_on}（{days}）",
            standing=standing(concern.assessment),
            basis=self._basis(today),
            clause=wording.BASIS,
        )

    def _basis(self, today: date) -> Citation | None:
        return None if self._clauses is None else self._clauses.cite(wording.BASIS, on=today)

    def _assessed(
        self, appeals: Sequence[Appeal], today: date, calendar: WorkingCalendar
    ) -> list[Concern]:
        if not appeals:
            return []
        supervisor = self._service.receiver()
        found = []
        for appeal in appeals:
            stage = appeal.stage
            if stage is None:
                continue
            due_on = deadlines(appeal.counted_from, calendar, self._service.rules)[stage]
            assessment = assess_stage(due_on, today, calendar, self._service.rules)
            if assessment.light is Light.GREEN:
                continue
            found.append(
                Concern(
                    subject=f"{KIND}:{appeal.appeal_no}:{stage.value}",
                    kind=KIND,
                    number=appeal.appeal_no,
                    title=wording.short(appeal.content),
                    department_code=appeal.department_code,
                    owner_user_id=appeal.owner_user_id,
                    supervisor_user_id=supervisor.user_id if supervisor else appeal.owner_user_id,
                    due_on=due_on,
                    assessment=assessment,
                )
            )
        return found


def _request(appeal: Appeal, level: Level) -> str:
    number = appeal.appeal_no
    if level.step or appeal.stage is None:
        return f"督促责任人尽快办理，或协调解决困难；可回复“催办诉求{number}”"
    return f"回复“{wording.STAGE_LABELS[appeal.stage]}{number}：……”，写明答复内容"
