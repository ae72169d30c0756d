"""From a patient to the numbers of the kernel: law tuples by name, and one flat vector."""

from types import ModuleType
from typing import Any

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.network import CLOSED_LOOP
from diastole.model.devices.register import DEVICES
from diastole.model.operations import OPERATIONS
from diastole.model.patient import Patient
from diastole.model.patient.heart import Atrium as AtriumBlock
from diastole.model.patient.heart import Ventricle
from diastole.model.patient.vessels import Artery as ArteryBlock
from diastole.model.patient.vessels import CoronaryArteries, CoronaryLayer
from diastole.model.patient.vessels import Vessel as VesselBlock
from diastole.model.physiology.atrium import Atrium
from diastole.model.physiology.clock import AtrialTiming, Calcium, atrial_lead_scale, systolic_scale
from diastole.model.physiology.coronary import Coronary
from diastole.model.physiology.myofilament import (
    Crossbridges,
    Tension,
    blocking_rate,
    distortion_gain,
    strong_detach_rate,
    strong_distortion_relaxation,
    weak_distortion_relaxation,
    weak_return_rate,
)
from diastole.model.physiology.one_fibre import Wall
from diastole.model.physiology.pericardium import Pericardium
from diastole.model.physiology.valve import COMPETENT_AREA, Coaptation, Hole, Valve
from diastole.model.physiology.vessel import Arterioles, Artery, Segment, Vessel, arterial_growth

# Laws for numbers that are made once per patient: not worth the time that compiled code takes to load.

SECONDS_PER_MINUTE = 60.0
FOLLOWED_VOLUME = 1.25  # 1, cavity over the unstretched one at which the mitral orifice is given; assumed
# By how many percent the mitral orifice goes with one percent of the cavity: the orifice fell by 32 % with an annulus
# that fell by 6 % (bugala2021), which we read as 17 % of the cavity.
FOLLOWING = 2.0  # 1
FOLLOWING_ACUTE = 1.0  # 1, the same of a valve that tore: a hole in a leaflet goes with the volume in dogs (yellin1979)
LOOSE_AREA = 0.15  # cm², between mitral leaflets that diastole brought together; assumed
SEALING_PRESSURE = 20.0  # mmHg, of the ventricle above the atrium that narrows the gap e-fold; assumed
GROWN_ATRIUM = 1.5  # 1, size of a left atrium behind a chronic mitral lesion; assumed
HOLE_LENGTH = 1.0  # cm, thickness of the septum that the jet crosses; assumed
SYSTEMIC_BEDS = ("upper_body_bed", "lower_body_bed")


def period(patient: Patient) -> float:
    """Return the length of a beat [s]."""
    return SECONDS_PER_MINUTE / patient.heart_rate


def _crossbridges(patient: Patient) -> Crossbridges:
    m = patient.myofilament
    shares = (m.weak_share, m.strong_share)
    return Crossbridges(
        ca50=m.calcium_half_binding,
        ca50_slope=m.calcium_length_slope,
        overlap_slope=m.overlap_slope,
        troponin_rate=m.troponin_rate,
        unblock_rate=m.unblocking_rate,
        attach_rate=m.attachment_rate,
        stroke_rate=m.stroke_rate,
        strong_distortion=m.strong_distortion_rate,
        weak_distortion=m.weak_distortion_rate,
        cycle_rate=m.cycle_rate_factor,
        weak_return=weak_return_rate(m.attachment_rate, m.stroke_rate, m.weak_share),
        detach_rate=strong_detach_rate(m.stroke_rate, *shares),
        block_rate=blocking_rate(m.unblocking_rate, *shares),
        weak_relaxation=weak_distortion_relaxation(m.distortion_decay, m.attachment_rate, *shares),
        strong_relaxation=strong_distortion_relaxation(m.distortion_decay, m.stroke_rate, *shares),
        distortion_gain=distortion_gain(m.distortion_gain, *shares),
    )


