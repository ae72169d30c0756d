"""The figure of baroreflex, loss of contraction and lung water, drawn from the laws."""

import numpy as np
from matplotlib.axes import Axes

from _generate.pages import Output
from _generate.plots import COLOURS, dress, new_figure, save
from diastole.faces.figures.theme import LIGHT
from diastole.model.patient import Patient
from diastole.model.physiology.baroreflex import limb_target, sympathetic_drive
from diastole.model.physiology.coronary import lost_contraction
from diastole.model.run import baseline
from diastole.model.simulation.beat_to_beat import lung_water_gain, slow_physiology

LIMBS = {"rate": "heart rate", "contractility": "calcium transient", "resistance": "systemic arterioles"}
PRESETS = ("healthy", "shock")
MINUTES_PER_HOUR = 60.0


def _reflex(axes: Axes, preset: str) -> None:
    """Draw the targets of the limbs over the mean aortic pressure, the right atrial pressure unchanged."""
    patient = Patient.preset(preset)
    reflex, own = patient.baroreflex, baseline(patient).own
    pressures = np.linspace(40.0, 140.0, 101)
    receptors = slow_physiology(patient, own).receptors
    drives = [sympathetic_drive(p, receptors.midpoint, receptors.width) for p in pressures]
    for (name, words), colour in zip(LIMBS.items(), COLOURS, strict=False):
        gain = getattr(reflex, name).arterial_gain
        change = [limb_target(gain, drive, receptors.own_drive, 0.0, 0.0, 0.0) for drive in drives]
        axes.plot(pressures, [100 * value for value in change], color=colour, label=words)
    axes.plot(own.aortic_pressure, 0.0, "o", color=LIGHT.ink, markersize=4)
    labels = {"xlabel": "Mean aortic pressure, mmHg", "ylabel": "Change, %"}
    dress(axes, f"Baroreflex, {preset}", zero=True, legend=7, ylim=(-85, 85), **labels)


def _contraction(axes: Axes) -> None:
    met = np.linspace(0.0, 1.2, 121)
    axes.plot(met, [100 * (1.0 - lost_contraction(x)) for x in met], color=COLOURS[0])
    dress(axes, "Contraction that is left", xlabel="Flow over need, inner layer", ylabel="%")


def _water(axes: Axes) -> None:
    pressures = np.linspace(5.0, 45.0, 161)
    patient = Patient.preset(PRESETS[0])
    axes.plot(pressures, [MINUTES_PER_HOUR * lung_water_gain(p, patient) for p in pressures], color=COLOURS[1])
    dress(axes, "Water that stays in the lung", xlabel="Pulmonary capillary pressure, mmHg", ylabel="mL/h")


def write(out: Output) -> None:
    """Write the figure."""
    figure = new_figure(7.6, 5.4)
    panels = figure.subplots(2, 2).ravel()
    for axes, preset in zip(panels, PRESETS, strict=False):
        _reflex(axes, preset)
    _contraction(panels[2])
    _water(panels[3])
    save(out, "regulation", figure)
