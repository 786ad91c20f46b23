"""What the console says about tasks, in Chinese."""

from __future__ import annotations

from collections.abc import Collection

from bot.errors import TransitionRefused
from bot.tasks.ledger_file import ImportCount
from bot.tasks.service import Change
from bot.tasks.transition import Action
from bot.tasks.wording import ACTION_LABELS

SECTION = "tasks"
IMPORTED = "导入任务"


def imported(count: ImportCount) -> str:
    """Say what an import did."""
    return f"新增 {count.added} 项，更新 {count.updated} 项，未变 {count.unchanged} 项"


def refuse_without_reason(change: Change, needs: Collection[Action]) -> None:
    """Refuse what the owner must be told the reason of.

    Raises:
        TransitionRefused: no reason is given.
    """
    if change.action in needs and not change.reason.strip():
        raise TransitionRefused(
            f"{ACTION_LABELS[change.action]}须写明原因", remedy="写明原因后再提交"
        )