def wall(ventricle: Ventricle) -> Wall:
    """Return the wall of a ventricle as its laws want it."""
    return Wall(
        ventricle.wall_volume,
        1.0 / (ventricle.wall_volume + 3.0 * ventricle.reference_volume),
        ventricle.passive_stiffness,
        ventricle.passive_exponent,
        ventricle.wall_viscosity,
    )


def _ventricle(name: str, ventricle: Ventricle, patient: Patient) -> dict[str, Any]:
    """Return the parameters of a ventricle; a share of the wall that does not work makes no force and uses no ATP."""
    share = ventricle.working_fraction
    full = patient.myofilament.reference_tension / patient.myofilament.strong_share
    calcium = patient.calcium
    scale = systolic_scale(patient.heart_rate)
    return {
        f"{name}_wall": wall(ventricle),
        f"{name}_tension": Tension(share * full, share * patient.myofilament.myosin_heads),
        f"{name}_calcium": Calcium(
            calcium.diastolic, ventricle.peak_calcium, calcium.onset,
            1.0 / (calcium.rise * scale), calcium.plateau_end * scale, 1.0 / (calcium.fall * scale),
        ),
    }  # fmt: skip


def _valves(patient: Patient) -> dict[str, Valve]:
    """Return the valves with their lesions: regurgitation is the closed area, stenosis the open one; or as operated."""
    lesions = patient.lesions
    leaks = {"aortic": lesions.aortic_regurgitation, "mitral": lesions.mitral_regurgitation}
    stenoses = {"aortic": lesions.aortic_stenosis, "mitral": lesions.mitral_stenosis}
    valves = {}
    for name in ("mitral", "aortic", "tricuspid", "pulmonary"):
        healthy = getattr(patient.valves, name)
        leak, stenosis, after = leaks.get(name), stenoses.get(name), _operated(patient, f"{name} valve")
        closed = leak.orifice_area if leak else healthy.closed_area
        opened = stenosis.orifice_area if stenosis else healthy.open_area
        if after is not None:
            closed, opened = after.closed_area, after.open_area
        valves[name] = Valve(
            max(closed, COMPETENT_AREA), opened, 1.0 / healthy.length, healthy.opening_rate, healthy.closing_rate,
            patient.valves.leaflet_saturation,
        )  # fmt: skip
    return valves


def _atrial_growth(patient: Patient) -> float:
    """Return the size of the left atrium over that of the patient's file: it grows behind a lesion of years."""
    lesions = (patient.lesions.mitral_regurgitation, patient.lesions.mitral_stenosis)
    return GROWN_ATRIUM if any(lesion and lesion.onset == "chronic" for lesion in lesions) else 1.0


def _atrium(atrium: AtriumBlock, size: float = 1.0) -> Atrium:
    """Return the parameters of an atrium that is so many times as large at the same pressures."""
    return Atrium(
        size * atrium.unstressed_volume, atrium.passive_pressure, 1.0 / (size * atrium.stiffening_volume),
        atrium.active_elastance / size,
    )  # fmt: skip


def _mitral_coaptation(patient: Patient) -> Coaptation:
    """Return how the mitral leaflets meet: stiff ones, of a stenosis or a prosthesis, do not follow the ventricle."""
    stiff = patient.lesions.mitral_stenosis is not None or _operated(patient, "mitral valve") is not None
    usual = FOLLOWED_VOLUME * patient.left_ventricle.reference_volume
    if stiff:
        return Coaptation(0.0, 1.0 / usual, 0.0, 1.0 / SEALING_PRESSURE)
    leak = patient.lesions.mitral_regurgitation
    following = FOLLOWING_ACUTE if leak is not None and leak.onset == "acute" else FOLLOWING
    return Coaptation(following, 1.0 / usual, LOOSE_AREA, 1.0 / SEALING_PRESSURE)


def _operated(patient: Patient, site: str) -> Any:
    """Return what an operation left at a site, None where there was none."""
    done = (getattr(patient.surgery, name) for name, operation in OPERATIONS.items() if operation.site == site)
    return next((left for left in done if left is not None), None)


def _hole(patient: Patient) -> Hole:
    defect, closure = patient.lesions.ventricular_septal_defect, _operated(patient, "septum")
    area = defect.orifice_area if defect else 0.0
    return Hole(closure.residual_area if closure else area, 1.0 / HOLE_LENGTH)


