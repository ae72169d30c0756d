"""The simulations that articles show: recorded with the package, and run again when the model changes."""
