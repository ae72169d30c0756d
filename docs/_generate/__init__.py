"""The generated documentation: each module writes the pages and figures of one subject."""
