"""A run of the 3D heart as one NetCDF: the mesh at the root, waveforms and fields of each condition in a group."""

from typing import Any

import numpy as np
import xarray

from diastole.model.heart3d.mesh.segments import SEGMENTS
from diastole.model.heart3d.run.heart_results import FIELDS, ConditionResult, Heart3DResults, ResultMesh
from diastole.model.heart3d.run.metrics import UNITS
from diastole.model.measures.waveform_signals import SIGNALS

Variable = tuple[Any, ...]
SEGMENT_FIELDS = {  # of the segments, by name: long name and unit
    "atp": ("ATP of contraction per beat", "µmol/mL"),
    "peak_tension": ("Largest active tension of the first beat", "kPa"),
    "mean_tension": ("Mean active tension over the first beat", "kPa"),
}
COURSES = {  # of the motion in the first beat, by name: unit and long name
    "base_descent": ("mm", "Descent of the base from the end of diastole"),
    "rim_descent": ("mm", "Descent of the inner rim of the base from the end of diastole"),
    "twist_outside": ("°", "Twist of the outer surface from the end of diastole"),
    "twist_inside": ("°", "Twist of the inner surface from the end of diastole"),
    "septal_curvature": ("1/cm", "Curvature of the septum, positive if it bulges to the right"),
}
PACKED = {"zlib": True, "complevel": 4}


def results_tree(results: Heart3DResults) -> xarray.DataTree:
    """Return everything with units and long names.

    Returns
    -------
    At the root the mesh (``node``, ``element``, ``corner``, ``axis``); in the groups ``without`` and ``with`` the
    waveforms over ``time`` as of ``diastole simulate``, the fields over ``field_time`` at nodes and elements, and
    ``segment_*`` over ``segment``. Measures and metrics are attributes of the groups.
    """
    groups = {f"/{name}": _condition(one, results) for name, one in results.conditions.items()}
    return xarray.DataTree.from_dict({"/": _mesh(results), **groups})


def encoding(tree: xarray.DataTree) -> dict[str, dict[str, dict[str, Any]]]:
    """Return how the fields are packed, which makes the file about three times smaller."""
    return {
        group.path: {str(name): PACKED for name, values in group.data_vars.items() if values.ndim > 1}
        for group in tree.subtree
    }


def _variable(dimensions: Any, values: Any, unit: str, name: str) -> Variable:
    return dimensions, values, {"units": unit, "long_name": name}


def _mesh(results: Heart3DResults) -> xarray.Dataset:
    mesh, built = results.mesh, results.heart.built
    variables = {
        "places": _variable(("node", "axis"), mesh.places, "cm", "Place of the node in the shape without load"),
        "tetrahedra": _variable(("element", "corner"), mesh.tetrahedra, "1", "Nodes of the element, in VTK's order"),
        **_of_elements(mesh),
    }
    attributes: dict[str, float | str] = {
        "title": results.heart.one_fibre.patient.name,
    }
    numbers = {
        "cavity_mL": built.cavities,
        "unloaded_cavity_mL": built.unloaded_cavities,
        "end_diastolic_pressure_mmHg": built.pressures,
        "stiffness": built.stiffness,
        "strength": built.ventricle.strengths,
    }
    for name, values in numbers.items():  # the left ventricle's have no prefix
        attributes |= {f"{side}{name}": float(value) for side, value in zip(("", "right_"), values, strict=False)}
    return xarray.Dataset(variables, attrs=attributes)


def _of_elements(mesh: ResultMesh) -> dict[str, Variable]:
    return {
        "element_volume": _variable("element", mesh.volume, "mL", "Volume of the element without load"),
        "element_segment": _variable(
            "element", mesh.segment, "1", "Number of the segment (cerqueira2002), 0 on the right"
        ),
        "depth": _variable("element", mesh.depth, "1", "Depth in the wall, 0 at the endocardium, 1 at the epicardium"),
        "activation_time": _variable("element", mesh.activation, "ms", "Activation after the first place of the wall"),
        "fibre": _variable(("element", "axis"), mesh.fibre, "1", "Direction of the fibres without load"),
    }


def _condition(condition: ConditionResult, results: Heart3DResults) -> xarray.Dataset:
    trace, fields = condition.beat.trace, condition.fields
    variables: dict[str, Variable] = {
        name: _variable("time", trace[signal.source], signal.unit, signal.title) for name, signal in SIGNALS.items()
    }
    moved = ("field_time", "node", "axis")
    variables["displacement"] = _variable(moved, fields.displacement, "cm", "Displacement from the shape without load")
    for name, (words, unit) in FIELDS.items():
        variables[name] = _variable(("field_time", "element"), fields.of_elements[name], unit, words)
    for name, (words, unit) in SEGMENT_FIELDS.items():
        variables[f"segment_{name}"] = _variable("segment", condition.segments[name], unit, words)
    for name, course in condition.motion.courses.items():
        variables[name] = _variable("step", course, *COURSES[name])
    coordinates = {
        "time": _variable("time", trace.time, "s", "Time from the first QRS onset"),
        "field_time": _variable("field_time", fields.time, "s", "Time from the first QRS onset"),
        "step": _variable("step", np.array(condition.beat.fields[0].time), "s", "Time from the first QRS onset"),
        "segment": _variable("segment", np.arange(1, len(SEGMENTS) + 1), "1", "Number of the segment (cerqueira2002)"),
        "segment_name": ("segment", list(SEGMENTS)),
    }
    measured = condition.beat.measures.items()
    attributes: dict[str, float | str] = {name: value for name, value in measured if value is not None}
    attributes |= {f"wall_{name}": value for name, value in condition.metrics.items()}
    attributes |= {f"wall_{name}_units": unit for name, unit in UNITS.items()}
    attributes |= {f"motion_{name}": value for name, value in condition.motion.measures.items()}
    attributes |= {f"motion_{name}_units": unit for name, unit in condition.motion.units.items()}
    return xarray.Dataset(variables, coordinates, attributes)
