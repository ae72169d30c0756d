"""The wording of results: sentences in which every number is computed, and the rows that tables and pages share.

``reading`` explains a comparison, ``causes`` says why a number differs in a second heart.
"""
