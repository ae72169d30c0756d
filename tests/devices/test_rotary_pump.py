"""The law of a rotary pump: head against flow, backflow, suction, and a controller that holds a flow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.devices.rotary_pump import NO_PUMP, RotaryPump, drained_flow, head_flow, pump_flow
from tests.laws import gives

PUMP = RotaryPump(
    running=1.0, held=0.0, share=1.0, pull=0.0, head=100.0, linear=0.5, quadratic=0.02, backward=0.05,
    least_volume=18.0, ease=1.0 / 32.0,
)  # fmt: skip
FULL = 200.0  # mL in the chamber that is drained
HELD = PUMP._replace(held=50.0)
INLET = HELD._replace(share=0.4, pull=0.02)
FREE = pump_flow(10.0, 60.0, FULL, PUMP)  # mL/s


@gives(
    ("at its greatest head it moves nothing", pump_flow, (10.0, 110.0, FULL, PUMP), 0.0),
    ("without a quadratic loss, head over resistance", head_flow, (60.0, PUMP._replace(quadratic=0.0)), 120.0),
    # on both sides the slope at no flow is the linear loss: no kink where the flow turns round
    ("a little forward", head_flow, (1e-4, PUMP), pytest.approx(1e-4 / 0.5, rel=1e-3)),
    ("a little back", head_flow, (-1e-4, PUMP), pytest.approx(-1e-4 / 0.5, rel=1e-3)),
    ("an empty chamber shuts the inlet", pump_flow, (10.0, 60.0, 18.0, PUMP), 0.0),
    ("one that is emptier too", pump_flow, (10.0, 60.0, 5.0, PUMP), 0.0),
    ("half-way from 18 to 50 mL", pump_flow, (10.0, 60.0, 34.0, PUMP), pytest.approx(0.5 * FREE)),
    ("free at 50 mL", pump_flow, (10.0, 60.0, 50.0, PUMP), pytest.approx(FREE)),
    ("backflow is not hindered", pump_flow, (0.0, 150.0, 5.0, PUMP), pump_flow(0.0, 150.0, FULL, PUMP)),
    ("at equal pressures its share", drained_flow, (8.0, 8.0, 80.0, FULL, INLET), pytest.approx(20.0)),
    ("the fuller chamber gives more", drained_flow, (13.0, 8.0, 80.0, FULL, INLET), pytest.approx(25.0)),
    ("nothing against a full rival", drained_flow, (8.0, 60.0, 80.0, FULL, INLET), 0.0),
    ("all against an empty one", drained_flow, (60.0, 8.0, 80.0, FULL, INLET), 50.0),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@given(st.floats(0.0, 300.0))
def test_the_flow_is_the_one_whose_losses_use_up_the_head(surplus):
    q = head_flow(surplus, PUMP)
    assert 0.5 * q + 0.02 * q * q == pytest.approx(surplus, abs=1e-9)
    assert FREE > 0.0 > pump_flow(0.0, 150.0, FULL, PUMP)
    assert NO_PUMP.running == NO_PUMP.held == NO_PUMP.head == 0.0


@given(st.floats(0.0, 300.0))
def test_backward_the_losses_are_those_of_its_own_coefficient(surplus):
    q = head_flow(-surplus, PUMP)
    assert 0.5 * q - 0.05 * q * q == pytest.approx(-surplus, abs=1e-9)
    assert q <= 0.0


@given(st.floats(0, 150), st.floats(0, 150))
def test_the_flow_falls_with_the_pressure_to_overcome(inlet, outlet):
    q = pump_flow(inlet, outlet, FULL, PUMP)
    assert pump_flow(inlet, outlet + 1.0, FULL, PUMP) < q < pump_flow(inlet + 1.0, outlet, FULL, PUMP)
    assert q == pytest.approx(pump_flow(inlet + 20.0, outlet + 20.0, FULL, PUMP))  # only the difference counts


@given(st.floats(0, 30), st.floats(0, 150))
def test_a_held_flow_does_not_ask_for_the_pressure_but_for_blood(inlet, outlet):
    assert drained_flow(inlet, 8.0, outlet, FULL, HELD) == 50.0
    assert drained_flow(inlet, 8.0, outlet, 18.0, HELD) == 0.0


def test_an_inlet_that_is_pulled_below_the_pressure_around_it_shuts():
    flows = [drained_flow(inlet, 8.0, 80.0, FULL, HELD) for inlet in (0.0, -2.0, -4.0, -6.0, -8.0, -20.0)]
    assert flows == sorted(flows, reverse=True)
    assert flows[0] == 50.0
    assert flows[-2:] == [0.0, 0.0]


@given(st.floats(0, 30), st.floats(0, 30), st.floats(40, 150))
def test_a_speed_that_is_held_gives_the_flow_of_the_head(inlet, rival, outlet):
    assert drained_flow(inlet, rival, outlet, FULL, PUMP) == pump_flow(inlet, outlet, FULL, PUMP)


@given(st.floats(0, 40), st.floats(0, 40), st.floats(0.1, 0.9))
def test_two_inlets_share_the_whole_flow_that_is_held(right, left, share):
    one, other = (HELD._replace(share=s, pull=0.02) for s in (share, 1.0 - share))
    both = [drained_flow(right, left, 80.0, FULL, one), drained_flow(left, right, 80.0, FULL, other)]
    assert sum(both) == pytest.approx(50.0)
    assert min(both) >= 0.0
