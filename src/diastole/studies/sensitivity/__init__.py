"""Which parameters of a cohort determine a measure: Morris's screening, then Sobol's indices."""
