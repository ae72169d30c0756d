"""Migrations of the review database: one script for each change of its tables."""
