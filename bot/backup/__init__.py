"""A whole city's state in one file, and its way from one database to another."""

from bot.backup.archive import BackupReport, back_up, restore
from bot.backup.moving import move

__all__ = ["BackupReport", "back_up", "move", "restore"]
