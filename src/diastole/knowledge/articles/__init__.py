"""Written answers: one Markdown file an article, in three wordings, each sentence with what carries it."""
