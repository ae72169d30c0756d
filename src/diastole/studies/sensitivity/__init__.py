"""Which values of a cohort decide a measure: Morris's screening, then Sobol's indices."""
