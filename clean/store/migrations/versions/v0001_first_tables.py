"""Documents, their outcomes, runs, and what was never received."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "documents",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("id", sa.Text),
        sa.Column("pipeline_version", sa.Text),
        sa.PrimaryKeyConstraint("key", name="pk_documents"),
    )
    op.create_index("ix_documents_raw_sha256", "documents", ["raw_sha256"])
    op.create_index("ix_documents_id", "documents", ["id"])
    waiting = sa.text("id IS NULL")
    op.create_index("ix_documents_waiting", "documents", ["key"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "runs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("flow", sa.Text, nullable=False),
        sa.Column("pipeline_version", sa.Text, nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sa.Column("summary", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "outcomes",
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("pipeline_version", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("stage", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("run", sa.String(36), nullable=False),
        sa.Column("recorded_at", moment, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document", "pipeline_version", name="pk_outcomes"),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], name="fk_outcomes_document", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_outcomes_run"),
    )
    op.create_index("ix_outcomes_id", "outcomes", ["id"])
    op.create_index("ix_outcomes_run", "outcomes", ["run"])
    op.create_table(
        "unreceived",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("pipeline_version", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("run", sa.String(36), nullable=False),
        sa.Column("recorded_at", moment, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_unreceived"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_unreceived_run"),
    )
    op.create_index("ix_unreceived_id", "unreceived", ["id"])
    op.create_index("ix_unreceived_run", "unreceived", ["run"])
