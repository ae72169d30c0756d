"""Reviews of statements, claims, rules and articles: by whom, of which wording, and valid until when.

The database of the desk alone decides who approved what. Recording a decision needs the extra ``web`` (SQLAlchemy,
Alembic); items under review, conflicts of interest, badges and policy do not.
"""
