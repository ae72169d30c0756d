"""Fit a patient to the measurements of a bedside sheet: read it, refuse contradictory values, fit a few factors.

``bedside_sheet`` and ``sheet_parts`` read, ``relations`` compare the values with each other, ``fitting.fit`` fits, and
``left_open`` tells how far another patient may differ and still match the sheet. ``plausibility`` and
``bedside_values`` refuse what no patient has.
"""
