"""Right-hand sides written by ``make assemble``; nothing here is edited by hand."""
