"""Cards that can still be pressed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "wecom_open_cards",
        sa.Column("response_code", sa.String(length=512), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("sends", sa.JSON(), nullable=False),
        sa.Column("task_nos", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("response_code", name=op.f("pk_wecom_open_cards")),
    )
    with op.batch_alter_table("wecom_open_cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wecom_open_cards_account"), ["account"], unique=False)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("wecom_open_cards")
