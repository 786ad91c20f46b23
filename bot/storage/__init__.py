"""The application's own database: engine, table registry, migrations."""

from bot.storage.engine import create_engine, session_factory
from bot.storage.model import Model, utc_now

__all__ = ["Model", "create_engine", "session_factory", "utc_now"]
