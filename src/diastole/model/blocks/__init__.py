"""Blocks of values as people write them: quantities with unit and range, and in a sentence what is wrong."""
