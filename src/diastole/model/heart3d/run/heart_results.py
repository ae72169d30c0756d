"""Results of a run of the 3D heart, gathered from all ranks: measures, metrics, segments, fields on the mesh."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array, Integers
from diastole.model.heart3d.mesh.mesh_checks import boundary
from diastole.model.heart3d.mesh.segments import APEX
from diastole.model.heart3d.run.beating_heart import Heart3D
from diastole.model.heart3d.run.build_ventricle import BuiltVentricle
from diastole.model.heart3d.run.finite_element_heart import SteadyBeat, unassisted_landmarks
from diastole.model.heart3d.run.metrics import beat_metrics, segment_metrics
from diastole.model.heart3d.run.recorder import BeatFields
from diastole.model.heart3d.run.wall_motion import MovingWall, WallMotion, measure_motion
from diastole.model.heart3d.wall.global_numbering import Layout

Singles = NDArray[np.float32]

FIELDS = {  # of the elements, by name: long name and unit
    "fibre_strain": ("Fibre strain from the shape without load", "1"),
    "fibre_stress": ("True stress along the fibre, active and passive", "kPa"),
    "active_tension": ("Active tension along the fibre", "kPa"),
    "atp": ("ATP of contraction since the QRS onset", "µmol/mL"),
}


@dataclass(frozen=True)
class ResultMesh:
    """The unloaded wall, with its elements (m,) numbered as they were drawn or read."""

    places: Array  # (n, 3), cm
    tetrahedra: Integers  # (m, 10), in VTK's order
    volume: Array  # (m,), mL
    segment: Integers  # (m,), 1 to 17, and 0 in the right free wall
    depth: Array  # (m,), 0 at the endocardium, 1 at the epicardium
    activation: Array  # (m,), ms after the first activation
    fibre: Array  # (m, 3), unit vectors


@dataclass(frozen=True)
class WallFields:
    """Fields over a support cycle; values of elements are means over their volume."""

    time: Array  # (t,), s from the first QRS onset
    displacement: Singles  # (t, n, 3), cm
    of_elements: dict[str, Singles]  # (t, m), by the names in FIELDS

    def at(self, time: float) -> int:
        """Return the index of the sample nearest to a time [s]."""
        return int(np.argmin(np.abs(self.time - time)))


@dataclass(frozen=True)
class ConditionResult:
    """The steady beat of one condition, with or without the pump, and its derived values."""

    beat: SteadyBeat
    metrics: dict[str, float]  # see metrics.UNITS
    segments: dict[str, Array]  # (17,) each
    fields: WallFields
    motion: WallMotion  # of the first beat

    @property
    def end_systole(self) -> float:
        """Closure of the aortic valve in the first beat [s]."""
        return unassisted_landmarks(self.beat).notch

    @property
    def balance(self) -> float:
        """Error of the work balance of the first beat, over the work on the blood  [1]."""
        return self.beat.fields[0].balance


@dataclass(frozen=True)
class Heart3DResults:
    """Results of a run of the 3D heart; the same on all ranks."""

    heart: Heart3D
    mesh: ResultMesh
    conditions: dict[str, ConditionResult]  # "without" and, where the pump was run, "with"

    def __repr__(self) -> str:
        return f"<3D heart of '{self.heart.one_fibre.patient.name}': {' and '.join(self.conditions)} the pump>"

    @property
    def last(self) -> ConditionResult:
        """The condition with the pump if it was run, otherwise the one without."""
        return list(self.conditions.values())[-1]


def collect(heart: Heart3D, *, every: int = 1) -> Heart3DResults:
    """Gather the results of a run; all ranks must call it.

    Parameters
    ----------
    heart
        The run.
    every
        Keep the fields of every so many steps of the wall; the first and the last are always kept.
    """
    layout = Layout(heart.built.ventricle.wall)
    beats = {"without": heart.without} | ({"with": heart.with_} if heart.with_ else {})
    shares = layout.join_points(heart.built.ventricle.wall.points.weights)  # (m, q) mL
    built, ventricle = heart.built, heart.built.ventricle
    conditions = {
        name: ConditionResult(
            beat, beat_metrics(beat, ventricle), segment_metrics(beat, ventricle, built.segments),
            _fields(beat, layout, shares, every),
            beat_motion(beat.fields[0], unassisted_landmarks(beat).notch, built, layout),
        )
        for name, beat in beats.items()
    }  # fmt: skip
    return Heart3DResults(heart, _mesh(built, layout, shares), conditions)


def beat_motion(fields: BeatFields, closes: float, built: BuiltVentricle, layout: Layout) -> WallMotion:
    """Return how the left wall moves in a beat whose aortic valve closes at a time [s]; all ranks must call it."""
    points = built.ventricle.wall.points
    moved = layout.join_nodes(np.array(fields.displacement)).astype(float)
    walls = layout.join_points(built.ventricle.muscle.walls)
    left = walls.mean(axis=1) < 0.5  # elements of the left wall, with the septum
    # A triangle of the right wall may have all its corners on the left one: where both meet at the base.
    faces = set(map(tuple, np.sort(boundary(layout.tetrahedra[left, :4]), axis=1).tolist()))
    surfaces = np.array([tuple(each) in faces for each in np.sort(built.drawn.triangles, axis=1).tolist()])
    moving = MovingWall(
        layout.places + moved, layout.tetrahedra[left], built.drawn.triangles[surfaces], built.drawn.tags[surfaces],
        points.reference, layout.join_points(points.weights)[left], layout.join_points(built.depth)[left],
        np.moveaxis(layout.join_points(built.across.T), 0, -1)[left],
    )  # fmt: skip
    end_systole = float(np.interp(closes, fields.time, np.arange(len(fields.time))))
    return measure_motion(moving, end_systole, septum=not left.all())


def _mesh(built: BuiltVentricle, layout: Layout, shares: Array) -> ResultMesh:
    ventricle = built.ventricle
    volume = shares.sum(axis=1)
    segments = layout.join_points(built.segments)
    counts = np.stack([(segments == number).sum(axis=1) for number in range(APEX + 1)], axis=1)
    delay = ventricle.muscle.excitation.delay + built.constants.lead
    fibre = layout.join_points(ventricle.wall.frames.fibre.T)
    along = np.einsum("kmq,mq->mk", fibre, shares)
    depth, activation = (_means(layout.join_points(values), shares) for values in (built.depth, delay))
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    segment = counts.argmax(axis=1)
    return ResultMesh(layout.places, layout.tetrahedra, volume, segment, depth, 1e3 * activation, along)


def _fields(beat: SteadyBeat, layout: Layout, shares: Array, every: int) -> WallFields:
    """Return the fields of all beats of a cycle; at the instant between two beats the end of the first is kept."""
    times, moved = [], []
    rows: dict[str, list[Singles]] = {name: [] for name in FIELDS}
    for index, fields in enumerate(beat.fields):
        last = len(fields.time) - 1
        kept = [i for i in range(1 if index else 0, last + 1) if i % every == 0 or i == last]
        times.append(beat.trace.onsets[index] + np.array(fields.time)[kept])
        moved.append(layout.join_nodes(np.array([fields.displacement[i] for i in kept])))
        given = {"fibre_stress": fields.stress, "active_tension": fields.tension, "atp": fields.atp}
        given["fibre_strain"] = [one - np.float32(1.0) for one in fields.stretch]
        for name in FIELDS:
            joined = layout.join_points(np.array([given[name][i] for i in kept]))
            rows[name].append(_means(joined, shares).astype(np.float32))
    return WallFields(
        np.concatenate(times), np.concatenate(moved), {name: np.concatenate(parts) for name, parts in rows.items()}
    )


def _means(values: Array, shares: Array) -> Array:
    """Return means over elements (…, m) from values at points (…, m, q)."""
    return np.einsum("...mq,mq->...m", values, shares) / shares.sum(axis=1)
