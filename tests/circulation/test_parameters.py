"""From the patient file to the numbers of the laws: each to its place, none lost on the way."""

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.model.circulation.first_state import first_state, stressed_volume
from diastole.model.circulation.influence import influenced_patient, write_influence
from diastole.model.circulation.kernel_parameters import (
    FOLLOWED_VOLUME,
    FOLLOWING,
    FOLLOWING_ACUTE,
    GROWN_ATRIUM,
    LOOSE_AREA,
    SEALING_PRESSURE,
    SYSTEMIC_BEDS,
    WATCHED_NAMES,
    law_parameters,
    parameter_vector,
    period,
)
from diastole.model.devices.balloon_pump.balloon import line_resistance
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.devices.rotary_pump import NO_PUMP
from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import BalloonPump, Patient
from diastole.model.patient.patient_numbers import patient_numbers
from diastole.model.patient.relative_value import value_at
from diastole.model.physiology.atrium import Atrium, atrial_pressure
from diastole.model.physiology.clock import AtrialTiming, Calcium, atrial_lead_scale, systolic_scale
from diastole.model.physiology.coronary import Coronary
from diastole.model.physiology.myofilament import Tension
from diastole.model.physiology.one_fibre import Wall
from diastole.model.physiology.pericardium import Pericardium
from diastole.model.physiology.valve import Hole, Valve
from diastole.model.physiology.vessel import (
    Arterioles,
    Artery,
    Segment,
    Vessel,
    arterial_growth,
    arterial_pressure,
    vessel_pressure,
)
from diastole.model.simulation.beat_to_beat import Regulation, lung_water_gain
from diastole.model.simulation.slow_states import SLOW_NAMES, OperatingPoint
from tests.devices.pumps import axial_pump, drainage

PATIENT = Patient.preset("shock_mr").with_values(
    {
        "heart_rate": "100 /min",
        "calcium.onset": "5 ms",
        "right_ventricle.calcium_prolongation": "40 ms",
        "left_ventricle.calcium_delay": "3 ms",
        "lesions.aortic_stenosis.orifice_area": "0.9 cm²",
        "lesions.aortic_regurgitation.orifice_area": "0.3 cm²",
        "lesions.mitral_stenosis.orifice_area": "1.2 cm²",
        "lesions.ventricular_septal_defect.orifice_area": "0.5 cm²",
        "balloon_pump.drive": "pneumatic",
        "balloon_pump.drive_pressure": "180 mmHg",
        "balloon_pump.vacuum": "-120 mmHg",
    }
)

NAMED = law_parameters(PATIENT)


@pytest.mark.parametrize("side", ["left", "right"])
def test_an_atrium(side):
    a = getattr(PATIENT, f"{side}_atrium")
    expected = Atrium(
        unstressed_volume=a.unstressed_volume,
        pressure=a.passive_pressure,
        stiffening=1.0 / a.stiffening_volume,
        active=a.active_elastance,
    )
    assert NAMED[f"{side[0]}a"] == expected


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_ventricle(side):
    v, m, c = getattr(PATIENT, f"{side}_ventricle"), PATIENT.myofilament, PATIENT.calcium
    name, scale, share = f"{side[0]}v", systolic_scale(100.0), v.working_fraction
    assert NAMED[f"{name}_wall"] == Wall(
        volume=v.wall_volume, unstretched=1.0 / (v.wall_volume + 3.0 * v.reference_volume),
        stiffness=v.passive_stiffness, exponent=v.passive_exponent, viscosity=v.wall_viscosity,
    )  # fmt: skip
    tension = Tension(full=share * m.reference_tension / m.strong_share, heads=share * m.myosin_heads)
    assert NAMED[f"{name}_tension"] == pytest.approx(tension)
    assert NAMED[f"{name}_calcium"] == pytest.approx(Calcium(
        diastolic=c.diastolic, peak=v.peak_calcium, onset=c.onset + v.calcium_delay, rise_rate=1.0 / (c.rise * scale),
        plateau_end=(c.plateau_end + v.calcium_prolongation) * scale, fall_rate=1.0 / (c.fall * scale),
    ))  # fmt: skip


