"""From a patient to the numbers of the kernel: law tuples by name, and one flat vector."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import numpy as np

from diastole.arrays import Array
from diastole.law import reread, select
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.network import CLOSED_LOOP
from diastole.model.devices.register import BYPASSES, DEVICES
from diastole.model.devices.rotary_pump import RotaryPump
from diastole.model.input_blocks.block_numbers import Numbers, is_there, place_of
from diastole.model.operations import OPERATIONS
from diastole.model.patient import Patient
from diastole.model.patient.heart import Ventricle
from diastole.model.patient.lesions import Regurgitation
from diastole.model.patient.patient_numbers import named_parts, patient_numbers
from diastole.model.patient.vessels import Artery as ArteryBlock
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

type DeviceLaws = tuple[tuple[str, Callable[[Numbers], dict[str, Any]]], ...]

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
VALVES = ("mitral", "aortic", "tricuspid", "pulmonary")
DISEASED = ("mitral", "aortic")  # valves that may have lesions
ACUTE, CHRONIC = (place_of(Regurgitation, "onset", onset) for onset in ("acute", "chronic"))
DEVICE_LAWS: DeviceLaws = tuple((device.key, device.law) for device in DEVICES)  # by key of its block


def period(patient: Patient | Numbers) -> float:
    """Return the length of a beat of a patient, or of its numbers [s]."""
    return SECONDS_PER_MINUTE / patient.heart_rate


def _crossbridges(m: Numbers) -> Crossbridges:
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


def wall(ventricle: Ventricle | Numbers) -> Wall:
    """Return the wall of a ventricle, or of its numbers, as its laws want it."""
    return Wall(
        ventricle.wall_volume,
        1.0 / (ventricle.wall_volume + 3.0 * ventricle.reference_volume),
        ventricle.passive_stiffness,
        ventricle.passive_exponent,
        ventricle.wall_viscosity,
    )


def _ventricle(name: str, ventricle: Numbers, patient: Numbers) -> dict[str, Any]:
    """Return the parameters of a ventricle; a share of the wall that does not work makes no force and uses no ATP."""
    share = ventricle.working_fraction
    full = patient.myofilament.reference_tension / patient.myofilament.strong_share
    calcium = patient.calcium
    scale = systolic_scale(patient.heart_rate)
    plateau_end = calcium.plateau_end + ventricle.calcium_prolongation
    return {
        f"{name}_wall": wall(ventricle),
        f"{name}_tension": Tension(share * full, share * patient.myofilament.myosin_heads),
        f"{name}_calcium": Calcium(
            calcium.diastolic, ventricle.peak_calcium, calcium.onset + ventricle.calcium_delay,
            1.0 / (calcium.rise * scale), plateau_end * scale, 1.0 / (calcium.fall * scale),
        ),
    }  # fmt: skip


def _valve(name: str, numbers: Numbers) -> Valve:
    """Return a valve with its lesions: regurgitation is the closed area, stenosis the open one; or as operated."""
    healthy, lesions = getattr(numbers.valves, name), numbers.lesions
    closed, opened = healthy.closed_area, healthy.open_area
    if name in DISEASED:
        leak, stenosis = getattr(lesions, f"{name}_regurgitation"), getattr(lesions, f"{name}_stenosis")
        closed = select(is_there(leak), leak.orifice_area, closed)
        opened = select(is_there(stenosis), stenosis.orifice_area, opened)
    for after in _operations(f"{name} valve", numbers):
        closed = select(is_there(after), after.closed_area, closed)
        opened = select(is_there(after), after.open_area, opened)
    return Valve(
        max(closed, COMPETENT_AREA), opened, 1.0 / healthy.length, healthy.opening_rate, healthy.closing_rate,
        numbers.valves.leaflet_saturation,
    )  # fmt: skip


def _atrial_growth(numbers: Numbers) -> float:
    """Return the size of the left atrium over that of the patient's file: it grows behind a lesion of years."""
    leak, stenosis = numbers.lesions.mitral_regurgitation, numbers.lesions.mitral_stenosis
    is_old = (is_there(leak) & (leak.onset == CHRONIC)) | (is_there(stenosis) & (stenosis.onset == CHRONIC))
    return select(is_old, GROWN_ATRIUM, 1.0)


