"""Durable work: what is started once runs to its end, whatever dies in between.

`bot.durable.dbos_work` is not imported here: the library takes its time, and most commands
start nothing.
"""

from bot.durable.inline_work import InlineWork
from bot.durable.work import (
    DurableWork,
    QueueLimits,
    RateLimit,
    RetryRule,
    ScheduleRun,
    WorkflowOutcome,
    WorkflowState,
)

__all__ = [
    "DurableWork",
    "InlineWork",
    "QueueLimits",
    "RateLimit",
    "RetryRule",
    "ScheduleRun",
    "WorkflowOutcome",
    "WorkflowState",
]
