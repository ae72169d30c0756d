"""In what share of patients a claim holds."""
