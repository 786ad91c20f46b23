"""Conversations on the pages, kept for the person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "page_exchanges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=160), nullable=False),
        sa.Column("message_id", sa.String(length=160), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_exchanges")),
        sa.UniqueConstraint(
            "user_id",
            "conversation",
            "message_id",
            name=op.f("uq_page_exchanges_user_id"),
        ),
    )
    with op.batch_alter_table("page_exchanges", schema=None) as batch_op:
        batch_op.create_index("ix_page_exchanges_user_id_id", ["user_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_page_exchanges_answered_at"), ["answered_at"], unique=False
        )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("page_exchanges")
