"""Migrations of the database of the review desk."""
