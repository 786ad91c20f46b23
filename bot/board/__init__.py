"""The board's pages, built for one person out of figures, ledger and tasks."""

from bot.board.board import PersonalBoard

__all__ = ["PersonalBoard"]
