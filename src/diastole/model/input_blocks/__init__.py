"""The blocks of a patient file: quantities with unit and range, and error messages for invalid values."""
