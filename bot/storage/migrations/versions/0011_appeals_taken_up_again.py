"""When a closed appeal was taken up again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reopened_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.drop_column("reopened_at")
