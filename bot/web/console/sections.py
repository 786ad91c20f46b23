"""The sections of the console, in the menu's order: one line each."""

from __future__ import annotations

from bot.web.console import documents
from bot.web.console.section import Section

SECTIONS: tuple[Section, ...] = (documents.SECTION,)
