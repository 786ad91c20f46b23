"""Since when a text waits for its reader to write again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    with op.batch_alter_table("wechat_waiting_texts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits_since", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("wechat_waiting_texts", schema=None) as batch_op:
        batch_op.drop_column("waits_since")
