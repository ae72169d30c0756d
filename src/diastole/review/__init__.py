"""Reviews of statements, claims, rules and articles: by whom, of which wording, and valid until when.

Only the database of the review desk says who approved what. Recording a decision needs the extra ``web`` (SQLAlchemy,
Alembic); the rest (items under review, conflicts of interest, badges, policy) works without it.
"""
