"""What was said on the pages, kept for whoever said it."""

from bot.history.history import Exchange, History, PastConversation

__all__ = ["Exchange", "History", "PastConversation"]
