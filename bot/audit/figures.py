"""Keeps every question about figures, and shows them to administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.audit.model import FigureQuestionRow
from bot.clock import Clock
from bot.errors import AuditRefused
from bot.identity import Person, Role
from bot.masking import without_personal_numbers
from bot.storage.engine import SessionFactory


@dataclass(frozen=True)
class AskedFigure:
    """One question. `asked_at` (system time) and `business_at` are aware; `user_id` None:
    somebody unknown. `sentence` is the query understood, in words; `outcome` and `reason` are
    those of the answer; `rows_read` counts the rows the sources gave."""

    asked_at: datetime
    business_at: datetime
    user_id: str | None
    role: str
    department_code: str | None
    channel: str
    question: str
    sentence: str
    outcome: str
    reason: str
    rows_read: int


class FigureAudit:
    """The audit log of figures, in the application's database. Nothing in it is ever changed
    or deleted; the database itself refuses it."""

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def record(
        self,
        person: Person,
        *,
        business_at: datetime,
        channel: str,
        question: str,
        sentence: str,
        outcome: str,
        reason: str,
        rows_read: int,
    ) -> None:
        """Keep one question, without telephone and identity card numbers.

        What cannot be kept is not answered: an error of the database is not caught.
        """
        with self._sessions.begin() as session:
            session.add(
                FigureQuestionRow(
                    asked_at=self._clock.now(),
                    business_at=business_at,
                    user_id=person.user_id or None,
                    role=person.role.value,
                    department_code=person.department_code,
                    channel=channel,
                    question=without_personal_numbers(question),
                    sentence=without_personal_numbers(sentence),
                    outcome=outcome,
                    reason=reason,
                    rows_read=rows_read,
                )
            )

    def read(
        self, reader: Person | None, *, limit: int, of_user: str | None = None
    ) -> Sequence[AskedFigure]:
        """Return the newest questions first; `reader` None is who administers the machine.

        Raises:
            AuditRefused: the reader is no administrator.
        """
        if reader is not None and reader.role is not Role.ADMIN:
            raise AuditRefused(
                "数据查询审计记录只供管理员查阅",
                why=f"用户“{reader.user_id}”不是管理员",
                remedy="请管理员查阅，或在服务器上运行 bot audit figures",
            )
        wanted = sa.select(FigureQuestionRow).order_by(FigureQuestionRow.id.desc()).limit(limit)
        if of_user is not None:
            wanted = wanted.where(FigureQuestionRow.user_id == of_user)
        with self._sessions() as session:
            return [_asked(row) for row in session.scalars(wanted)]


def _asked(row: FigureQuestionRow) -> AskedFigure:
    return AskedFigure(
        asked_at=row.asked_at,
        business_at=row.business_at,
        user_id=row.user_id,
        role=row.role,
        department_code=row.department_code,
        channel=row.channel,
        question=row.question,
        sentence=row.sentence,
        outcome=row.outcome,
        reason=row.reason,
        rows_read=row.rows_read,
    )
