"""Who may change what about people; one table, no database.

A supervisor keeps posts, departments and leaders right, but gives nobody a role, and nothing by
which one could act as somebody else (a password, a binding code).
"""

from __future__ import annotations

from enum import StrEnum

from bot.identity.person import Person, Role


class PeopleAction(StrEnum):
    """What can be done to people and their accounts."""

    SEE = "see"
    DESCRIBE = "describe"
    ADD = "add"
    CHANGE_ROLE = "change_role"
    DEACTIVATE = "deactivate"
    REACTIVATE = "reactivate"
    IMPORT = "import"
    SAVE_DEPARTMENT = "save_department"
    ISSUE_CODE = "issue_code"
    UNBIND = "unbind"
    SET_PASSWORD = "set_password"


_BOTH = frozenset({Role.ADMIN, Role.SUPERVISOR})
_ADMIN = frozenset({Role.ADMIN})
_ALLOWED = {
    action: _BOTH if action in {PeopleAction.SEE, PeopleAction.DESCRIBE} else _ADMIN
    for action in PeopleAction
}
# Whom a supervisor may describe: not those who stand above them in this.
_DESCRIBED_BY_SUPERVISORS = frozenset({Role.OFFICIAL, Role.LEADER, Role.ENTERPRISE})


def may(by: Person, action: PeopleAction, of: Role | None = None) -> bool:
    """Tell whether `by` may do this to somebody whose role is `of`."""
    if not by.user_id or by.role not in _ALLOWED[action]:
        return False
    if action is PeopleAction.DESCRIBE and by.role is Role.SUPERVISOR:
        return of in _DESCRIBED_BY_SUPERVISORS
    return True
