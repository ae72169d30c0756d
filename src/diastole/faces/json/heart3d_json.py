"""The JSON of ``diastole heart3d``."""

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field

from diastole.faces.json.shape import Document, MeasuresJson, Shape, finite_each, units

if TYPE_CHECKING:
    from diastole.model.heart3d.run.heart_results import ConditionResult, Heart3DResults


class BeatsJson(Shape):
    """How the steady beat was found, and whether energy is kept in it."""

    cycles: int
    """Support cycles that were run."""
    stroke_volumes: list[float]
    """Of each cycle [mL]."""
    drift: float
    """Change of the last cycle, as a share."""
    work_balance: float
    """Work of the cavity over that of the wall [1]."""

    @classmethod
    def of(cls, condition: "ConditionResult") -> Self:
        """Return what is printed of a condition."""
        beat = condition.beat
        return cls(
            cycles=len(beat.strokes),
            stroke_volumes=[float(one) for one in beat.strokes],
            drift=float(beat.drift),
            work_balance=float(condition.balance),
        )


class MeshJson(Shape):
    """The wall."""

    elements: int
    """Tetrahedra."""
    nodes: int
    """Corners and mid-points."""
    cavity: float
    """At the end of diastole [mL]."""
    unloaded_cavity: float
    """Without pressure [mL]."""
    wall_volume: float
    """Of the muscle [mL]."""
    end_diastolic_pressure: float
    """At which the cavity was measured [mmHg]."""
    stiffness: float
    """Factor on the resting wall."""
    strength: float
    """Factor on the active tension."""
    matched: bool
    """Whether it was matched to the work of the one-fibre heart."""

    @classmethod
    def of(cls, results: "Heart3DResults") -> Self:
        """Return what is printed of the mesh."""
        built = results.heart.built
        return cls(
            elements=built.elements,
            nodes=len(results.mesh.places),
            cavity=float(built.cavity),
            unloaded_cavity=float(built.unloaded_cavity),
            wall_volume=float(results.mesh.volume.sum()),
            end_diastolic_pressure=float(built.pressure),
            stiffness=float(built.stiffness),
            strength=float(built.ventricle.strength),
            matched=built.match is not None,
        )


class Heart3dJson(Document):
    """The 3D heart beside that of one fibre; with a pump, both conditions."""

    NAME = "diastole/heart3d/1"

    patient: str
    """Name of the patient."""
    measures: MeasuresJson
    """Of the last condition."""
    without: MeasuresJson | None = None
    """Without the pump, where there are two conditions."""
    with_: Annotated[MeasuresJson | None, Field(alias="with")] = None
    """With the pump."""
    one_fibre: MeasuresJson
    """Of the one-fibre heart of the same patient."""
    wall: dict[str, dict[str, float | None]]
    """Metrics of the wall by condition."""
    segments: dict[str, list[str] | dict[str, list[float]]]
    """Fields of the seventeen segments by condition, and the names of the segments."""
    beats: dict[str, BeatsJson]
    """How the steady beat was found, by condition."""
    mesh: MeshJson
    """Elements and volumes of the wall."""
    cautions: list[str]
    """In which ways this run is an extrapolation."""
    units: dict[str, str]
    """Unit of each measure."""
    units_of_wall: dict[str, str]
    """Unit of each metric."""
    units_of_segments: dict[str, str]
    """Unit of each field."""

    @classmethod
    def of(cls, results: "Heart3DResults") -> Self:
        """Return what is printed of a run."""
        from diastole.model.heart3d.mesh.segments import SEGMENTS  # the schema is there without the extra heart3d
        from diastole.model.heart3d.output.heart_dataset import SEGMENT_FIELDS
        from diastole.model.heart3d.run.metrics import UNITS

        conditions, one_fibre = results.conditions, results.heart.one_fibre
        both = {f"{'with_' if name == 'with' else name}": one for name, one in conditions.items()}
        shown = both if len(conditions) == 2 else {}
        return cls.made(
            patient=one_fibre.patient.name,
            measures=MeasuresJson.of(results.last.beat.measures),
            **{name: MeasuresJson.of(one.beat.measures) for name, one in shown.items()},
            one_fibre=MeasuresJson.of(one_fibre.measures),
            wall={name: finite_each(one.metrics) for name, one in conditions.items()},
            segments={
                name: {key: [float(value) for value in values] for key, values in one.segments.items()}
                for name, one in conditions.items()
            }
            | {"names": list(SEGMENTS)},
            beats={name: BeatsJson.of(one) for name, one in conditions.items()},
            mesh=MeshJson.of(results),
            cautions=list(one_fibre.cautions),
            units=units(),
            units_of_wall=dict(UNITS),
            units_of_segments={name: unit for name, (_, unit) in SEGMENT_FIELDS.items()},
        )
