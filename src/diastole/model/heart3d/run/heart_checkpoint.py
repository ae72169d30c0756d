"""A run of the 3D heart on disk: its state between two support cycles is kept, and resumed on any number of ranks."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from mpi4py import MPI

from diastole import checkpoint
from diastole.checkpoint import Arrays, Note
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.heart3d.mesh.tetrahedra import DrawnMesh
from diastole.model.heart3d.mpi_ranks import by_first_rank
from diastole.model.heart3d.run.build_ventricle import BuiltVentricle
from diastole.model.heart3d.run.finite_element_heart import FiniteElementHeart, SteadyBeat
from diastole.model.heart3d.run.finite_element_ventricles import FiniteElementVentricles, VentricleSnapshot
from diastole.model.heart3d.run.recorder import BeatFields
from diastole.model.heart3d.run.strength_match import StrengthMatch
from diastole.model.heart3d.wall.finite_element_wall import ActiveStress
from diastole.model.heart3d.wall.global_numbering import Layout
from diastole.model.patient import Patient
from diastole.model.simulation.heart_state import HeartState
from diastole.model.simulation.trace import Trace

NOTES = {"strokes", "match", "heart"}
AT_POINTS = ("tension", "stretch", "stress", "atp")  # fields of a beat
OF_THE_WALL = ("pressures", "volumes", "stored", "fibre_work")
OF_A_TRACE = ("time", "states", "signals", "parameters")
AT_REST = ("stretch", "rate", "tension", "beside", "beside_rate")  # of the muscle, one number a point
PULLS = ActiveStress._fields


class RunState(NamedTuple):
    """A run between two support cycles."""

    built: BuiltVentricle
    heart: FiniteElementHeart
    without: SteadyBeat | None  # finished; the run is then at the cycles with the pump
    strokes: list[float]  # mL, of the cycles done in the present condition


class Kept(NamedTuple):
    """Content of a checkpoint."""

    note: Note
    arrays: Arrays
    path: Path


def pack(state: RunState) -> tuple[Note, Arrays]:
    """Return the content of a checkpoint of a run, the same on all ranks."""
    heart, without = state.heart.heart, state.without
    note, arrays = heart.snapshot().packed()
    note |= {"strokes": state.strokes, "match": None}
    layout = Layout(state.heart.ventricle.wall)
    arrays["places"] = layout.places
    arrays |= {f"mesh.{name}": values for name, values in state.built.drawn._asdict().items()}
    arrays |= _ventricle_arrays(state.heart.ventricle, layout)
    ventricle = state.heart.ventricle
    note |= {
        "atp_rates": ventricle.atp_rates.tolist(),
        "strengths": ventricle.strengths.tolist(),
        "pressures": ventricle.wall.pressures.tolist(),
    }
    match = state.built.match
    if match:
        note["match"] = [one.tolist() for one in match]
    if without:
        note["without"] = {"strokes": without.strokes, "drift": without.drift, "beats": len(without.fields)}
        note["without"] |= {"onsets": without.trace.onsets, "inflations": without.trace.inflations}
        arrays |= _beat_arrays(without, layout)
    return note, arrays


def unpack_drawn(arrays: Arrays) -> DrawnMesh:
    """Return the mesh that was drawn."""
    return DrawnMesh(*(arrays[f"mesh.{name}"] for name in DrawnMesh._fields))


def unpack_match(note: Note) -> StrengthMatch | None:
    """Return the result of the match."""
    return StrengthMatch(*map(np.array, note["match"])) if note["match"] else None


def unpack_without(note: Note, arrays: Arrays, patient: Patient, layout: Layout) -> SteadyBeat | None:
    """Return the finished beat without the pump, of this rank's own part of the wall."""
    if "without" not in note:
        return None
    kept = note["without"]
    inflations = tuple(Inflation(*one) for one in kept["inflations"])
    time, states, signals, parameters = (arrays[f"trace.{name}"] for name in OF_A_TRACE)
    trace = Trace(time, states, signals, tuple(kept["onsets"]), inflations, parameters)
    fields = [_beat_fields(arrays, f"beat{index}", layout) for index in range(kept["beats"])]
    return SteadyBeat(patient, trace, fields, kept["strokes"], kept["drift"], None)


