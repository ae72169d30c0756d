"""Articles: written answers to questions, a Markdown file each, in three wordings with sources for each sentence."""
