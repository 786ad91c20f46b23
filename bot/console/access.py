"""Who may use the console: pure."""

from __future__ import annotations

from bot.console import wording
from bot.errors import ConsoleRefused
from bot.identity import Person, Role

CONSOLE_ROLES = frozenset({Role.ADMIN, Role.SUPERVISOR})


def opens_console(person: Person | None) -> bool:
    """Tell whether `person` may use the console; None is a guest."""
    return person is not None and person.role in CONSOLE_ROLES


def require_console(person: Person) -> None:
    """Refuse everybody else.

    Raises:
        ConsoleRefused: `person` is neither administrator nor supervisor.
    """
    if not opens_console(person):
        raise ConsoleRefused(wording.NOT_FOR_YOU, remedy=wording.NOT_FOR_YOU_REMEDY)
