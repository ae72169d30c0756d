"""What an epicardial flow probe would see within a beat, and what the small arteries in the wall have to do with it."""

import numpy as np
import pytest

from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.run import Run, simulate

INFLOW = "q_coronary_arteries"
ARTERIOLES = ("q_subendocardial_arterioles", "q_subepicardial_arterioles")


def inflow(run: Run, start: float, end: float) -> np.ndarray:
    """Return the inflow between two times of the support cycle [mL/s]."""
    return run.cycle[INFLOW][run.cycle.inside(start, end)]


@pytest.mark.parametrize("pump", [None, BalloonPump()], ids=["no pump", "balloon"])
@pytest.mark.parametrize("preset", PRESETS)
def test_what_enters_leaves_through_the_arterioles(preset, pump):
    run = simulate(Patient.preset(preset).with_balloon_pump(pump))
    through = sum(run.cycle.mean(name) for name in ARTERIOLES)
    assert run.cycle.mean(INFLOW) == pytest.approx(through, rel=1e-3)


@pytest.mark.parametrize("preset", PRESETS)
def test_inflow_falls_as_the_heart_contracts_and_peaks_as_it_relaxes(preset):
    run = simulate(Patient.preset(preset))
    beat = run.cycle.beat(0)
    contracting = inflow(run, beat.qrs, beat.opens)
    relaxing = inflow(run, beat.starts, beat.starts + 0.12)
    everywhere = run.cycle.whole(INFLOW)
    assert contracting.min() == pytest.approx(everywhere.lowest, abs=0.3 * run.cycle.mean(INFLOW))
    assert relaxing.max() == pytest.approx(everywhere.highest)


def test_without_squeezed_arteries_nothing_is_pressed_back():
    squeezed = Patient.preset("healthy")
    free = simulate(squeezed.with_values({"coronary.arteries.transmission": 0.0}))
    beat = free.cycle.beat(0)
    assert inflow(free, beat.qrs, beat.opens).min() > 0.0
    run = simulate(squeezed)
    assert inflow(run, run.cycle.beat(0).qrs, run.cycle.beat(0).opens).min() < 0.0


@pytest.mark.parametrize("preset", ["healthy", "shock", "acute_severe_ar"])
def test_supply_over_demand_is_about_what_arterioles_let_through_that_are_wide_open(preset):
    """They open wide where need is without bound; the vessels before and behind them let through a little less."""
    patient = Patient.preset(preset)
    rest = simulate(patient)
    wide = simulate(patient.with_values({"coronary.extraction": 0.02}))  # a litre of blood gives hardly any oxygen
    for place, layer in enumerate(("subendocardial", "subepicardial")):
        open_wide = wide.cycle.needs.supplied[place] / rest.cycle.needs.needed[place]
        assert open_wide == pytest.approx(rest.measures[f"{layer}_supply_demand_ratio"], rel=0.2)
