"""Factors between the units of signals and those of measures."""

MS = 1000.0  # ms/s
ML_PER_L = 1000.0  # mL/L
UMOL_PER_MMOL = 1000.0  # µmol/mmol
MINUTES_PER_HOUR = 60.0  # min/h
L_MIN_PER_ML_S = 0.06  # L/min per mL/s
DYN_PER_WOOD = 79.993432  # dyn s/cm⁵ per mmHg min/L
WATT_PER_MMHG_L_MIN = 133.322387415 / 6e4  # W per mmHg L/min
JOULE_PER_MMHG_ML = 133.322e-6  # J/(mmHg mL)
