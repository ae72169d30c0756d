"""Measures of a block of patients: each lane as on its own, whatever its neighbours are."""

from dataclasses import replace

import numpy as np
import pytest

from diastole.errors import SimulationError
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.lanes import LaneCycle, measure_lanes
from diastole.model.measures.measure_memory import PATIENT, SIGNALS
from diastole.model.measures.measured_beat import measure_beat
from diastole.model.patient import Patient
from diastole.model.patient.presets import PRESETS
from diastole.model.simulation.assist import steady_run
from diastole.model.simulation.trace import SIGNAL_INDEX
from tests.conftest import DEVICES
from tests.measures.by_hand import drawn

TREATED = {
    "no pump": {},
    "1:1": {"balloon_pump.ratio": "1:1"},
    "1:2": {"balloon_pump.ratio": "1:2"},
    "1:3": {"balloon_pump.ratio": "1:3"},
    "late deflation": {"balloon_pump.deflation_offset": "150 ms"},
    "pneumatic": {"balloon_pump.drive": "pneumatic"},
    **DEVICES,
}
LESIONS = {
    "septal defect": {"lesions.ventricular_septal_defect.orifice_area": "1 cm²"},
    "torn papillary muscle": {"lesions.mitral_regurgitation.orifice_area": "0.6 cm²"},
    "aortic stenosis": {"lesions.aortic_stenosis.orifice_area": "0.7 cm²"},
    "mitral stenosis": {"lesions.mitral_stenosis.orifice_area": "1 cm²"},
    "fast": {"heart_rate": "150 /min"},
    "slow": {"heart_rate": "45 /min"},
    "valve shut behind VA-ECMO": {"extracorporeal.circuit": "va_ecmo", "extracorporeal.flow": "6 L/min"},
}


@pytest.fixture(scope="module")
def steady():
    """Return the steady cycles of every preset with every lesion and treatment, with their patients."""
    found = []
    for preset in PRESETS:
        for values in (TREATED | LESIONS).values():
            try:
                patient = Patient.preset(preset).with_values(values)
                found.append((steady_run(patient).trace, patient))
            except SimulationError:
                continue
    return found


def scalar(trace, patient, index=0, **options):
    return measure_beat(PeriodicTrace(trace, patient, **options), index)


def same(values, lane, expected):
    """Compare a lane with a patient alone, and say which measure differs."""
    for name, value in expected.items():
        number = values[name][lane]
        assert np.isnan(number) if value is None else number == pytest.approx(value, rel=1e-12, abs=1e-12), name


@pytest.mark.parametrize("lanes", [1, 4, 8])
def test_a_lane_is_its_patient_alone(steady, lanes):
    """Every preset, lesion and device, in blocks that mix rates, ratios and lengths."""
    order = np.random.default_rng(lanes).permutation(len(steady))
    assert len(steady) > 90
    for start in range(0, len(steady), lanes):
        chosen = [steady[place] for place in order[start : start + lanes]]
        measured = measure_lanes(LaneCycle.of(*zip(*chosen, strict=True)), 0)
        assert measured.reasons == [None] * len(chosen)
        assert list(measured.values) == list(MEASURES)
        for lane, (trace, patient) in enumerate(chosen):
            same(measured.values, lane, scalar(trace, patient))


@pytest.mark.parametrize("name", ["samples", "numbers", "parameters"])
def test_arrays_that_are_not_of_their_shape_are_refused(steady, name):
    """Compiled code would read beyond their ends."""
    cycle = LaneCycle.of(*([one] for one in steady[0]))
    with pytest.raises(ValueError, match=r"of shape"):
        measure_lanes(cycle._replace(**{name: getattr(cycle, name)[:-1].copy()}), 0)


def test_other_beats_of_a_cycle_are_counted_round_where_a_lane_has_fewer(steady):
    by_beats = {len(trace.onsets) - 1: (trace, patient) for trace, patient in steady}
    chosen = [by_beats[1], by_beats[2], by_beats[3]]
    for index in range(3):
        measured = measure_lanes(LaneCycle.of(*zip(*chosen, strict=True)), index)
        for lane, (trace, patient) in enumerate(chosen):
            same(measured.values, lane, scalar(trace, patient, index % (lane + 1)))


HEALTHY = Patient.preset("healthy")
SUPPORTED = HEALTHY.with_values({"axial_pump.model": "CP"})
STILL = [(0, -2), (1, -2)]


