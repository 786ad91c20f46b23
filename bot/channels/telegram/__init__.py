"""Telegram bot: webhook in, Bot API out."""

CHANNEL = "telegram"
