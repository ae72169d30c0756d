"""What of the documentation is generated: each module writes the pages and figures of one subject."""
