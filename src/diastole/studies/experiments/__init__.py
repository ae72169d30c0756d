"""The simulations that articles show: recorded with the package, and run anew where the model has changed."""