def _squeezed(vessels: CoronaryLayer | CoronaryArteries) -> Coronary:
    return Coronary(1.0 / vessels.compliance, vessels.unstressed_volume, vessels.transmission)


def _vessel(vessel: VesselBlock | ArteryBlock) -> Vessel | Artery:
    if isinstance(vessel, ArteryBlock):
        return Artery(arterial_growth(vessel.compliance), vessel.unstressed_volume, vessel.wall_viscosity)
    return Vessel(1.0 / vessel.compliance, vessel.unstressed_volume, vessel.wall_viscosity, vessel.stiffening)


def law_parameters(patient: Patient) -> dict[str, Any]:
    """Return the parameter of every name in ``closed_loop.PARAMETERS``: a law's tuple or a number.

    Times of systole are those of the patient's heart rate; the inflations of the balloon are set beat by beat.
    """
    atria = patient.atria
    coronary = patient.coronary
    named: dict[str, Any] = {
        "period": period(patient),
        "atrial_timing": AtrialTiming(atria.lead * atrial_lead_scale(patient.heart_rate), 1.0 / atria.duration),
        "pericardium": Pericardium(
            patient.pericardium.pressure, patient.pericardium.volume, 1.0 / patient.pericardium.scale
        ),
        "bridges": _crossbridges(patient),
        "septal_defect": _hole(patient),
        "mitral_coaptation": _mitral_coaptation(patient),
        "intramural_arteries": _squeezed(coronary.arteries),
    }
    for name, layer in (("subendocardi", coronary.subendocardium), ("subepicardi", coronary.subepicardium)):
        named[f"{name}um"], named[f"{name}um_reference"] = _squeezed(layer), 1.0 / layer.reference_volume
        named[f"{name}al_arterioles"], named[f"{name}al_veins"] = 1.0 / layer.arterioles, 1.0 / layer.veins
    for device in DEVICES:
        named |= device.parameters(getattr(patient, device.key))
    named["la"] = _atrium(patient.left_atrium, _atrial_growth(patient))
    named["ra"] = _atrium(patient.right_atrium)
    named |= _ventricle("lv", patient.left_ventricle, patient) | _ventricle("rv", patient.right_ventricle, patient)
    named |= _valves(patient)
    for name, vessel in patient.vessels:
        named[name] = _vessel(vessel)
    for name, segment in patient.segments:
        named[name] = Segment(segment.resistance, 1.0 / segment.inertance)
    named |= {name: 1.0 / resistance for name, resistance in patient.resistances}
    closing = patient.systemic_arterioles.closing_pressure
    named |= {bed: Arterioles(named[bed], closing) for bed in SYSTEMIC_BEDS}
    return named


def places(module: ModuleType) -> dict[str, slice]:
    """Return where each parameter of an assembled module lies in its flat vector."""
    found, start = {}, 0
    for name, type_ in module.PARAMETERS:
        length = 1 if type_ == "float" else len(module.TYPES[type_]._fields)
        found[name] = slice(start, start + length)
        start += length
    return found


PLACES = places(closed_loop)


def parameter_vector(patient: Patient) -> Array:
    """Return all parameters of the right-hand side as one vector of floats, in the order of ``closed_loop``."""
    named = law_parameters(patient)
    flat: list[float] = []
    for name, type_ in closed_loop.PARAMETERS:
        flat.extend([named[name]] if type_ == "float" else named[name])
    return np.array(flat, dtype=np.float64)


STATE_NAMES = tuple(name for name, _ in closed_loop.STATES)
SIGNAL_NAMES = tuple(name for name, _ in closed_loop.SIGNALS)
WATCHED_UNITS = dict(closed_loop.WATCHED)
WATCHED_NAMES = tuple(WATCHED_UNITS)
STATE_INDEX = {name: i for i, name in enumerate(STATE_NAMES)}
BLOOD = np.isin(STATE_NAMES, [f"v_{store.name}" for store in CLOSED_LOOP.stores])
