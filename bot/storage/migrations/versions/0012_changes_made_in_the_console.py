"""Changes made in the console, only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Whatever asks the database to change or delete a change is refused, by whichever way.
_REFUSE = {
    "sqlite": (
        "CREATE TRIGGER console_changes_unchanged BEFORE UPDATE ON console_changes"
        " BEGIN SELECT RAISE(ABORT, 'console_changes is append-only'); END",
        "CREATE TRIGGER console_changes_undeleted BEFORE DELETE ON console_changes"
        " BEGIN SELECT RAISE(ABORT, 'console_changes is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION refuse_console_changes() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'console_changes is append-only'; END $$",
        "CREATE TRIGGER console_changes_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON console_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_console_changes()",
    ),
}


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "console_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("section", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reversal", sa.JSON(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_changes")),
        sa.UniqueConstraint("undoes", name=op.f("uq_console_changes_undoes")),
    )
    with op.batch_alter_table("console_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_console_changes_at"), ["at"])
        batch_op.create_index(batch_op.f("ix_console_changes_section"), ["section"])
        batch_op.create_index(batch_op.f("ix_console_changes_user_id"), ["user_id"])
    for statement in _REFUSE.get(op.get_bind().dialect.name, ()):
        op.execute(statement)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("console_changes")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_console_changes()")
