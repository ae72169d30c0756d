"""A small heart on as many ranks as there are: ``mpirun -n N python -m tests.heart3d.ranks`` prints what came out."""

import json

import numpy as np
from mpi4py import MPI

from tests.heart3d import few_steps, walls

from diastole.model.heart3d.conduction.activation import PATTERNS  # isort: skip
from diastole.model.heart3d.wall.loaded_ventricle import LoadedVentricle, activation_delays, corner_places  # isort: skip
from diastole.model.heart3d.conduction.activation import WallCoordinates  # isort: skip
from diastole.model.heart3d.wall.quadrature import IntegrationPoints  # isort: skip


def delays(ventricle, frames):
    """Return mean and largest delay of activation [s]."""
    points = IntegrationPoints(ventricle.mesh)
    apex = walls.SHAPE.centre - walls.SHAPE.inner_long
    places = [
        WallCoordinates(walls.SHAPE.depth(at), np.arctan2(at[..., 1], -at[..., 0]), 1.0 - at[..., 2] / apex)
        for at in (points.places, corner_places(points))
    ]
    found = activation_delays(LoadedVentricle(ventricle, points, frames, *places), PATTERNS["normal"])
    return points.mean(found), points.mesh.comm.allreduce(found.max(), op=MPI.MAX)


def outcome():
    """Return numbers that must not depend on the ranks."""
    mean, last = delays(*walls.loaded())
    wall = walls.wall()
    found = {"mean delay": mean, "last delay": last, "volume": wall.volume}
    for tension in (2.0, 4.0):
        wall.set_active_stress(walls.pull(wall, tension, 20.0))
        found[f"rise at {tension}"], found[f"slope at {tension}"] = wall.problem.predict()
        wall.problem.solve_volume(found["volume"] - 0.25 * tension)
    wall.problem.solve_volume(wall.volume - 0.1, fresh=False)
    return found | {
        "pressure": wall.pressure,
        "elastance": wall.problem.elastance(),
        "stretch": wall.points.mean(wall.stretch()),
        "stress": wall.points.mean(wall.fibre_stress()),
        "wall energy": wall.energy()[0],
        "spring energy": wall.energy()[1],
    }


if __name__ == "__main__":
    results = {"wall": outcome(), "few steps": few_steps.outcome()}
    if MPI.COMM_WORLD.rank == 0:
        told = {name: {key: float(value) for key, value in one.items()} for name, one in results.items()}
        print(json.dumps({"ranks": MPI.COMM_WORLD.size} | told))
