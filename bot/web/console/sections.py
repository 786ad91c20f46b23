"""The sections of the console, in the menu's order: one line each."""

from __future__ import annotations

from bot.web.console import catalogue, documents, questions
from bot.web.console.section import Section

SECTIONS: tuple[Section, ...] = (
    documents.SECTION,
    questions.SECTION,
    catalogue.SECTION,
)
