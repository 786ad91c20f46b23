"""Opinions on answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "answer_opinions",
        sa.Column("conversation", sa.String(length=300), nullable=False),
        sa.Column("message_id", sa.String(length=160), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "message_id", name=op.f("pk_answer_opinions")),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("answer_opinions")
