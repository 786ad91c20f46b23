"""Tables of aliases, fixed answers and questions that were put aside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class AliasRow(Model):
    """A word people say and the official word it stands for. `at` is system time."""

    __tablename__ = "word_aliases"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    said: Mapped[str] = mapped_column(String(64), unique=True)
    official: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class FixedAnswerRow(Model):
    """An answer written by hand to one question, resting on a clause. `form` is the question as
    `question_form` compares it; `quote` is the clause's text when it was written."""

    __tablename__ = "fixed_answers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    question: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(String(500), unique=True)
    text: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str] = mapped_column(String(64))
    clause: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class DismissedRow(Model):
    """Questions of this form asked until then need nobody's attention. `until` is business
    time, as questions are remembered."""

    __tablename__ = "dismissed_questions"

    form: Mapped[str] = mapped_column(String(500), primary_key=True)
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
