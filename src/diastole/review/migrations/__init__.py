"""Migrations of the database of the review desk, for Alembic: one script in ``versions`` for each change of tables."""
