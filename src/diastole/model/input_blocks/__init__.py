"""The blocks of a patient file: quantities with unit and range, and messages on what is wrong with a value."""
