"""Right-hand sides written by ``make assemble``; do not edit them by hand."""