def _atrium(atrium: Numbers, size: float) -> Atrium:
    """Return the parameters of an atrium that is so many times as large at the same pressures."""
    return Atrium(
        size * atrium.unstressed_volume, atrium.passive_pressure, 1.0 / (size * atrium.stiffening_volume),
        atrium.active_elastance / size,
    )  # fmt: skip


def _atrial_timing(numbers: Numbers, earlier: float) -> AtrialTiming:
    """Return when an atrium contracts that starts so much earlier [s] than the left one."""
    lead = (numbers.atria.lead + earlier) * atrial_lead_scale(numbers.heart_rate)
    return AtrialTiming(lead, 1.0 / numbers.atria.duration)


def _mitral_coaptation(numbers: Numbers) -> Coaptation:
    """Return how the mitral leaflets meet: stiff ones, of a stenosis or a prosthesis, do not follow the ventricle."""
    leak, is_stiff = numbers.lesions.mitral_regurgitation, is_there(numbers.lesions.mitral_stenosis)
    for after in _operations("mitral valve", numbers):
        is_stiff = is_stiff | is_there(after)
    following = select(is_there(leak) & (leak.onset == ACUTE), FOLLOWING_ACUTE, FOLLOWING)
    return Coaptation(
        select(is_stiff, 0.0, following), 1.0 / (FOLLOWED_VOLUME * numbers.left_ventricle.reference_volume),
        select(is_stiff, 0.0, LOOSE_AREA), 1.0 / SEALING_PRESSURE,
    )  # fmt: skip


def _operations(site: str, numbers: Numbers) -> list[Numbers]:
    """Return what each operation at a site leaves."""
    return [getattr(numbers.surgery, name) for name, operation in OPERATIONS.items() if operation.site == site]


def _hole(numbers: Numbers) -> Hole:
    area = max(numbers.lesions.ventricular_septal_defect.orifice_area, 0.0)
    for after in _operations("septum", numbers):
        area = select(is_there(after), after.residual_area, area)
    return Hole(area, 1.0 / HOLE_LENGTH)


def _squeezed(vessels: Numbers) -> Coronary:
    return Coronary(1.0 / vessels.compliance, vessels.unstressed_volume, vessels.transmission)


def is_artery(vessel: ArteryBlock | VesselBlock | Numbers) -> bool:
    """Return whether a vessel, or the record of one, is an artery, whose wall stiffens by a law of its own."""
    return not hasattr(vessel, "stiffening")


def _vessel(vessel: Numbers) -> Vessel | Artery:
    if is_artery(vessel):
        return Artery(arterial_growth(vessel.compliance), vessel.unstressed_volume, vessel.wall_viscosity)
    return Vessel(1.0 / vessel.compliance, vessel.unstressed_volume, vessel.wall_viscosity, vessel.stiffening)


