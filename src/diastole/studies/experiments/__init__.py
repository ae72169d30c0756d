"""The experiments that articles open with: recorded with the package, and run again where the model has changed."""
