"""直通车 appeals: what an enterprise asks of the government, under three clocks."""

from bot.appeals.service import AppealService

__all__ = ["AppealService"]
