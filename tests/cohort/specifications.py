"""Specifications of cohorts for the tests."""

TEXT = """\
format: diastole cohort 1
title: A leaking aortic valve
based_on: acute_severe_ar
values:
  lesions.aortic_regurgitation.orifice_area:
    uniform: {low: 0.02 cm², high: 0.6 cm²}
    source: assumed
  HR:
    normal: {mean: 95 /min, sd: 12 /min}
    between: {low: 60 /min, high: 130 /min}
    source: assumed
  left_ventricle.passive_stiffness:
    lognormal: {median: x1.0, factor: 1.3}
    source: assumed
correlations:
  heart_rate:
    left_ventricle.passive_stiffness: {rank: -0.5, source: assumed}
arms:
  off: {}
  on: {balloon_pump.volume: 40 mL}
accepted:
  off:
    MAP: {low: 70 mmHg, high: 110 mmHg}
"""
