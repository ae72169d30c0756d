"""Reviews of statements, claims, rules and articles: who reviewed which wording, and until when the review is valid.

Reviewers decide at the review desk (``review_desk``); only its database says who approved what. Recording a decision
needs the extra ``web`` (SQLAlchemy, Alembic); the rest (items under review, conflicts of interest, badges, policy)
works without it.
"""
