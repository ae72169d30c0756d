"""The wording of results, and the rows that tables and pages share: sentences whose every number is computed."""
