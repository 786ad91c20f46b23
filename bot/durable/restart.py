"""Second chances: for a step that met a database error, and for a workflow that failed."""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa

from bot.durable.work import DurableWork, RetryRule, WorkflowState

# A workflow that failed so often fails of a defect, which no further try repairs.
RESTARTS = 20

_logger = logging.getLogger(__name__)


def is_database_error(exc: BaseException) -> bool:
    """Tell whether the database failed: locked, restarted, full, or a row was written twice."""
    return isinstance(exc, sa.exc.DBAPIError | sa.exc.TimeoutError)


PATIENT_WITH_DATABASE = RetryRule(attempts=12, first_wait_s=1.0, is_retryable=is_database_error)
"""Waits out more than an hour: for what must not be lost."""

BRIEF_WITH_DATABASE = RetryRule(attempts=4, first_wait_s=0.5, is_retryable=is_database_error)
"""Waits a few seconds: for what a person is waiting for."""


def start_again(
    work: DurableWork,
    workflow: str,
    *arguments: Any,
    workflow_id: str,
    queue: str,
    partition: str | None = None,
    postponed: str | None = None,
) -> bool:
    """Start a workflow that was never started, or failed; return whether it was started now.

    A failed id stays failed for ever, so every restart has an id of its own; the workflow must
    therefore carry a key by which its effect happens once. A workflow that returned
    `postponed` did not do its work yet and counts as failed. One that waits or runs is left
    alone.
    """
    for restart in range(RESTARTS + 1):
        attempt_id = f"{workflow_id}:again-{restart}" if restart else workflow_id
        outcome = work.wait(attempt_id, 0)
        if outcome.state is WorkflowState.UNKNOWN:
            work.enqueue(
                workflow, *arguments, workflow_id=attempt_id, queue=queue, partition=partition
            )
            return True
        is_postponed = postponed is not None and outcome.result == postponed
        if outcome.state is not WorkflowState.FAILED and not is_postponed:
            return False
    _logger.error("workflow %s failed %d times and is not started again", workflow, RESTARTS)
    return False
