"""The JSON of ``diastole heart3d``."""

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field

from diastole.faces.json.shape import Document, MeasuresJson, Number, Shape, units

if TYPE_CHECKING:
    from diastole.model.heart3d.run.heart_results import ConditionResult, Heart3DResults
    from diastole.model.heart3d.run.wall_motion import WallMotion


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
        return super().of(
            beat, cycles=len(beat.strokes), stroke_volumes=list(beat.strokes), work_balance=condition.balance
        )


class VentricleJson(Shape):
    """A ventricle in space."""

    cavity: float
    """At the end of diastole [mL]."""
    unloaded_cavity: float
    """Without pressure [mL]."""
    end_diastolic_pressure: float
    """At which the cavity was measured [mmHg]."""
    stiffness: float
    """Factor on the resting wall."""
    strength: float
    """Factor on the active tension."""

    @classmethod
    def numbers(cls, results: "Heart3DResults", place: int) -> dict[str, float]:
        """Return the numbers of the left ventricle (0) or the right one (1)."""
        built = results.heart.built
        parts = (built.cavities, built.unloaded_cavities, built.pressures, built.stiffness, built.ventricle.strengths)
        return {name: float(values[place]) for name, values in zip(VentricleJson.model_fields, parts, strict=True)}


class MeshJson(VentricleJson):
    """The wall, with the numbers of the left ventricle."""

    elements: int
    """Tetrahedra."""
    nodes: int
    """Corners and mid-points."""
    wall_volume: float
    """Of the muscle, the right free wall's too if there is one [mL]."""
    matched: bool
    """Whether the strength was matched to the work of the one-fibre heart."""
    right: VentricleJson | None = None
    """The right ventricle, if it is in space too."""

    @classmethod
    def of(cls, results: "Heart3DResults") -> Self:
        """Return what is printed of the mesh."""
        built = results.heart.built
        right = VentricleJson.numbers(results, 1) if len(built.cavities) == 2 else None
        return super().of(
            built,
            **cls.numbers(results, 0),
            nodes=len(results.mesh.places),
            wall_volume=results.mesh.volume.sum(),
            matched=built.match is not None,
            **({"right": VentricleJson(**right)} if right else {}),
        )


class MotionJson(Shape):
    """How the wall moves, from the end of diastole on."""

    measures: dict[str, float]
    """Base, apex, twist, strains and thickening of the first beat."""
    strains: dict[str, list[list[float]]]
    """Green's strain as the aortic valve closes, by direction (r radial, c circumferential, l longitudinal): base,
    middle and apex, each of inner, middle and outer layer [1]."""
    courses: dict[str, list[float]]
    """Over the steps of the first beat: descent of the base [mm], and twist outside and inside [°]."""

    @classmethod
    def of(cls, motion: "WallMotion") -> Self:
        """Return what is printed of a motion."""
        parts = ({name: values.tolist() for name, values in one.items()} for one in (motion.strains, motion.courses))
        strains, courses = parts
        return super().of(measures=motion.measures, strains=strains, courses=courses)


class Heart3dJson(Document):
    """The 3D heart and the one-fibre heart; with a pump, both conditions."""

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
    wall: dict[str, dict[str, Number]]
    """Metrics of the wall by condition."""
    segments: dict[str, list[str] | dict[str, list[float]]]
    """Fields of the seventeen segments by condition, and the names of the segments."""
    motion: dict[str, MotionJson]
    """How the wall moves, by condition."""
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
    units_of_motion: dict[str, str]
    """Unit of each measure of the motion."""

    @classmethod
    def of(cls, results: "Heart3DResults") -> Self:
        """Return what is printed of a run."""
        from diastole.model.heart3d.mesh.segments import SEGMENTS  # the schema is there without the extra heart3d
        from diastole.model.heart3d.output.heart_dataset import SEGMENT_FIELDS
        from diastole.model.heart3d.run.metrics import UNITS

        conditions, one_fibre = results.conditions, results.heart.one_fibre
        shown = {"without": conditions["without"], "with_": conditions["with"]} if len(conditions) == 2 else {}
        return super().of(
            patient=one_fibre.patient.name,
            measures=results.last.beat.measures,
            **{name: each.beat.measures for name, each in shown.items()},
            one_fibre=one_fibre.measures,
            wall={name: each.metrics for name, each in conditions.items()},
            segments={
                name: {key: values.tolist() for key, values in each.segments.items()}
                for name, each in conditions.items()
            }
            | {"names": list(SEGMENTS)},
            motion={name: MotionJson.of(each.motion) for name, each in conditions.items()},
            beats={name: BeatsJson.of(each) for name, each in conditions.items()},
            mesh=MeshJson.of(results),
            cautions=one_fibre.cautions,
            units=units(),
            units_of_wall=UNITS,
            units_of_segments={name: unit for name, (_, unit) in SEGMENT_FIELDS.items()},
            units_of_motion=results.last.motion.units,
        )
