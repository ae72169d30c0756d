"""Lessons for the bench, the interactive page with two hearts: a Markdown file each.

Every step has a state of the heart and a question.
"""
