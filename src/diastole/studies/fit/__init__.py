"""From numbers at the bedside to a patient: read a sheet, refuse what contradicts itself, fit a few named factors.

``bedside_sheet`` and ``sheet_parts`` read, ``relations`` compare the numbers with each other, ``fitting.fit`` fits, and
``left_open`` says how far other patients would show the same numbers.
"""
