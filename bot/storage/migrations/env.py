"""Runs the revisions on the connection that `bot.storage.migrate` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from bot.storage.model import UtcDateTime


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    # The workflows' own tables share a PostgreSQL database and are none of ours.
    return not (kind == "table" and name is not None and name.startswith("durable_"))


def _render(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    # Stored as a plain moment; a revision must not change when the type's class moves.
    return "sa.DateTime()" if kind == "type" and isinstance(value, UtcDateTime) else False


def run() -> None:
    """Run what was asked for, in the transaction of the connection handed over."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes.get("metadata"),
        include_name=_is_ours,
        render_item=_render,
        # SQLite cannot alter a table in place.
        render_as_batch=True,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
