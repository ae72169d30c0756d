"""Laws of the heart and the vessels: pure functions of scalars, one equation each.

Units of all laws: mmHg, mL, s, cm², kPa (wall stress), µM (calcium), µmol (ATP).
"""
