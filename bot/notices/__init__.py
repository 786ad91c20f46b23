"""Notices that people show: photographs and files, read, and recognised in the library."""

from bot.notices.desk import LARGEST_BYTES, NoticeDesk

__all__ = ["LARGEST_BYTES", "NoticeDesk"]
