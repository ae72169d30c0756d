"""Results as self-contained HTML files, and answers as Markdown."""
