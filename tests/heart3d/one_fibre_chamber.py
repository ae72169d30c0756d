"""The one-fibre ventricles of the closed loop, written as chambers: what the 3D heart does, without its engine."""

from math import ceil

import numpy as np

from diastole.model.circulation.kernel_parameters import PLACES, STATE_INDEX
from diastole.model.physiology.chamber import ChamberLine
from diastole.model.physiology.clock import calcium_concentration
from diastole.model.physiology.myofilament import (
    active_tension,
    blocking,
    contractile_atp,
    filament_overlap,
    strong_binding,
    strong_detachment,
    strong_straining,
    troponin_binding,
    weak_binding,
    weak_straining,
)
from diastole.model.physiology.one_fibre import (
    Wall,
    fibre_stress,
    fibre_stretch,
    fibre_stretch_rate,
    ventricular_pressure,
)

STATES = ("bound", "blocked", "weak", "strong", "strong_strain", "weak_strain")
PROBE = 1e-3  # mL, with which the elastance is found
SUBSTEP = 1e-3  # s


class OneFibreChamber:
    """States of the fibre, advanced along a volume that changes evenly over a step."""

    def __init__(self, parameters, state, side):
        self.side = side
        self.wall = Wall(*parameters[PLACES[f"{side}_wall"]])
        self.y = np.array([state[STATE_INDEX[f"{name}_{side}"]] for name in STATES])
        self.volume = float(state[STATE_INDEX[f"v_{side}"]])
        self.flow = 0.0

    def begin(self, muscle):
        self.muscle = muscle
        self.pressure = self._pressure(self.y, self.volume, self.flow)
        return self._signals()

    def expected(self, time, step):
        self._time, self._h = time, step
        end = self.solve(self.volume)
        drift = (end.pressure - self.pressure) / step
        return ChamberLine(time, self.volume, self.pressure, end.elastance, drift, self._signals()[f"atp_{self.side}"])

    def solve(self, volume):
        here, there = (self._end(at) for at in (volume, volume + PROBE))
        self._next = volume, *here
        return ChamberLine(self._time + self._h, volume, here[1], (there[1] - here[1]) / PROBE, 0.0, 0.0)

    def accept(self):
        volume, self.y, self.pressure = self._next
        self.flow, self.volume = (volume - self.volume) / self._h, volume
        return self._signals()

    def move(self, volume):
        """Go to a volume without time passing."""
        self.volume, self.flow = volume, 0.0

    def _end(self, volume):
        """Return states and pressure at the end of the step if the volume is this one there."""
        flow = (volume - self.volume) / self._h
        steps = ceil(self._h / SUBSTEP - 1e-9)
        h, y = self._h / steps, self.y
        for i in range(steps):
            t, v = self._time + i * h, self.volume + i * h * flow
            k1 = self._rates(t, v, flow, y)
            k2 = self._rates(t + 0.5 * h, v + 0.5 * h * flow, flow, y + 0.5 * h * k1)
            k3 = self._rates(t + 0.5 * h, v + 0.5 * h * flow, flow, y + 0.5 * h * k2)
            k4 = self._rates(t + h, v + h * flow, flow, y + h * k3)
            y = y + h / 6.0 * (k1 + 2.0 * (k2 + k3) + k4)
        return y, self._pressure(y, volume, flow)

    def _rates(self, time, volume, flow, y):
        bound, blocked, weak, strong, strong_strain, weak_strain = y
        bridges = self.muscle.bridges
        stretch = fibre_stretch(volume, self.wall)
        rate = fibre_stretch_rate(stretch, volume, flow, self.wall)
        detaching = strong_detachment(strong, strong_strain, bridges)
        return np.array([
            troponin_binding(calcium_concentration(time, self.muscle.calcium), bound, stretch, bridges),
            blocking(bound, blocked, weak, strong, bridges),
            weak_binding(blocked, weak, strong, weak_strain, bridges),
            strong_binding(weak, detaching, bridges),
            strong_straining(strong_strain, rate, bridges),
            weak_straining(weak_strain, rate, bridges),
        ])  # fmt: skip

    def _tension(self, y, stretch):
        overlap = filament_overlap(stretch, self.muscle.bridges)
        return active_tension(overlap, y[2], y[3], y[5], y[4], self.muscle.tension)

    def _stress(self, y, volume, flow):
        stretch = fibre_stretch(volume, self.wall)
        rate = fibre_stretch_rate(stretch, volume, flow, self.wall)
        return fibre_stress(self._tension(y, stretch), stretch, rate, self.wall)

    def _pressure(self, y, volume, flow):
        return ventricular_pressure(self._stress(y, volume, flow), volume, 0.0, self.wall)

    def _signals(self):
        stretch, bridges = fibre_stretch(self.volume, self.wall), self.muscle.bridges
        detaching = strong_detachment(self.y[3], self.y[4], bridges)
        overlap = filament_overlap(stretch, bridges)
        signals = dict(zip(STATES, self.y, strict=True)) | {
            "stretch": stretch,
            "tension": self._tension(self.y, stretch),
            "stress": self._stress(self.y, self.volume, self.flow),
            "atp": contractile_atp(overlap, detaching, self.wall.volume, self.muscle.tension),
        }
        return {f"{name}_{self.side}": value for name, value in signals.items()}


class OneFibreChambers:
    """One or both ventricles, each of one fibre, that feel nothing of each other."""

    def __init__(self, parameters, state, step, names=("lv",)):
        self.names, self.step = names, step
        self.ventricles = [OneFibreChamber(parameters, state, name) for name in names]

    def begin(self, muscles):
        self.muscles = muscles
        return self._joined(one.begin(muscle) for one, muscle in zip(self.ventricles, muscles, strict=True))

    def expected(self, time, step):
        return tuple(one.expected(time, step) for one in self.ventricles)

    def solve(self, volumes):
        return tuple(one.solve(float(volume)) for one, volume in zip(self.ventricles, volumes, strict=True))

    def accept(self, lines):
        return self._joined(one.accept() for one in self.ventricles)

    def move(self, state):
        """Go to the volumes of a state without time passing."""
        for one in self.ventricles:
            one.move(float(state[STATE_INDEX[f"v_{one.side}"]]))

    @staticmethod
    def _joined(parts):
        return {name: value for part in parts for name, value in part.items()}
