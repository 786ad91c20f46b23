"""A database with the tables of the channels."""

from __future__ import annotations

from pathlib import Path

from bot.channels.exchange import ExchangeRow
from bot.channels.intake.model import InboundMessageRow
from bot.channels.sent_parts import SentPartRow
from bot.channels.tencent.access_token import AccessTokenRow
from bot.channels.wechat_official.outbox import WaitingTextRow
from bot.channels.wecom_app.open_cards import OpenCardRow
from bot.storage import Model, create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.databases import database_at

ROWS: tuple[type[Model], ...] = (
    AccessTokenRow,
    ExchangeRow,
    InboundMessageRow,
    OpenCardRow,
    SentPartRow,
    WaitingTextRow,
)


def channel_database(folder: Path) -> SessionFactory:
    """Return sessions on a new SQLite file in `folder`."""
    engine = create_engine(database_at(folder))
    names = [row.__tablename__ for row in ROWS]
    Model.metadata.create_all(engine, tables=[Model.metadata.tables[name] for name in names])
    return session_factory(engine)
