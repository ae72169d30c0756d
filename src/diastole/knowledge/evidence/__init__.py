"""The evidence base: sources, statements, thresholds and codes."""
