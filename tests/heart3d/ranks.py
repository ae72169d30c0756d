"""A small heart on as many ranks as there are: ``mpirun -n N python -m tests.heart3d.ranks`` prints
numbers that must not depend on N.
"""

import json

import numpy as np
from mpi4py import MPI

from tests.heart3d import walls

from diastole.model.heart3d.conduction.activation import PATTERNS  # isort: skip
from diastole.model.heart3d.wall.loaded_ventricle import (  # isort: skip
    LoadedVentricle,
    activation_delays,
    coordinates,
    corner_places,
)
from diastole.model.heart3d.wall.quadrature import IntegrationPoints  # isort: skip
from diastole.model.heart3d.run.build_ventricle import beat_loop, build_ventricle  # isort: skip
from diastole.model.heart3d.wall.global_numbering import Layout  # isort: skip
from diastole.model.patient import Patient  # isort: skip
from diastole.model.run import simulate  # isort: skip
from diastole.model.simulation.coupled_heart import driven_muscle  # isort: skip


EDGE, STEP, STEPS, FASTER = 2.2, 8e-3, 4, 4  # the volumes of the beat are run through in steps four times as long


def delays(ventricle, frames):
    """Return mean and largest delay of activation [s]."""
    points = IntegrationPoints(ventricle.mesh)
    apex = walls.SHAPE.centre - walls.SHAPE.inner_long
    depths = {"points": walls.SHAPE.depth(points.places), "corners": walls.SHAPE.depth(corner_places(points))}
    inside, corners = (
        coordinates(at, depth, apex, right=np.zeros(depth.shape, bool), cover=depth)
        for at, depth in zip((points.places, corner_places(points)), depths.values(), strict=True)
    )
    one_wall = np.zeros(points.count, int)
    loaded = LoadedVentricle(ventricle, points, frames, inside, corners, frames.sheet, one_wall)
    result = activation_delays(loaded, PATTERNS["normal"])
    return points.mean(result), points.mesh.comm.allreduce(result.max(), op=MPI.MAX)


def outcome():
    """Return numbers that must not depend on the ranks."""
    mean, last = delays(*walls.loaded())
    wall = walls.wall()
    wall.problem.forget_factors()
    result = {"mean delay": mean, "last delay": last, "volume": wall.volumes[0]}
    for tension in (2.0, 4.0):
        wall.set_active_stress(walls.pull(wall, tension, 20.0))
        [result[f"rise at {tension}"]], [[result[f"slope at {tension}"]]] = wall.problem.predict(np.zeros(1))
        wall.problem.solve_volumes(result["volume"] - 0.25 * tension)
    wall.problem.solve_volumes(wall.volumes[0] - 0.1, fresh=False)
    return result | {
        "pressure": wall.pressures[0],
        "elastance": wall.problem.elastance()[0, 0],
        "stretch": wall.points.mean(wall.stretch()),
        "stress": wall.points.mean(wall.fibres().stress),
        "wall energy": wall.energy()[0],
        "spring energy": wall.energy()[1],
    }


def few_steps():
    """Return numbers that must not depend on the ranks."""
    patient = Patient.preset("shock").with_balloon_pump(None)
    run = simulate(patient)
    built = build_ventricle(patient, run, edge=EDGE, step=STEP, strength=1.0)
    ventricle, course = built.ventricle, beat_loop(run)
    ventricle.begin([driven_muscle(run.steady.trace.parameters)])
    for i in range(STEPS):
        lines = ventricle.expected(i * STEP, STEP)
        [end] = ventricle.solve(np.array([np.interp((i + 1) * FASTER * STEP, course.time, course.volume)]))
        signals = ventricle.accept(lines)
    return _numbers(ventricle, end, signals) | _numbering(ventricle)


def _numbers(ventricle, end, signals):
    wall = ventricle.wall
    result = {
        "pressure": end.pressure,
        "elastance": end.elastance,
        "volume": wall.volumes[0],
        "stored": wall.energy()[0],
    }
    return result | {name: float(value) for name, value in signals.items()}


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


def results():
    """Return all of these numbers by part, and how many ranks there were."""
    parts = {"wall": outcome(), "few steps": few_steps()}
    told = {part: {name: float(value) for name, value in one.items()} for part, one in parts.items()}
    return {"ranks": MPI.COMM_WORLD.size} | told


if __name__ == "__main__":
    found = results()
    if MPI.COMM_WORLD.rank == 0:
        print(json.dumps(found))
