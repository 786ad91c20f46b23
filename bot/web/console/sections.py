"""The sections of the console, in the menu's order: one line each."""

from __future__ import annotations

from bot.web.console import catalogue, documents, questions
from bot.web.console.appeal_routes import APPEALS
from bot.web.console.calendar_routes import CALENDAR
from bot.web.console.health_routes import HEALTH
from bot.web.console.log_routes import LOG
from bot.web.console.message_routes import MESSAGES
from bot.web.console.people_routes import PEOPLE
from bot.web.console.section import Section
from bot.web.console.task_routes import TASKS

SECTIONS: tuple[Section, ...] = (
    documents.SECTION,
    questions.SECTION,
    catalogue.SECTION,
    TASKS,
    APPEALS,
    MESSAGES,
    PEOPLE,
    CALENDAR,
    LOG,
    HEALTH,
)
