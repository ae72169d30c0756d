"""The JSON of ``diastole heart3d``."""

from typing import TYPE_CHECKING

from diastole.faces.json.run_json import Json, numbers

if TYPE_CHECKING:
    from diastole.model.heart3d.run.heart_results import ConditionResult, Heart3DResults


def heart3d_shape(results: "Heart3DResults") -> Json:
    """Return the measures of the 3D heart, beside those of the one fibre; with a pump, of both conditions."""
    from diastole.model.heart3d.mesh.segments import SEGMENTS
    from diastole.model.heart3d.output.heart_dataset import SEGMENT_FIELDS
    from diastole.model.heart3d.run.metrics import UNITS
    from diastole.model.run import units

    conditions = results.conditions
    both = {name: numbers(one.beat.measures) for name, one in conditions.items()} if len(conditions) == 2 else {}
    return {
        "schema": "diastole/heart3d/1",
        "patient": results.heart.one_fibre.patient.name,
        "measures": numbers(results.last.beat.measures),
        **both,
        "one_fibre": numbers(results.heart.one_fibre.measures),
        "wall": {name: numbers(one.metrics) for name, one in conditions.items()},
        "segments": {
            name: {key: [float(value) for value in values] for key, values in one.segments.items()}
            for name, one in conditions.items()
        }
        | {"names": list(SEGMENTS)},
        "beats": {name: _beats(one) for name, one in conditions.items()},
        "mesh": _mesh(results),
        "cautions": list(results.heart.one_fibre.cautions),
        "units": units(),
        "units_of_wall": dict(UNITS),
        "units_of_segments": {name: unit for name, (_, unit) in SEGMENT_FIELDS.items()},
    }


def _beats(condition: "ConditionResult") -> Json:
    """Return how the steady beat was found, and whether energy is kept in it."""
    beat = condition.beat
    return {
        "cycles": len(beat.strokes),
        "stroke_volumes": [float(one) for one in beat.strokes],
        "drift": float(beat.drift),
        "work_balance": float(condition.balance),
    }


def _mesh(results: "Heart3DResults") -> Json:
    built = results.heart.built
    return {
        "elements": built.elements,
        "nodes": len(results.mesh.places),
        "cavity": float(built.cavity),
        "unloaded_cavity": float(built.unloaded_cavity),
        "wall_volume": float(results.mesh.volume.sum()),
        "end_diastolic_pressure": float(built.pressure),
        "stiffness": float(built.stiffness),
        "strength": float(built.ventricle.strength),
        "matched": built.match is not None,
    }