def spoilt(name, value):
    """Return a drawn beat with a sample that is no number."""
    trace = drawn()
    signals = trace.signals.copy()
    signals[2000, SIGNAL_INDEX[name]] = value
    return replace(trace, signals=signals)


BAD = {
    "no ejection": (drawn(q_aortic=STILL), "no ejection: flow through the aortic valve ranges from -2 to -2 mL/s"),
    "a valve that never shuts": (drawn(q_aortic=[(0, 300), (1, 300)]), "no ejection"),
    "no pressure": (drawn(p_ascending_aorta=[(0, 10), (1, 10)]), "mean aortic pressure 10 mmHg"),
    "a leak of all": (drawn(q_aortic=[(0, 0), (0.1, 0), (0.2, 400), (0.4, 0), (0.41, -200), (1, -200)]), "stroke"),
    "no number": (spoilt("p_ascending_aorta", np.nan), "no finite numbers"),
    "beyond all numbers": (spoilt("p_lv", np.inf), "no finite numbers"),
    "nothing but no numbers": (replace(drawn(), states=np.full_like(drawn().states, np.nan)), "no finite numbers"),
}


@pytest.mark.parametrize(("trace", "reason"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("place", [0, 2])
def test_a_lane_that_went_wrong_has_a_reason_and_its_neighbours_do_not_feel_it(trace, reason, place):
    sound = [(drawn(), HEALTHY), (drawn(p_la=[(0, 12), (1, 12)]), HEALTHY), (drawn(q_aortic=STILL), SUPPORTED)]
    sound[2] = (drawn(q_axial_pump=[(0, 60), (1, 60)], q_aortic=STILL), SUPPORTED)
    block = [*sound[:place], (trace, HEALTHY), *sound[place:]]
    measured = measure_lanes(LaneCycle.of(*zip(*block, strict=True)), 0)
    assert f"patient '{HEALTHY.name}', steady beat: " in measured.reasons[place]
    assert reason in measured.reasons[place]
    assert all(np.isnan(values[place]) for values in measured.values.values())
    alone = measure_lanes(LaneCycle.of(*zip(*sound, strict=True)), 0)
    kept = [lane for lane in range(4) if lane != place]
    assert [measured.reasons[lane] for lane in kept] == alone.reasons == [None] * 3
    for name, values in alone.values.items():
        assert measured.values[name][kept] == pytest.approx(values, rel=1e-13, nan_ok=True), name


def test_the_reasons_of_a_lane_are_those_of_the_patient_alone():
    for trace, _ in BAD.values():
        [reason] = measure_lanes(LaneCycle.of([trace], [HEALTHY]), 0).reasons
        if "finite" not in reason:
            with pytest.raises(SimulationError) as told:
                scalar(trace, HEALTHY)
            assert str(told.value) in reason


def test_samples_added_by_hand_at_the_end_change_nothing():
    """A lane is padded by its last sample; so may be a patient alone."""
    trace = drawn()
    rows = np.minimum(np.arange(trace.time.size + 700), trace.time.size - 1)
    padded = replace(trace, time=trace.time[rows], states=trace.states[rows], signals=trace.signals[rows])
    one, other = (measure_lanes(LaneCycle.of([each], [HEALTHY]), 0).values for each in (trace, padded))
    for name, values in one.items():
        assert other[name] == pytest.approx(values, rel=1e-13, nan_ok=True), name


def test_the_lists_of_what_is_read_are_what_measures_read():
    """A signal or a number of the patient that no measure reads would be gathered for nothing."""
    read, asked = set(), set()

    class Watched(PeriodicTrace):
        def scan(self, scan, names, *numbers):
            read.update(names)
            return super().scan(scan, names, *numbers)

    class Asked:
        def __init__(self, value, path=""):
            self.value, self.path = value, path

        def __getattr__(self, name):
            found, path = getattr(self.value, name), f"{self.path}{name}"
            if isinstance(found, float | bool):
                asked.add(path)
                return found
            return Asked(found, f"{path}.")

    cycle = Watched(drawn(), HEALTHY)
    cycle.patient = Asked(HEALTHY)
    measure_beat(cycle, 0)
    assert read == set(SIGNALS)
    assert asked == set(PATIENT)


@pytest.mark.parametrize("count", [0, 9])
def test_a_block_is_neither_empty_nor_wider_than_compiled_code(count):
    with pytest.raises(ValueError, match=f"1 to 8 patients, not {count}"):
        LaneCycle.of([drawn()] * count, [HEALTHY] * count)