def test_cross_bridges():
    bridges, m = NAMED["bridges"], PATIENT.myofilament
    same = {
        "ca50": "calcium_half_binding", "ca50_slope": "calcium_length_slope", "overlap_slope": "overlap_slope",
        "troponin_rate": "troponin_rate", "unblock_rate": "unblocking_rate", "attach_rate": "attachment_rate",
        "stroke_rate": "stroke_rate", "strong_distortion": "strong_distortion_rate",
        "weak_distortion": "weak_distortion_rate", "cycle_rate": "cycle_rate_factor",
    }  # fmt: skip
    for field, key in same.items():
        assert getattr(bridges, field) == getattr(m, key), field
    r_s, r_w, phi, k_uw, k_ws = m.strong_share, m.weak_share, m.distortion_decay, m.attachment_rate, m.stroke_rate
    free = (1.0 - r_s) * (1.0 - r_w)
    assert bridges.weak_return == pytest.approx(k_uw * (1.0 / r_w - 1.0) - k_ws)
    assert bridges.detach_rate == pytest.approx(k_ws * r_w * (1.0 / r_s - 1.0))
    assert bridges.block_rate == pytest.approx(m.unblocking_rate * 0.35**5 / free)
    assert bridges.weak_relaxation == pytest.approx(phi * k_uw * free / ((1.0 - r_s) * r_w))
    assert bridges.strong_relaxation == pytest.approx(phi * k_ws * (1.0 - r_s) * r_w / r_s)
    assert bridges.distortion_gain == pytest.approx(m.distortion_gain * r_s / ((1.0 - r_s) * r_w + r_s))


@pytest.mark.parametrize(
    ("name", "closed", "opened"),
    [("aortic", 0.3, 0.9), ("mitral", 0.4, 1.2), ("tricuspid", None, None), ("pulmonary", None, None)],
)
def test_a_valve_leaks_by_its_closed_and_narrows_by_its_open_area(name, closed, opened):
    v = getattr(PATIENT.valves, name)
    assert NAMED[name] == Valve(
        closed_area=closed or v.closed_area, open_area=opened or v.open_area, shortness=1.0 / v.length,
        opening_rate=v.opening_rate, closing_rate=v.closing_rate, saturation=PATIENT.valves.leaflet_saturation,
    )  # fmt: skip


def test_supple_mitral_leaflets_follow_the_ventricle_and_stiff_ones_do_not():
    """Of a stenosis, or of a prosthesis or a repair; a hole of a torn leaflet follows less than a drawn-apart valve."""
    supple = Patient.preset("shock_mr").with_values({"lesions.mitral_regurgitation.onset": "acute"})
    follows = law_parameters(supple)["mitral_coaptation"]
    chronic = law_parameters(supple.with_values({"lesions.mitral_regurgitation.onset": "chronic"}))
    assert (follows.following, chronic["mitral_coaptation"].following) == (FOLLOWING_ACUTE, FOLLOWING)
    assert 0.0 < FOLLOWING_ACUTE < FOLLOWING
    assert (follows.loose_area, follows.sealing) == (LOOSE_AREA, 1.0 / SEALING_PRESSURE)
    assert follows.usual == pytest.approx(1.0 / (FOLLOWED_VOLUME * supple.left_ventricle.reference_volume))
    repaired = law_parameters(supple.with_values({"surgery.mitral_valve_repair.open_area": "2.4 cm²"}))
    for stiff in (NAMED["mitral_coaptation"], repaired["mitral_coaptation"]):
        assert (stiff.following, stiff.loose_area) == (0.0, 0.0)


