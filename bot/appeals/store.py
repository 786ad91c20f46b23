"""Appeals in the database."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.appeals.appeal import Appeal, AppealState
from bot.appeals.model import AppealEventRow, AppealRow
from bot.clock import BUSINESS_ZONE
from bot.errors import AppealRefused, UnknownAppeal
from bot.storage.engine import SessionFactory, rows_changed

_FIELDS = tuple(field.name for field in fields(Appeal))
Also = Callable[[Session, int], None]


@dataclass(frozen=True)
class AppealEvent:
    """One step of an appeal. `at` is business time, aware."""

    appeal_no: str
    at: datetime
    user_id: str
    channel: str
    step: str
    text: str = ""


@dataclass(frozen=True)
class AppealChoice:
    """Which appeals; None and "" mean any. `text` is looked for in number, enterprise, content."""

    states: tuple[AppealState, ...] | None = None
    text: str = ""


class AppealStore:
    """Reads appeals and writes their steps."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def get(self, appeal_no: str) -> Appeal:
        """Return the appeal.

        Raises:
            UnknownAppeal: no appeal has this number.
        """
        found = self._read(AppealRow.appeal_no == appeal_no)
        if not found:
            raise UnknownAppeal(f"没有编号为 {appeal_no} 的诉求", remedy="检查编号")
        return found[0]

    def all(self, *, only_open: bool = False) -> list[Appeal]:
        """Return every appeal, oldest first."""
        is_open = AppealRow.state.not_in([AppealState.CLOSED, AppealState.WITHDRAWN])
        return self._read(is_open if only_open else sa.true())

    def page(self, choice: AppealChoice, *, limit: int, offset: int = 0) -> list[Appeal]:
        """Return appeals, those that came last first."""
        query = (
            sa.select(AppealRow)
            .where(*_conditions(choice))
            .order_by(AppealRow.received_at.desc(), AppealRow.appeal_no)
            .limit(limit)
            .offset(offset)
        )
        with self._sessions() as session:
            return [_appeal(row) for row in session.scalars(query)]

    def numbered(self, appeal_nos: Collection[str]) -> list[Appeal]:
        """Return the appeals with these numbers."""
        return self._read(AppealRow.appeal_no.in_(sorted(appeal_nos)))

    def of_source(self, source: str) -> Appeal | None:
        """Return the appeal that came from this place, None when none did."""
        return next(iter(self._read(AppealRow.source == source)), None)

    def open_number(self, year: int) -> str:
        """Return the next free number of a year: Z2019-001; other systems use other letters."""
        prefix = f"Z{year}-"
        with self._sessions() as session:
            known = session.scalars(
                sa.select(AppealRow.appeal_no).where(AppealRow.appeal_no.startswith(prefix))
            ).all()
        used = [int(tail) for no in known if (tail := no.removeprefix(prefix)).isdigit()]
        return f"{prefix}{max(used, default=0) + 1:03d}"

    def add(self, appeal: Appeal, event: AppealEvent, *, also: Also | None = None) -> None:
        """Keep a new appeal and how it came; `also` is called in the same transaction."""
        with self._sessions.begin() as session:
            session.add(AppealRow(**_values(appeal)))
            session.flush()
            self._keep(session, event, also)

    def change(
        self, before: Appeal, after: Appeal, event: AppealEvent, *, also: Also | None = None
    ) -> int:
        """Write a step with its event; return the event's id.

        Raises:
            AppealRefused: somebody changed the appeal since `before` was read.
        """
        values = _values(after)
        with self._sessions.begin() as session:
            written = session.execute(
                sa.update(AppealRow)
                .where(
                    AppealRow.appeal_no == before.appeal_no,
                    AppealRow.state == before.state.value,
                    AppealRow.owner_user_id == before.owner_user_id,
                )
                .values(values)
            )
            if not rows_changed(written):
                raise AppealRefused("诉求刚被别人改动过", remedy="重新查看后再试")
            return self._keep(session, event, also)

    def history(self, appeal_no: str) -> list[AppealEvent]:
        """Return what happened to the appeal, oldest first."""
        with self._sessions() as session:
            rows = session.scalars(
                sa.select(AppealEventRow)
                .where(AppealEventRow.appeal_no == appeal_no)
                .order_by(AppealEventRow.id)
            ).all()
        return [
            AppealEvent(
                row.appeal_no,
                row.at.astimezone(BUSINESS_ZONE),
                row.user_id,
                row.channel,
                row.step,
                row.text,
            )
            for row in rows
        ]

    def _keep(self, session: Session, event: AppealEvent, also: Also | None) -> int:
        row = AppealEventRow(**asdict(event))
        session.add(row)
        session.flush()
        if also is not None:
            also(session, row.id)
        return row.id

    def _read(self, condition: sa.ColumnElement[bool]) -> list[Appeal]:
        query = sa.select(AppealRow).where(condition).order_by(AppealRow.received_at)
        with self._sessions() as session:
            return [_appeal(row) for row in session.scalars(query)]


def _conditions(choice: AppealChoice) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if choice.states is not None:
        found.append(AppealRow.state.in_([state.value for state in choice.states]))
    if choice.text:
        looked_in = (AppealRow.appeal_no, AppealRow.enterprise, AppealRow.content)
        found.append(sa.or_(*(c.icontains(choice.text, autoescape=True) for c in looked_in)))
    return found


def _values(appeal: Appeal) -> dict[str, Any]:
    return {**asdict(appeal), "state": appeal.state.value}


def _appeal(row: AppealRow) -> Appeal:
    values = {name: getattr(row, name) for name in _FIELDS}
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = value.astimezone(BUSINESS_ZONE)
    return Appeal(**{**values, "state": AppealState(row.state)})
