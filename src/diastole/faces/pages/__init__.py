"""Results as self-contained HTML files, a module for each kind of page, and answers as Markdown.

``rendering`` fills in the templates; ``place`` knows how a page links where it stands; ``static_site`` writes all.
"""