def test_the_left_atrium_grows_behind_a_mitral_lesion_of_years():
    """It holds so many times as much at the same pressure, at rest and contracted."""
    acute, chronic = (
        law_parameters(Patient.preset("shock_mr").with_values({"lesions.mitral_regurgitation.onset": onset}))["la"]
        for onset in ("acute", "chronic")
    )
    for volume in (30.0, 80.0):
        for activation in (0.0, 1.0):
            grown = atrial_pressure(GROWN_ATRIUM * volume, activation, 5.0, chronic)
            assert grown == pytest.approx(atrial_pressure(volume, activation, 5.0, acute))


def test_a_vessel_is_first_filled_to_its_pressure():
    veins, aorta = PATIENT.vessels.pulmonary_veins, PATIENT.vessels.thoracic_aorta
    vein = Vessel(1.0 / veins.compliance, 0.0, veins.wall_viscosity, veins.stiffening)
    artery = Artery(arterial_growth(aorta.compliance), 0.0, aorta.wall_viscosity)
    for pressure in (0.0, 8.0, 90.0):
        assert vessel_pressure(stressed_volume(pressure, veins), 0.0, vein) == pytest.approx(pressure)
        assert arterial_pressure(stressed_volume(pressure, aorta), 0.0, artery) == pytest.approx(pressure)
    assert veins.stiffening > 0.0


ARTERIES = {"ascending_aorta", "thoracic_aorta", "abdominal_aorta", "upper_body", "lower_body"}


def test_vessels_segments_and_resistances():
    for name, v in PATIENT.vessels:
        if name in ARTERIES:
            expected = Artery(pytest.approx(arterial_growth(v.compliance)), v.unstressed_volume, v.wall_viscosity)
        else:
            expected = Vessel(
                elastance=1.0 / v.compliance,
                unstressed_volume=v.unstressed_volume,
                viscosity=v.wall_viscosity,
                stiffening=v.stiffening,
            )
        assert NAMED[name] == expected
    for name, s in PATIENT.segments:
        assert NAMED[name] == Segment(resistance=s.resistance, mobility=1.0 / s.inertance)
    closing = PATIENT.systemic_arterioles.closing_pressure
    for name, resistance in PATIENT.resistances:
        expected = Arterioles(1.0 / resistance, closing) if name in SYSTEMIC_BEDS else 1.0 / resistance
        assert NAMED[name] == expected


def test_the_small_arteries_of_the_wall():
    v = PATIENT.coronary.arteries
    assert NAMED["intramural_arteries"] == Coronary(1.0 / v.compliance, v.unstressed_volume, v.transmission)


@pytest.mark.parametrize("layer", ["subendocardi", "subepicardi"])
def test_a_layer_of_the_coronary_bed(layer):
    v = getattr(PATIENT.coronary, f"{layer}um")
    assert NAMED[f"{layer}um"] == Coronary(
        elastance=1.0 / v.compliance, unstressed_volume=v.unstressed_volume, transmission=v.transmission
    )
    assert NAMED[f"{layer}um_reference"] == 1.0 / v.reference_volume
    assert NAMED[f"{layer}al_arterioles"] == 1.0 / v.arterioles
    assert NAMED[f"{layer}al_veins"] == 1.0 / v.veins
    assert PATIENT.coronary.subendocardium != PATIENT.coronary.subepicardium


def test_an_operation_puts_its_valve_over_the_lesion():
    operated = law_parameters(PATIENT.with_values(OPERATIONS))
    for name, opened, closed in (("aortic", 1.9, 0.006), ("mitral", 2.1, 0.004)):
        assert (operated[name].open_area, operated[name].closed_area) == (opened, closed)
        assert operated[name][2:] == NAMED[name][2:]
    assert operated["septal_defect"].area == 0.03
    repaired = law_parameters(PATIENT.with_values({"surgery.mitral_valve_repair.open_area": "2.4 cm²"}))
    assert (repaired["mitral"].open_area, repaired["mitral"].closed_area) == (2.4, 0.02)
    assert repaired["aortic"] == NAMED["aortic"]


