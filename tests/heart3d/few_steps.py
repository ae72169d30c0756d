"""A few steps of a small heart on as many ranks as there are; ``tests.heart3d.ranks`` runs them."""

import numpy as np

import diastole.model.heart3d  # noqa: F401  before the engine: the order of its parts matters
from diastole.model.heart3d.run.build_ventricle import beat_loop, build_ventricle
from diastole.model.heart3d.wall.global_numbering import Layout
from diastole.model.patient import Patient
from diastole.model.run import simulate
from diastole.model.simulation.coupled_heart import driven_muscle

EDGE, STEP, STEPS, FASTER = 2.2, 8e-3, 4, 4  # the volumes of the beat are run through in steps four times as long


def outcome():
    """Return numbers that must not depend on the ranks."""
    patient = Patient.preset("shock").with_balloon_pump(None)
    run = simulate(patient)
    built = build_ventricle(patient, run, edge=EDGE, step=STEP, strength=1.0)
    ventricle, course = built.ventricle, beat_loop(run)
    ventricle.begin(driven_muscle(run.steady.trace.parameters))
    for i in range(STEPS):
        ventricle.expected(i * STEP, STEP)
        end = ventricle.solve(float(np.interp((i + 1) * FASTER * STEP, course.time, course.volume)))
        signals = ventricle.accept()
    return _numbers(ventricle, end, signals) | _numbering(ventricle)


def _numbers(ventricle, end, signals):
    wall = ventricle.wall
    found = {"pressure": end.pressure, "elastance": end.elastance, "volume": wall.volume, "stored": wall.energy()[0]}
    return found | {name: float(value) for name, value in signals.items()}


def _numbering(ventricle):
    """Return sums with weights that differ from node to node and from point to point: they see any exchange."""
    layout, muscle = Layout(ventricle.wall), ventricle.muscle
    moved = layout.join_nodes(ventricle.wall.displacement.x.array)
    states = layout.join_points(muscle.states.T)
    assert np.array_equal(layout.share_nodes(moved), ventricle.wall.displacement.x.array)
    assert np.array_equal(layout.share_points(states).T, muscle.states)
    random = np.random.default_rng(0)
    return {
        "nodes": float((moved * random.random(moved.shape)).sum()),
        "places": float((layout.places * random.random(moved.shape)).sum()),
        "points": float((states * random.random(states.shape)).sum()),
        "tetrahedra": float((layout.tetrahedra * random.random(layout.tetrahedra.shape)).sum()),
    }
