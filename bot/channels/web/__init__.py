"""The chat page as a channel: messages wait in a person's inbox until the page fetches them."""

from bot.channels.web.inbox import (
    StoredMessage,
    forget_inbox_before,
    inbox_messages,
    latest_messages,
)
from bot.channels.web.sender import WebInboxSender

__all__ = [
    "StoredMessage",
    "WebInboxSender",
    "forget_inbox_before",
    "inbox_messages",
    "latest_messages",
]
