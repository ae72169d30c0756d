"""Which device unloads the left ventricle?"""

import matplotlib.pyplot as plt

import diastole

shock = diastole.Patient.preset("shock")
figure, row = plt.subplots(1, 3, figsize=(9, 3), sharex=True, sharey=True, layout="constrained")
for axes, change in zip(row, ({}, {"axial_pump.model": "CP"}, {"extracorporeal.circuit": "va_ecmo"}), strict=True):
    diastole.simulate(shock.with_values(change)).plot("pressure_volume", axes=axes)
    axes.set_title(next(iter(change.values()), "no device"))
figure.savefig("devices.svg")
