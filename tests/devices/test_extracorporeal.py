"""Circuits outside the body: the head curve at a speed, the flow that is held, and the shares of two atria."""

import pytest

from diastole.knowledge.evidence.sources import load_sources
from diastole.model.devices.extracorporeal.circuits import CIRCUITS
from diastole.model.devices.extracorporeal.drainage import INLET_LOSS, ML_PER_S
from diastole.model.devices.rotary_pump import NO_PUMP, drained_flow
from tests.devices.pumps import drainage

FULL = 100.0  # mL in an atrium
each_circuit = pytest.mark.parametrize("name", CIRCUITS)


def flows(name, *, flow=None, speed=None, share=None, outlet=80.0, inside=FULL, atria=(8.0, 8.0)):
    """Return what right and left atrium give [L/min]."""
    pumps = drainage(name, flow, speed=speed, left_atrial_share=share)
    ways = zip(pumps, atria, reversed(atria), strict=True)
    return [drained_flow(p, other, outlet, inside, way) / ML_PER_S if way.running else 0.0 for way, p, other in ways]


@each_circuit
def test_a_circuit_drains_where_its_name_says(name):
    right, left = drainage(name, 4.0)
    assert (right == NO_PUMP) == (name == "tandemheart")
    assert (left == NO_PUMP) == (name == "va_ecmo")


@each_circuit
@pytest.mark.parametrize("outlet", [20.0, 80.0, 140.0])
def test_a_controller_holds_its_flow_against_any_pressure(name, outlet):
    assert sum(flows(name, flow=3.7, outlet=outlet)) == pytest.approx(3.7)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("target", [{"flow": 4.0}, {"speed": 3500.0}])
def test_the_shares_of_both_atria_add_up(share, target):
    """One pump, at one flow: both atria at the same pressure give what one of them would give alone."""
    right, left = flows("lava_ecmo", share=share, **target)
    assert left / (left + right) == pytest.approx(share, rel=0.02)
    assert left + right == pytest.approx(sum(flows("va_ecmo", **target)), rel=0.02)


@pytest.mark.parametrize("flow", [3.0, 4.0, 5.0])
def test_equal_holes_in_both_atria_lose_what_their_pressures_differ_by(flow):
    """b (f Q)² − b ((1 − f) Q)² = P_LA − P_RA: the fuller atrium gives more, by Bernoulli."""
    right, left = flows("lava_ecmo", flow=flow, share=0.5, atria=(6.0, 14.0))
    assert INLET_LOSS * (left**2 - right**2) == pytest.approx(8.0)
    assert left + right == pytest.approx(flow)


def test_both_circuits_of_a_right_atrium_have_the_same_pump():
    assert CIRCUITS["lava_ecmo"]._replace(left_share=0.0) == CIRCUITS["va_ecmo"]


@pytest.mark.parametrize("name", ["va_ecmo", "tandemheart"])
def test_the_head_curve(name):
    """H = h n² − a Q − b Q² at its flow: what the pump raises and what cannulas and oxygenator use up."""
    circuit = CIRCUITS[name]
    speed = 0.8 * circuit.fastest
    q = sum(flows(name, speed=speed))
    used = circuit.linear * q + circuit.quadratic * q * q
    assert circuit.head * (speed / 1000.0) ** 2 - used == pytest.approx(80.0 - 8.0, abs=0.2 * q * ML_PER_S)
    assert 2.0 < q < 7.0


@each_circuit
def test_a_faster_pump_moves_more_and_a_stopped_one_lets_blood_back(name):
    speeds = [0.5, 0.7, 1.0]
    moved = [sum(flows(name, speed=share * CIRCUITS[name].fastest)) for share in speeds]
    assert moved == sorted(moved)
    assert sum(flows(name, speed=500.0)) < 0.0


@each_circuit
def test_an_empty_atrium_shuts_the_cannula(name):
    for target in ({"flow": 4.0}, {"speed": CIRCUITS[name].fastest}):
        assert sum(flows(name, inside=9.0, **target)) == 0.0
        assert 0.0 < sum(flows(name, inside=15.0, **target)) < sum(flows(name, **target))


def test_printed_limits_of_the_pumps():
    """TandemHeart up to 4 to 5 L/min at 7500 rpm; VA-ECMO above 4.5 L/min at some 4000 rpm."""
    assert 4.0 < sum(flows("tandemheart", speed=7500.0)) < 5.0
    assert 3.5 < sum(flows("va_ecmo", speed=4000.0)) < 6.0


@each_circuit
def test_the_usual_flow_lies_within_what_the_circuit_can_do(name):
    circuit = CIRCUITS[name]
    assert sum(flows(name, speed=circuit.fastest)) > circuit.usual_flow > 2.0
    assert circuit.source == "assumed" or circuit.source in load_sources()
