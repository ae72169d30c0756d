"""The review desk: who has reviewed what, in which wording, and until when it counts.

Decisions need the extra ``web`` (SQLAlchemy, Alembic). What is reviewed, whose interests bar whom, the badges and the
policy do without it.
"""
