"""The screening before a balloon pump: the facts that it uses, and its verdict. Its rules are in ``rules``.

``spellings``, ``operations`` and ``mentions`` hold the words by which records name grades, findings and operations.
"""
