"""The table of questions about figures. It is only ever added to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class FigureQuestionRow(Model):
    """One question and what came of it. `asked_at` is system time, `business_at` the time the
    answer was given for. `user_id` is None for somebody unknown. `sentence` is the query in
    words, empty where none was understood; `rows_read` counts rows of the sources. Triggers of
    its revision refuse every change and deletion."""

    __tablename__ = "figure_questions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    business_at: Mapped[datetime]
    user_id: Mapped[str | None] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(16))
    department_code: Mapped[str | None] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(String(40))
    rows_read: Mapped[int]
