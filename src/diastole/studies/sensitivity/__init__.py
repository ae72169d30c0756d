"""Which of the values that vary in a cohort determine a measure: Morris's screening, then Sobol's indices."""
