"""Alerts in messages, muted hours, and the day a task was transferred."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "muted_hours",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_muted_hours")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("transferred_on", sa.Date(), nullable=True))
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alerts_task_no"))
        batch_op.alter_column(
            "task_no",
            new_column_name="subject",
            existing_type=sa.String(length=32),
            type_=sa.String(length=80),
            existing_nullable=False,
        )
        batch_op.add_column(sa.Column("message_key", sa.String(length=180), nullable=True))
    # Until now every alert was a message of its own.
    op.execute("UPDATE alerts SET message_key = alert_id")
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.alter_column("message_key", existing_type=sa.String(length=180), nullable=False)
        batch_op.create_index(batch_op.f("ix_alerts_subject"), ["subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_alerts_message_key"), ["message_key"], unique=False)


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alerts_message_key"))
        batch_op.drop_index(batch_op.f("ix_alerts_subject"))
        batch_op.drop_column("message_key")
        batch_op.alter_column(
            "subject",
            new_column_name="task_no",
            existing_type=sa.String(length=80),
            type_=sa.String(length=32),
            existing_nullable=False,
        )
        batch_op.create_index(batch_op.f("ix_alerts_task_no"), ["task_no"], unique=False)
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_column("transferred_on")
    op.drop_table("muted_hours")
