"""Reviews of statements, claims, rules and articles: by whom, of which wording, and valid until when.

Decisions need the extra ``web`` (SQLAlchemy, Alembic). The subjects, the interests that bar a reviewer, the badges
and the policy do without it.
"""
