"""Signatures of articles, their clusters, and the bands by which alike ones are found."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table; what was kept before has its signature when it is handled again."""
    op.add_column("outcomes", sa.Column("signature", sa.LargeBinary))
    op.add_column("outcomes", sa.Column("cluster", sa.String(64)))
    op.create_index("ix_outcomes_cluster", "outcomes", ["cluster"])
    unmarked = sa.text("cluster IS NULL AND signature IS NOT NULL")
    op.create_index("ix_outcomes_unmarked", "outcomes", ["document"], sqlite_where=unmarked, postgresql_where=unmarked)
    op.create_table(
        "similar",
        sa.Column("band", sa.BigInteger, nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("band", "document", name="pk_similar"),
        sqlite_with_rowid=False,
    )
