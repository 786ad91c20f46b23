"""What documents of the policy library state about each other, and the names they go by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "library_effect",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["library_document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "position"),
    )
    with op.batch_alter_table("library_effect", schema=None) as batch_op:
        batch_op.create_index("ix_library_effect_number", ["number_key"], unique=False)
        batch_op.create_index("ix_library_effect_title", ["title_key"], unique=False)
    op.create_table(
        "library_name",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["library_document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "key"),
    )
    with op.batch_alter_table("library_name", schema=None) as batch_op:
        batch_op.create_index("ix_library_name_key", ["key"], unique=False)


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("library_name", schema=None) as batch_op:
        batch_op.drop_index("ix_library_name_key")
    op.drop_table("library_name")
    with op.batch_alter_table("library_effect", schema=None) as batch_op:
        batch_op.drop_index("ix_library_effect_title")
        batch_op.drop_index("ix_library_effect_number")
    op.drop_table("library_effect")
