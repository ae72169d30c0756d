"""From a question to a cited answer: read it, refuse what is not answered, find the article, put the answer together.

``answerer.load_answerer`` is the entry. ``question`` and ``lexicon`` read words, ``finder`` and the indexes look up,
``refusals``, ``premises`` and ``follow_ups`` judge what was asked; the checks of articles are here too, since they read
sentences the same way.
"""