def named_parameters(numbers: Numbers, device_laws: DeviceLaws) -> dict[str, Any]:
    """Return the parameter of every name in ``closed_loop.PARAMETERS``: a law's tuple or a number.

    Times of systole are those of the patient's heart rate; the inflations of the balloon are set beat by beat.

    `numbers`: of a patient; `device_laws`: `DEVICE_LAWS`, as the reader of this law reads them.
    """
    coronary, pericardium = numbers.coronary, numbers.pericardium
    named: dict[str, Any] = {
        "period": period(numbers),
        "pericardium": Pericardium(pericardium.pressure, pericardium.volume, 1.0 / pericardium.scale),
        "bridges": _crossbridges(numbers.myofilament),
        "septal_defect": _hole(numbers),
        "mitral_coaptation": _mitral_coaptation(numbers),
        "intramural_arteries": _squeezed(coronary.arteries),
        "la": _atrium(numbers.left_atrium, _atrial_growth(numbers)),
        "ra": _atrium(numbers.right_atrium, 1.0),
        "la_timing": _atrial_timing(numbers, 0.0),
        "ra_timing": _atrial_timing(numbers, numbers.atria.interatrial_delay),
    }
    for name, layer in (("subendocardi", coronary.subendocardium), ("subepicardi", coronary.subepicardium)):
        named[f"{name}um"], named[f"{name}um_reference"] = _squeezed(layer), 1.0 / layer.reference_volume
        named[f"{name}al_arterioles"], named[f"{name}al_veins"] = 1.0 / layer.arterioles, 1.0 / layer.veins
    for key, law in device_laws:
        named |= law(getattr(numbers, key))
    named |= _ventricle("lv", numbers.left_ventricle, numbers) | _ventricle("rv", numbers.right_ventricle, numbers)
    for name in VALVES:
        named[name] = _valve(name, numbers)
    for name, vessel in named_parts(numbers.vessels):
        named[name] = _vessel(vessel)
    for name, segment in named_parts(numbers.segments):
        named[name] = Segment(segment.resistance, 1.0 / segment.inertance)
    named |= {name: 1.0 / resistance for name, resistance in named_parts(numbers.resistances)}
    closing = numbers.systemic_arterioles.closing_pressure
    named |= {bed: Arterioles(named[bed], closing) for bed in SYSTEMIC_BEDS}
    return named


def flat_parameters(numbers: Numbers, device_laws: DeviceLaws) -> list[float]:
    """Return the same parameters as numbers, in the order of ``closed_loop``."""
    named = named_parameters(numbers, device_laws)
    flat: list[float] = []
    for name, type_ in closed_loop.PARAMETERS:
        flat.extend([named[name]] if type_ == "float" else named[name])
    return flat


def parameters_read_by(words: Mapping[str, Any]) -> Callable[[Numbers], list[Any]]:
    """Return the law from the numbers of a patient to all parameters as a reader with other words reads it."""
    read, device_laws = reread(flat_parameters, words), tuple((key, reread(law, words)) for key, law in DEVICE_LAWS)
    return lambda numbers: read(numbers, device_laws)


def places(module: ModuleType) -> dict[str, slice]:
    """Return where each parameter of an assembled module lies in its flat vector."""
    slices, start = {}, 0
    for name, type_ in module.PARAMETERS:
        length = 1 if type_ == "float" else len(module.TYPES[type_]._fields)
        slices[name] = slice(start, start + length)
        start += length
    return slices


PLACES = places(closed_loop)
RUNNING = [PLACES[name].start + RotaryPump._fields.index("running") for name in BYPASSES]  # 1 each, or 0 without


def law_parameters(patient: Patient) -> dict[str, Any]:
    """Return the parameters of a patient by name; see `named_parameters`."""
    return named_parameters(patient_numbers(patient), DEVICE_LAWS)


def parameter_vector(patient: Patient) -> Array:
    """Return all parameters of the right-hand side as one vector of floats, in the order of ``closed_loop``."""
    return np.array(flat_parameters(patient_numbers(patient), DEVICE_LAWS), dtype=np.float64)


STATE_NAMES = tuple(name for name, _ in closed_loop.STATES)
SIGNAL_NAMES = tuple(name for name, _ in closed_loop.SIGNALS)
WATCHED_UNITS = dict(closed_loop.WATCHED)
WATCHED_NAMES = tuple(WATCHED_UNITS)
STATE_INDEX = {name: i for i, name in enumerate(STATE_NAMES)}
BLOOD = np.isin(STATE_NAMES, [f"v_{store.name}" for store in CLOSED_LOOP.stores])
