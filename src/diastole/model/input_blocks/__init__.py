"""What each block of a patient file is built from: its base class, quantities with unit and range, error messages.

The blocks themselves are in ``patient``, ``devices`` and ``operations``.
"""
