"""Routes of the pages for people: articles, benches, experiments, screening, review desk. None needs JavaScript.

``faces/pages`` makes most of these pages; the templates of those that only a server has are here.
"""
