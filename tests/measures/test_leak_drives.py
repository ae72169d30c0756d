"""What drives a leak: time, pressures and velocity give the orifice of the patient back."""

from math import nan

import numpy as np
import pytest

from diastole.model.measures.leak_drives import VALVES
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.physiology.valve import ACCELERATION
from diastole.model.run import simulate
from diastole.model.simulation.leak_scan import LEAKING, LeakDrive
from diastole.model.simulation.samples import Samples
from diastole.tracing.native import address

AORTIC, MITRAL = VALVES
JET = (2.0 * ACCELERATION) ** 0.5  # cm/s per √mmHg
CLOSING_LEAFLETS = 0.015  # cm², what leaves the open valve as it shuts, spread over the time in which it leaks
AR = "lesions.aortic_regurgitation.orifice_area"


def scanned(flow, above, below, span):
    time = np.linspace(0.0, 1.0, 1001)
    arrays = [np.ascontiguousarray(np.broadcast_to(signal, time.shape), dtype=float) for signal in (flow, above, below)]
    return Samples(time, 1.0).scan(LEAKING, tuple(map(address, arrays)), span)


def test_what_lies_below_zero_counts_and_nothing_else():
    time = np.linspace(0.0, 1.0, 1001)
    found = scanned(time - 0.2503, 80.0, 44.0, (0.0, 1.0))
    assert found == pytest.approx(LeakDrive(0.2503, 80.0, 44.0, 6.0), rel=1e-9)
    found = scanned(time - 0.2503, 80.0 * time, 0.0, (0.05, 0.15))
    assert found[:3] == pytest.approx((0.1, 8.0, 0.0), rel=1e-6)


def test_no_leak_has_no_drive_and_pressure_the_other_way_no_velocity():
    assert scanned(1.0, 80.0, 44.0, (0.0, 1.0)) == pytest.approx((nan,) * 4, nan_ok=True)
    assert scanned(-1.0, 44.0, 80.0, (0.0, 1.0)) == pytest.approx((1.0, 44.0, 80.0, 0.0))


def orifice(run, leak):
    drive = run.leak_drives[leak]
    return run.measures[leak] / (JET * drive.root * drive.seconds)


@pytest.mark.parametrize("area", ["0.1 cm²", "0.3 cm²", "0.6 cm²"])
@pytest.mark.parametrize("pump", [None, BalloonPump()])
def test_the_orifice_of_the_patient_comes_out(area, pump):
    patient = Patient.preset("acute_severe_ar").with_values({AR: area}).with_balloon_pump(pump)
    found, given = orifice(simulate(patient), AORTIC), float(area.split()[0])
    assert given < found < given + CLOSING_LEAFLETS


@pytest.mark.parametrize("preset", PRESETS)
def test_the_place_from_which_blood_comes_has_the_higher_pressure(preset):
    run = simulate(Patient.preset(preset))
    for leak, drive in run.leak_drives.items():
        if run.measures[leak] > 5.0:
            assert drive.above > drive.below > 0.0
            assert 0.0 < drive.root**2 <= drive.above - drive.below + 1.0
            assert 0.0 < drive.seconds < run.period