PUMP_NAMES = ("axial_pump", "venous_drainage", "left_atrial_drainage")


def pumps_of(values):
    named = law_parameters(Patient.preset("shock").with_values(values))
    return tuple(named[name] for name in PUMP_NAMES)


def test_a_pump_drains_where_it_lies():
    assert pumps_of({}) == (NO_PUMP,) * 3
    axial = {"axial_pump.model": "5.5", "axial_pump.level": "P-9"}
    assert pumps_of(axial) == (axial_pump("5.5", "P-9"), NO_PUMP, NO_PUMP)
    venous, none = drainage("va_ecmo", 3.0)
    assert none == NO_PUMP
    bypass = {"extracorporeal.circuit": "va_ecmo", "extracorporeal.flow": "3 L/min"}
    assert pumps_of(bypass) == (NO_PUMP, venous, NO_PUMP)
    both = {"extracorporeal.circuit": "lava_ecmo", "extracorporeal.left_atrial_share": "0.3"}
    assert pumps_of(both) == (NO_PUMP, *drainage("lava_ecmo", 4.0, left_atrial_share=0.3))
    left = pumps_of({"extracorporeal.circuit": "tandemheart", "extracorporeal.speed": "6000 /min"})
    assert left == (NO_PUMP, NO_PUMP, drainage("tandemheart", speed=6000.0)[1])
    assert pumps_of(axial | bypass) == (axial_pump("5.5", "P-9"), venous, NO_PUMP)


def test_the_rest():
    pericardium, atria, pump = PATIENT.pericardium, PATIENT.atria, PATIENT.balloon_pump
    assert NAMED["period"] == period(PATIENT) == pytest.approx(0.6)
    assert NAMED["septal_defect"] == Hole(area=0.5, shortness=1.0)
    assert NAMED["pericardium"] == Pericardium(pericardium.pressure, pericardium.volume, 1.0 / pericardium.scale)
    leads = {"la": atria.lead, "ra": atria.lead + atria.interatrial_delay}
    for name, lead in leads.items():
        timing = AtrialTiming(lead=lead * atrial_lead_scale(100.0), rate=1.0 / atria.duration)
        assert NAMED[f"{name}_timing"] == timing
    line = line_resistance(pump.catheter_bore, pump.catheter_length)
    assert NAMED["drive"][:-1] == (1.0, pump.fill_time, pump.vent_time, 180.0, -120.0, line)
    assert NAMED["drive"]._fields[:-1] == (
        "pneumatic", "fill_time", "vent_time", "pressure", "vacuum", "line_resistance"
    )  # fmt: skip


def test_without_lesions_valves_are_healthy_and_the_septum_is_closed():
    named = law_parameters(Patient.preset("healthy"))
    assert named["septal_defect"].area == 0.0
    assert named["aortic"].open_area == Patient.preset("healthy").valves.aortic.open_area


OPERATIONS = {
    "surgery.aortic_valve_replacement.open_area": "1.9 cm²",
    "surgery.aortic_valve_replacement.closed_area": "0.006 cm²",
    "surgery.mitral_valve_replacement.open_area": "2.1 cm²",
    "surgery.mitral_valve_replacement.closed_area": "0.004 cm²",
    "surgery.septal_defect_closure.residual_area": "0.03 cm²",
}
TREATED = PATIENT.with_values(
    {
        "drugs.nitroprusside": "1 µg/kg/min",
        "drugs.dobutamine": "5 µg/kg/min",
        "drugs.dopamine": "5 µg/kg/min",
        "drugs.noradrenaline": "0.1 µg/kg/min",
        "drugs.esmolol": "50 µg/kg/min",
        "extracorporeal.circuit": "lava_ecmo",
        "extracorporeal.flow": "3 L/min",
        "extracorporeal.left_atrial_share": "0.4",
        "baroreflex.veins.cardiopulmonary_gain": "0.5 mL/kg",  # lost in shock
        "baroreflex.resistance.cardiopulmonary_gain": "0.3",
    }
)
OPERATED = PATIENT.with_values(OPERATIONS)
REPAIRED = PATIENT.with_values(
    {
        "surgery.mitral_valve_repair.open_area": "2.4 cm²",
        "surgery.mitral_valve_repair.closed_area": "0.03 cm²",
        "pacing.rate": "110 /min",
        "extracorporeal.circuit": "va_ecmo",
        "extracorporeal.speed": "3500 /min",
    }
)
QUANTITIES = quantities(Patient)
NOT_SIMULATED = {"body.height", "oxygen.consumption"}  # only measures read them
IN_SPACE = {key for key in QUANTITIES if key.startswith("wall.")}  # tests/heart3d/test_build.py
STENOSED = {f"valves.{valve}.{end}_area" for valve in ("aortic", "mitral") for end in ("open", "closed")}


