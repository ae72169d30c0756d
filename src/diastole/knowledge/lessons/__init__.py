"""Lessons for the bench: a Markdown file each, with a state of the heart and a question for every step."""
