"""From the patient file to the numbers of the laws: each to its place, none lost on the way."""

import numpy as np
import pytest

from diastole.circulation.parameters import first_state, law_parameters, parameter_vector, period
from diastole.devices.balloon_pump.balloon import Drive, line_resistance
from diastole.errors import InputError
from diastole.patient import BalloonPump, Patient
from diastole.patient.block import quantities
from diastole.physiology.atrium import Atrium
from diastole.physiology.clock import AtrialTiming, Calcium, atrial_lead_scale, systolic_scale
from diastole.physiology.coronary import Coronary
from diastole.physiology.myofilament import Tension
from diastole.physiology.one_fibre import Wall
from diastole.physiology.pericardium import Pericardium
from diastole.physiology.valve import Hole, Valve
from diastole.physiology.vessel import Segment, Vessel

PATIENT = Patient.preset("shock_mr").with_values(
    {
        "heart_rate": "100 /min",
        "calcium.onset": "5 ms",
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
        passive=a.passive_elastance,
        active=a.active_elastance,
        stiffening=a.stiffening,
    )
    assert NAMED[f"{side[0]}a"] == expected


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_ventricle(side):
    v, m, c = getattr(PATIENT, f"{side}_ventricle"), PATIENT.myofilament, PATIENT.calcium
    name, scale = f"{side[0]}v", systolic_scale(100.0)
    assert NAMED[f"{name}_wall"] == Wall(
        volume=v.wall_volume,
        unstretched=1.0 / (v.wall_volume + 3.0 * v.reference_volume),
        stiffness=v.passive_stiffness,
        exponent=v.passive_exponent,
        viscosity=v.wall_viscosity,
    )
    assert NAMED[f"{name}_tension"] == pytest.approx(
        Tension(
            full=v.working_fraction * m.reference_tension / m.strong_share, heads=v.working_fraction * m.myosin_heads
        )
    )
    assert NAMED[f"{name}_calcium"] == pytest.approx(
        Calcium(
            diastolic=c.diastolic,
            peak=v.peak_calcium,
            onset=c.onset,
            rise_rate=1.0 / (c.rise * scale),
            plateau_end=c.plateau_end * scale,
            fall_rate=1.0 / (c.fall * scale),
        )
    )


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
        closed_area=v.closed_area if closed is None else closed,
        open_area=v.open_area if opened is None else opened,
        shortness=1.0 / v.length,
        opening_rate=v.opening_rate,
        closing_rate=v.closing_rate,
        saturation=PATIENT.valves.leaflet_saturation,
    )


def test_vessels_segments_and_resistances():
    for name, v in PATIENT.vessels:
        expected = Vessel(
            elastance=1.0 / v.compliance, unstressed_volume=v.unstressed_volume, viscosity=v.wall_viscosity
        )
        assert NAMED[name] == expected
    for name, s in PATIENT.segments:
        assert NAMED[name] == Segment(resistance=s.resistance, mobility=1.0 / s.inertance)
    for name, resistance in PATIENT.resistances:
        assert NAMED[name] == 1.0 / resistance
    v = PATIENT.intramyocardial_vessels
    assert NAMED["intramyocardial_vessels"] == Coronary(
        elastance=1.0 / v.compliance,
        unstressed_volume=v.unstressed_volume,
        reference_inverse=1.0 / v.reference_volume,
        transmission=v.transmission,
    )


def test_the_rest():
    pericardium, atria, pump = PATIENT.pericardium, PATIENT.atria, PATIENT.balloon_pump
    assert NAMED["period"] == period(PATIENT) == pytest.approx(0.6)
    assert NAMED["septal_defect"] == Hole(area=0.5, shortness=1.0)
    assert NAMED["pericardium"] == Pericardium(pericardium.pressure, pericardium.volume, 1.0 / pericardium.scale)
    assert NAMED["atrial_timing"] == AtrialTiming(lead=atria.lead * atrial_lead_scale(100.0), rate=1.0 / atria.duration)
    assert NAMED["drive"] == Drive(
        pneumatic=1.0,
        fill_time=pump.fill_time,
        vent_time=pump.vent_time,
        pressure=180.0,
        vacuum=-120.0,
        line_resistance=line_resistance(pump.catheter_bore, pump.catheter_length),
        valve_time=NAMED["drive"].valve_time,
    )


def test_without_lesions_valves_are_healthy_and_the_septum_is_closed():
    named = law_parameters(Patient.preset("healthy"))
    assert named["septal_defect"].area == 0.0
    assert named["aortic"].open_area == Patient.preset("healthy").valves.aortic.open_area


KEYS = {key: known for key, known in quantities(Patient).items() if key in PATIENT.sources}
ON_THE_CONSOLE = {"volume", "inflation_offset", "deflation_offset"}  # orders, beat by beat: see the console
NOT_SIMULATED = {"body.height", "body.weight"}
STENOSED = {
    "valves.aortic.open_area",
    "valves.mitral.open_area",
    "valves.aortic.closed_area",
    "valves.mitral.closed_area",
}


def value_at(patient, key):
    for part in key.split("."):
        patient = getattr(patient, part)
    return patient


@pytest.mark.parametrize("key", KEYS)
def test_every_number_of_a_patient_file_reaches_the_circulation(key):
    if key in NOT_SIMULATED | STENOSED or key.removeprefix("balloon_pump.") in ON_THE_CONSOLE:
        pytest.skip("read elsewhere: see the sets above")
    before, value = PATIENT, value_at(PATIENT, key)
    try:
        after = before.with_values({key: f"{value * 1.01 + 1e-4} {KEYS[key].unit}"})
    except InputError:  # at the end of its range
        after = before.with_values({key: f"{value * 0.99} {KEYS[key].unit}"})
    same = (parameter_vector(before) == parameter_vector(after)).all()
    same &= (first_state(before) == first_state(after)).all()
    assert not same


def test_a_patient_without_a_pump_has_a_drive_that_is_idle():
    named = law_parameters(PATIENT.with_balloon_pump(None))
    assert named["drive"].pneumatic == 0.0
    assert named["drive"] == law_parameters(PATIENT.with_balloon_pump(BalloonPump()))["drive"]
    assert named["earlier"].volume == named["present"].volume == 0.0


def test_the_vector_holds_floats_only():
    assert parameter_vector(PATIENT).dtype == np.float64
    assert np.isfinite(parameter_vector(PATIENT)).all()
