"""What was sent, found by account; what waits to be fetched, by its age."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_index(
        "ix_send_attempts_channel_account_at", "send_attempts", ["channel", "account", "at"]
    )
    op.create_index("ix_send_attempts_channel_at", "send_attempts", ["channel", "at"])
    op.create_index(
        "ix_channel_exchanges_channel_opened_at", "channel_exchanges", ["channel", "opened_at"]
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_index("ix_channel_exchanges_channel_opened_at", "channel_exchanges")
    op.drop_index("ix_send_attempts_channel_at", "send_attempts")
    op.drop_index("ix_send_attempts_channel_account_at", "send_attempts")
