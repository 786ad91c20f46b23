"""How often a text that waits for its reader was sent without a receipt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    with op.batch_alter_table("wechat_waiting_texts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unanswered", sa.Integer(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("wechat_waiting_texts", schema=None) as batch_op:
        batch_op.drop_column("unanswered")
