"""Tables and texts in the terminal, a module for each kind of result.

How a number is written is in ``diastole.numbers``; its decimals are in the record of its measure.
"""
