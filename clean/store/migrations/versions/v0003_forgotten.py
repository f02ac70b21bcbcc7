"""What was forgotten, so that it does not come back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "forgotten",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "article", name="pk_forgotten"),
    )
    op.create_index("ix_forgotten_article", "forgotten", ["article"])
