"""Processes of their own in which messages are answered, and the way to ask them."""

from bot.answerers.answerers import Answerers
from bot.answerers.asking import Answered, AnswererState, PageQuestion

__all__ = ["Answered", "AnswererState", "Answerers", "PageQuestion"]