def restore(heart: FiniteElementHeart, note: Note, arrays: Arrays, layout: Layout) -> None:
    """Bring a heart with its patient to the state of a run."""
    ventricle = heart.ventricle
    heart.heart.restore(HeartState.unpacked(note, arrays))
    points = {name: layout.share_points(arrays[f"muscle.{name}"]) for name in ("states", *AT_REST)}
    displacement = layout.share_nodes(arrays["wall.displacement"])
    states = np.ascontiguousarray(points["states"].T)
    ventricle.restore(
        VentricleSnapshot(displacement, np.array(note["pressures"]), states, *(points[name] for name in AT_REST))
    )
    ventricle.set_strengths(np.array(note["strengths"]))
    ventricle.wall.set_active_stress(ActiveStress(*(layout.share_points(arrays[f"wall.{name}"]) for name in PULLS)))
    ventricle.atp_rates = np.array(note["atp_rates"])


def _ventricle_arrays(ventricle: FiniteElementVentricles, layout: Layout) -> Arrays:
    wall, muscle = ventricle.wall, ventricle.muscle
    arrays = {f"muscle.{name}": layout.join_points(getattr(muscle, name)) for name in AT_REST}
    arrays["muscle.states"] = layout.join_points(muscle.states.T)
    arrays["wall.displacement"] = layout.join_nodes(wall.displacement.x.array)
    return arrays | {f"wall.{name}": layout.join_points(one) for name, one in wall.active_stress()._asdict().items()}


def _beat_arrays(beat: SteadyBeat, layout: Layout) -> Arrays:
    arrays: Arrays = {f"trace.{name}": getattr(beat.trace, name) for name in OF_A_TRACE}
    for index, fields in enumerate(beat.fields):
        rows = asdict(fields)
        arrays[f"beat{index}.time"] = np.array(rows["time"])
        arrays[f"beat{index}.displacement"] = layout.join_nodes(np.array(rows["displacement"]))
        arrays |= {f"beat{index}.{name}": layout.join_points(np.array(rows[name])) for name in AT_POINTS}
        arrays |= {f"beat{index}.{name}": np.array(rows[name]) for name in OF_THE_WALL}
    return arrays


def _beat_fields(arrays: Arrays, beat: str, layout: Layout) -> BeatFields:
    points = {name: list(layout.share_points(arrays[f"{beat}.{name}"])) for name in AT_POINTS}
    wall = {name: list(arrays[f"{beat}.{name}"]) for name in ("time", *OF_THE_WALL)}
    return BeatFields(displacement=list(layout.share_nodes(arrays[f"{beat}.displacement"])), **points, **wall)


def save_checkpoint(state: RunState, marks: Mapping[str, str], path: Path) -> None:
    """Write the state of a run, by the first rank.

    Parameters
    ----------
    marks
        From `diastole.checkpoint.made_of`.
    path
        Of the checkpoint.

    Raises
    ------
    InputError
        On the first rank, if it cannot be written; an earlier one stays.
    """
    note, arrays = pack(state)
    if state.heart.ventricle.wall.points.mesh.comm.rank == 0:
        checkpoint.write_checkpoint(path, note | {"made_of": dict(marks)}, arrays)


def read_checkpoint(path: Path, marks: Mapping[str, str], comm: MPI.Comm = MPI.COMM_WORLD) -> Kept:
    """Return the content of a checkpoint, on all ranks.

    Raises
    ------
    InputError
        If the checkpoint is missing, damaged, or of another run; the message says what differs.
    """

    def read() -> Kept:
        """Return the checkpoint, which has every note of a run."""
        kept = Kept(*checkpoint.read_checkpoint(path, marks), path)
        if not set(kept.note) >= NOTES:
            raise checkpoint.damaged(path)
        return kept

    return by_first_rank(read, comm)


def mesh_mark(path: Path | None) -> str:
    """Return the hash of a mesh file; empty if there is no file or it cannot be read."""
    if path is None or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()
