"""From a question to a cited answer: read it, refuse it if it is out of scope, find the article, compose the answer.

``answerer.load_answerer`` is the entry. ``question`` and ``lexicon`` parse the question, ``finder`` and the indexes
search, ``refusals``, ``premises`` and ``follow_ups`` check the question. The checks of articles are here, too, because
they use the same parser of sentences.
"""
