"""The wording of results: sentences in which every number is computed, and the rows that tables and pages share."""
