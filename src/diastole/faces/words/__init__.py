"""Results in words and rows, for tables and pages alike."""
