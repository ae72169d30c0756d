"""The ventricle held at a volume: its peak pressure."""

import numpy as np
import pytest

from diastole.model.circulation.kernel_parameters import law_parameters, period
from diastole.model.patient import Patient
from diastole.model.physiology.one_fibre import fibre_stretch, passive_stress, ventricular_pressure
from diastole.model.simulation.isovolumic import STEP, isovolumic_curves

HEALTHY = Patient.preset("healthy")
VOLUMES = (30.0, 60.0, 90.0, 120.0)


def arguments(patient):
    named = law_parameters(patient)
    return named["lv_wall"], named["lv_calcium"], named["lv_tension"], named["bridges"]


def curves(patient, volumes, step=STEP):
    """Return the transmural pressures of a relaxed and of a contracted ventricle at some volumes."""
    return isovolumic_curves(np.array(volumes), period(patient), step, *map(np.array, arguments(patient)))


def test_the_peak_is_converged_to_a_thousandth():
    coarse, fine = (curves(HEALTHY, VOLUMES, step)[1] for step in (STEP, 1e-4))
    assert coarse == pytest.approx(fine, rel=1e-3)
    assert (coarse != fine).all()


def test_the_curves_are_those_of_the_laws():
    wall = arguments(HEALTHY)[0]
    expected = [ventricular_pressure(passive_stress(fibre_stretch(v, wall), wall), v, 0.0, wall) for v in VOLUMES]
    assert curves(HEALTHY, VOLUMES)[0] == pytest.approx(expected)


def test_a_larger_ventricle_makes_more_pressure():
    """Starling: more stretch, more force; and never less than it holds relaxed."""
    relaxed, contracted = curves(HEALTHY, VOLUMES)
    assert (np.diff(contracted) > 0.0).all()
    assert (contracted > relaxed).all()


def test_a_stronger_heart_makes_more_pressure():
    stronger = HEALTHY.with_values({"left_ventricle.peak_calcium": "0.6 µM"})
    assert curves(stronger, [100.0])[1] > 1.05 * curves(HEALTHY, [100.0])[1]


def test_a_share_of_the_wall_that_does_not_work_makes_no_pressure():
    full = HEALTHY.with_values({"left_ventricle.working_fraction": "1"})
    half = HEALTHY.with_values({"left_ventricle.working_fraction": "0.5"})
    active = [contracted - relaxed for relaxed, contracted in (curves(full, [100.0]), curves(half, [100.0]))]
    assert active[1] == pytest.approx(0.5 * active[0], rel=1e-6)


def test_an_ejecting_ventricle_stays_below_its_isovolumic_peak(run_of):
    trace = run_of("healthy", "no pump").steady.trace
    at = int(np.argmax(trace["p_lv"]))
    transmural = trace["p_lv"][at] - trace["p_pericardium"][at]
    assert transmural < curves(HEALTHY, [trace["v_lv"][at]])[1][0]
