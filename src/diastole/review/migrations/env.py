"""Runs the migrations on the connection that it is given, in its transaction."""

from alembic import context

from diastole.review.database_tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
