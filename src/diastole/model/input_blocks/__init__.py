"""What all blocks of a patient file are made of: a base class, quantities with unit and range, error messages.

The blocks themselves are in ``patient``, ``devices`` and ``operations``.
"""
