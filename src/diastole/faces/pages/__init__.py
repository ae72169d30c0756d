"""Results as self-contained HTML files, a module for each kind of page, and answers as Markdown.

``rendering`` fills in the templates. ``place`` says how a page links to others: from a single file, from a static site,
or from a server. ``static_site`` writes the whole site.
"""