def owner(key):
    """Return the first of the patients that has a value under this key."""
    return next(patient for patient in (TREATED, OPERATED, REPAIRED) if value_at(patient, key) is not None)


def what_it_does(patient):
    """Return all numbers that a patient brings to the simulation: kernel, console, regulation."""
    own = parameter_vector(patient)
    regulation = Regulation(patient, OperatingPoint(90.0, 4.0, 0.0), ischaemia=True)
    slow = regulation.first()
    slow[:4] = 0.1
    influenced = own.copy()
    write_influence(own, influenced_patient(patient_numbers(patient)), regulation.influence(slow), influenced)
    means = dict.fromkeys(WATCHED_NAMES, 0.5) | {"p_ascending_aorta": 70.0, "p_ra": 9.0, "atp_lv": 25.0}
    regulation.advance(slow, means, 1.0)
    console = [value for value in settings_of(patient.balloon_pump) if isinstance(value, float)]
    return np.concatenate((own, first_state(patient), influenced, slow, console, [lung_water_gain(30.0, patient)]))


def test_every_quantity_of_a_patient_has_one_who_has_it():
    assert all(owner(key) for key in QUANTITIES)


@pytest.mark.parametrize("key", QUANTITIES)
def test_every_number_of_a_patient_file_has_an_effect(key):
    if key in NOT_SIMULATED | STENOSED | IN_SPACE:
        pytest.skip("read elsewhere: see the sets above")
    before = owner(key)
    value, unit = value_at(before, key), QUANTITIES[key].unit
    try:
        after = before.with_values({key: f"{value * 1.01 + 1e-4} {unit}"})
    except InputError:  # at the end of its range
        after = before.with_values({key: f"{value * 0.99} {unit}"})
    one, other = what_it_does(before), what_it_does(after)
    assert (one != other).any()
    assert np.isfinite(other).all()


def test_every_slow_state_of_the_sample_moves():
    """Else the test above would say nothing about what makes it move."""
    regulation = Regulation(TREATED, OperatingPoint(90.0, 4.0, 0.0), ischaemia=True)
    slow = regulation.first()
    means = dict.fromkeys(WATCHED_NAMES, 0.5) | {"p_ascending_aorta": 70.0, "p_ra": 9.0, "atp_lv": 25.0}
    before = slow.copy()
    regulation.advance(slow, means, 1.0)
    assert {name for name, a, b in zip(SLOW_NAMES, before, slow, strict=True) if a == b} == {
        name for name in SLOW_NAMES if name.startswith("level_")
    }


def test_a_patient_without_a_pump_has_a_drive_that_is_idle():
    named = law_parameters(PATIENT.with_balloon_pump(None))
    assert named["drive"].pneumatic == 0.0
    assert named["drive"] == law_parameters(PATIENT.with_balloon_pump(BalloonPump()))["drive"]
    assert named["earlier"].volume == named["present"].volume == 0.0


def test_the_vector_holds_floats_only():
    assert parameter_vector(PATIENT).dtype == np.float64
    assert np.isfinite(parameter_vector(PATIENT)).all()
