"""Axial pumps against the flows that their makers print, and the laws that every rotary pump obeys."""

import pytest

from diastole.knowledge.evidence.sources import load_sources
from diastole.model.devices.impella.axial_models import AXIAL_PUMPS
from diastole.model.devices.impella.axial_pump import ML_PER_S
from diastole.model.devices.rotary_pump import pump_flow
from tests.devices.pumps import axial_pump

FULL = 200.0  # mL in the ventricle
# L/min at 60 and at 30 mmHg between aorta and ventricle, as the manuals print per level: Impella 2.5; Impella CP with
# SmartAssist, table 5.3; Impella 5.5, table 5.3. Levels that have no flow at 60 mmHg are left out.
LABEL = {
    "2.5": {
        "P-3": (1.1, 1.7), "P-4": (1.3, 1.8), "P-5": (1.5, 1.9), "P-6": (1.7, 2.1), "P-7": (1.8, 2.2),
        "P-8": (2.1, 2.4),
    },
    "CP": {
        "P-2": (1.1, 2.1), "P-3": (1.6, 2.3), "P-4": (2.0, 2.5), "P-5": (2.3, 2.7), "P-6": (2.5, 2.9),
        "P-7": (2.9, 3.3), "P-8": (3.1, 3.4), "P-9": (3.3, 3.7),
    },
    "5.5": {
        "P-3": (1.1, 2.7), "P-4": (1.9, 3.3), "P-5": (2.8, 3.7), "P-6": (3.4, 4.1), "P-7": (3.9, 4.5),
        "P-8": (4.3, 4.9), "P-9": (5.0, 5.5),
    },
}  # fmt: skip
TOLERANCE = 0.25  # L/min, of the fit from P-5 on, at which pumps are run
TOLERANCE_LOW = 0.5  # L/min, below: the affinity laws hold less well there
AT = [(m, level, ends) for m, levels in LABEL.items() for level, ends in levels.items()]
each_model = pytest.mark.parametrize("model", AXIAL_PUMPS)


def flow(model: str, level: str, difference: float, inside: float = FULL) -> float:
    """Return the flow [L/min] against a pressure difference [mmHg] from a ventricle at 10 mmHg."""
    return pump_flow(10.0, 10.0 + difference, inside, axial_pump(model, level)) / ML_PER_S


@pytest.mark.parametrize(("model", "level", "ends"), AT, ids=[f"{m} {level}" for m, level, _ in AT])
def test_a_pump_gives_the_flows_of_its_label(model, level, ends):
    within = TOLERANCE if level >= "P-5" else TOLERANCE_LOW
    assert flow(model, level, 60.0) == pytest.approx(ends[0], abs=within)
    assert flow(model, level, 30.0) == pytest.approx(ends[1], abs=within)


@each_model
def test_a_higher_level_turns_faster_and_pumps_more(model):
    speeds = AXIAL_PUMPS[model].speeds
    assert list(speeds.values()) == sorted(speeds.values())
    for difference in (30.0, 60.0, 90.0):
        flows = [flow(model, level, difference) for level in speeds]
        assert flows == sorted(flows)


def test_a_larger_pump_pumps_more():
    for difference in (0.0, 30.0, 60.0):
        flows = [flow(model, list(AXIAL_PUMPS[model].speeds)[-1], difference) for model in ("2.5", "CP", "5.5")]
        assert flows == sorted(flows)


@each_model
def test_the_affinity_laws(model):
    """At a share of the speed and its square of the pressure difference, the same share of the flow."""
    speeds = AXIAL_PUMPS[model].speeds
    fastest, slower = list(speeds)[-1], list(speeds)[-4]
    share = speeds[slower] / speeds[fastest]
    assert axial_pump(model, slower).head == pytest.approx(share**2 * axial_pump(model, fastest).head)
    assert flow(model, slower, 60.0 * share**2) == pytest.approx(share * flow(model, fastest, 60.0), rel=0.03)


@each_model
def test_a_slow_pump_leaks_back_and_less_than_the_hole_would(model):
    """Against 80 mmHg at its lowest level; an orifice of the cannula would leak some 1 to 4 L/min."""
    back = flow(model, "P-1", 80.0)
    assert -2.0 < back < -0.05
    assert flow(model, list(AXIAL_PUMPS[model].speeds)[-1], 80.0) > 0.0


@each_model
def test_a_pump_stops_at_its_greatest_head(model):
    fastest = list(AXIAL_PUMPS[model].speeds)[-1]
    head = axial_pump(model, fastest).head
    assert 150.0 < head < 250.0
    assert flow(model, fastest, head) == pytest.approx(0.0, abs=1e-9)
    assert flow(model, fastest, head - 5.0) > 0.0 > flow(model, fastest, head + 5.0)


@each_model
def test_an_empty_ventricle_shuts_the_inlet(model):
    free = flow(model, "P-8", 60.0)
    assert flow(model, "P-8", 60.0, inside=15.0) == 0.0
    assert 0.0 < flow(model, "P-8", 60.0, inside=30.0) < free
    assert flow(model, "P-8", 60.0, inside=60.0) == pytest.approx(free)


@each_model
def test_a_pump_says_where_its_curve_comes_from(model):
    assert AXIAL_PUMPS[model].source in load_sources()
