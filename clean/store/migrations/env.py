"""Run by Alembic: applies the steps on the connection that clean.store hands over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    transactional_ddl=True,
)
context.run_migrations()
