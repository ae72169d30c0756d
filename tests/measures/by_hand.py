"""A beat drawn with straight lines, whose every measure can be worked out by hand."""

import numpy as np

from diastole.model.circulation.kernel_parameters import PLACES, STATE_INDEX, STATE_NAMES, parameter_vector
from diastole.model.patient import Patient
from diastole.model.simulation.trace import SIGNAL_INDEX, Trace

PERIOD = 1.0  # s
POINTS = 4001

# Of the beat: a healthy heart whose arterioles are open to 0.4 in the inner and 0.25 in the outer half of the wall.
PARAMETERS = parameter_vector(Patient.preset("healthy"))
TONES = {"subendocardial_arterioles": 0.4, "subepicardial_arterioles": 0.25}
for name, tone in TONES.items():
    PARAMETERS[PLACES[name]] *= tone

# Corners of each line: time after the QRS onset [s] and value. What is not drawn is 0.
LINES = {
    # ejects 60 mL in a triangle from 0.1 to 0.4 s, then leaks 25 mL at 50 mL/s
    "q_aortic": [(0, 0), (0.1, 0), (0.2, 400), (0.4, 0), (0.42, 0), (0.42, -50), (0.92, -50), (0.92, 0), (1, 0)],
    # fills with 80 mL; leaks 10 mL in systole and 0.8 mL at the end of diastole
    "q_mitral": [
        (0, 0), (0.12, 0), (0.12, -100), (0.22, -100), (0.22, 0), (0.5, 0), (0.5, 200), (0.9, 200), (0.9, 0),
        (0.95, 0), (0.95, -20), (0.99, -20), (0.99, 0), (1, 0),
    ],
    # a rectangular loop between 50 and 110 mL, 10 and 100 mmHg
    "v_lv": [(0, 110), (0.1, 110), (0.4, 50), (0.5, 50), (0.9, 110), (1, 110)],
    "p_lv": [(0, 10), (0.1, 100), (0.4, 100), (0.5, 10), (1, 10)],
    "p_ascending_aorta": [(0, 70), (0.08, 60), (0.25, 120), (0.4, 90), (0.6, 95), (1, 70)],
    "p_la": [(0, 8), (1, 8)],
    "p_ra": [(0, 4), (1, 4)],
    "p_pulmonary_arteries": [(0, 10), (0.5, 30), (1, 10)],
    "p_pericardium": [(0, 2), (1, 2)],
    "q_coronary_arteries": [(0, 0.5), (0.4, 0.5), (0.4, 4 / 3), (1, 4 / 3), (1, 0.5)],  # mean of 1 mL/s
    "p_rv": [(0, 3), (0.1, 23), (0.4, 23), (0.5, 3), (1, 3)],
    # backward for a moment as the balloon empties: 30·0.5 − 10·0.1 = 14 mL, and 20 mL
    "q_head_and_arm_arteries": [
        (0, 0), (0.1, 0), (0.1, 30), (0.6, 30), (0.6, 0), (0.9, 0), (0.9, -10), (1, -10), (1, 0)
    ],
    "q_trunk_and_leg_arteries": [(0, 0), (0.1, 0), (0.5, 100), (0.5, 0), (1, 0)],
    # together 0.5 mL/s from 0 to 0.4 s, 1.5 mL/s after
    "q_subendocardial_arterioles": [(0, 0.1), (0.4, 0.1), (0.4, 0.9), (1, 0.9), (1, 0.1)],
    "q_subepicardial_arterioles": [(0, 0.4), (0.4, 0.4), (0.4, 0.6), (1, 0.6), (1, 0.4)],
    "atp_lv": [(0, 0), (0.2, 100), (0.4, 0), (1, 0)],
    "stress_lv": [(0, 2), (0.2, 42), (0.4, 2), (1, 2)],
}  # fmt: skip


def drawn(**changed) -> Trace:
    """Return a trace of one beat; lines may be replaced."""
    time = np.linspace(0.0, PERIOD, POINTS)
    states, signals = np.zeros((POINTS, len(STATE_NAMES))), np.zeros((POINTS, len(SIGNAL_INDEX)))
    for name, corners in (LINES | changed).items():
        values = corners(time) if callable(corners) else np.interp(time, *np.array(corners, dtype=float).T)
        if name in STATE_INDEX:
            states[:, STATE_INDEX[name]] = values
        else:
            signals[:, SIGNAL_INDEX[name]] = values
    return Trace(time, states, signals, (0.0, PERIOD), (), PARAMETERS)
