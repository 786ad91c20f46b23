"""Uploaded files that wait for confirmation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "staged_files",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", "name", name=op.f("pk_staged_files")),
    )
    with op.batch_alter_table("staged_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staged_files_at"), ["at"], unique=False)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("staged_files")
