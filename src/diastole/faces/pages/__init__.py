"""Results as self-contained HTML files, a module for each kind of page, and answers as Markdown.

``rendering`` fills in the templates, ``place`` resolves links, ``static_site`` writes the whole site.
"""
