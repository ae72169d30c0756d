"""Lessons for the bench, the interactive page with two hearts: a Markdown file each.

A lesson is a series of steps, each with a state of the heart and a question.
"""
