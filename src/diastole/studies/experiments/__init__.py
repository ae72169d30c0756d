"""The simulations that articles show: results ship with the package, and are computed again when the model changes."""
