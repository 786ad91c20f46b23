"""Questions about figures, only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Whatever asks the database to change or delete a question is refused, by whichever way.
_REFUSE = {
    "sqlite": (
        "CREATE TRIGGER figure_questions_unchanged BEFORE UPDATE ON figure_questions"
        " BEGIN SELECT RAISE(ABORT, 'figure_questions is append-only'); END",
        "CREATE TRIGGER figure_questions_undeleted BEFORE DELETE ON figure_questions"
        " BEGIN SELECT RAISE(ABORT, 'figure_questions is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION refuse_figure_questions() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'figure_questions is append-only'; END $$",
        "CREATE TRIGGER figure_questions_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON figure_questions FOR EACH STATEMENT EXECUTE FUNCTION refuse_figure_questions()",
    ),
}


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "figure_questions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("business_at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("department_code", sa.String(length=32), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_questions")),
    )
    with op.batch_alter_table("figure_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_questions_asked_at"), ["asked_at"])
        batch_op.create_index(batch_op.f("ix_figure_questions_user_id"), ["user_id"])
    for statement in _REFUSE.get(op.get_bind().dialect.name, ()):
        op.execute(statement)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("figure_questions")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_figure_questions()")
