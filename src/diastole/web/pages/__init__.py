"""Routes of the pages for people: articles, benches, experiments, screening, review desk.

Only benches need JavaScript; lessons and figures have a drawn form without it.

``faces/pages`` makes most of these pages; the templates of those that only a server has are here.
"""
