"""Cross-bridges: constants and steady states of Land et al. 2017."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.myofilament import (
    Crossbridges,
    Tension,
    active_tension,
    blocking,
    blocking_rate,
    contractile_atp,
    distortion_gain,
    filament_overlap,
    strong_binding,
    strong_detach_rate,
    strong_detachment,
    strong_distortion_relaxation,
    strong_straining,
    troponin_binding,
    weak_binding,
    weak_distortion_relaxation,
    weak_return_rate,
    weak_straining,
)
from tests.laws import gives

R_S, R_W, PHI = 0.25, 0.5, 2.23  # shares and decay as published
BRIDGES = Crossbridges(
    0.805, -1.5, 2.3, 100.0, 110.0, 182.0, 12.0, 8.5, 615.0, 1.69, 170.0, 18.0, 1.5406, 405.86, 40.14, 10.0
)
TENSION = Tension(full=480.0, heads=0.18)
FRACTIONS = st.floats(0, 1)
DETACHED = 1.69 * 18.0 * 0.2  # 1/s
STRETCHES, OVERLAPS = (1.0, 1.1, 1.2, 1.4, 0.87, 0.8, 0.5), (1.0, 1.23, 1.46, 1.46, 0.701, 0.379, 0.0)


@gives(
    # derived constants with the published inputs
    ("k_wu", weak_return_rate, (182.0, 12.0, R_W), pytest.approx(170.0)),
    ("k_su", strong_detach_rate, (12.0, R_W, R_S), pytest.approx(18.0)),
    ("c_w", weak_distortion_relaxation, (PHI, 182.0, R_W, R_S), pytest.approx(405.86)),
    ("c_s", strong_distortion_relaxation, (PHI, 12.0, R_W, R_S), pytest.approx(40.14)),
    ("k_b", blocking_rate, (110.0, R_W, R_S), pytest.approx(1.5406, rel=1e-4)),
    ("A_s", distortion_gain, (25.0, R_W, R_S), pytest.approx(10.0)),
    ("strong heads at rest", strong_detachment, (0.2, 0.0, BRIDGES), pytest.approx(DETACHED)),
    ("no Fenn effect between −1 and 0", strong_detachment, (0.2, -0.5, BRIDGES), pytest.approx(DETACHED)),  # land2017
    ("stretched", strong_detachment, (0.2, 0.5, BRIDGES), pytest.approx(DETACHED + 1.69 * 8.5 * 0.5 * 0.2)),
    ("far compressed", strong_detachment, (0.2, -1.5, BRIDGES), pytest.approx(DETACHED + 1.69 * 8.5 * 0.5 * 0.2)),
    ("strong heads come from weak ones", strong_binding, (0.3, 0.0, BRIDGES), pytest.approx(1.69 * 12.0 * 0.3)),
    ("and detach", strong_binding, (0.3, 2.0, BRIDGES), pytest.approx(1.69 * 12.0 * 0.3 - 2.0)),
    # 1 at rest, twice as steep below 0.87, a plateau above 1.2, never negative (land2017, β₀ 2.3)
    *(
        (f"overlap at {stretch}", filament_overlap, (stretch, BRIDGES), pytest.approx(overlap, abs=1e-12))
        for stretch, overlap in zip(STRETCHES, OVERLAPS, strict=True)
    ),
    # T_ref = 120 kPa where r_s of the heads pull at rest length
    ("reference tension", active_tension, (1.0, 0.375, R_S, 0.0, 0.0, TENSION), pytest.approx(120.0)),
    ("all heads strong", active_tension, (1.0, 0.0, 1.0, 0.0, 0.0, TENSION), pytest.approx(480.0)),
    ("overlap counts", active_tension, (1.46, 0.375, R_S, 0.0, 0.0, TENSION), pytest.approx(1.46 * 120.0)),
    # 0.18 µmol/mL of heads in 140 mL of wall are 25.2 µmol; one ATP for each detachment
    ("ATP at full overlap", contractile_atp, (1.0, 1.0, 140.0, TENSION), pytest.approx(25.2)),
    ("half the overlap, twice as often", contractile_atp, (0.5, 2.0, 140.0, TENSION), pytest.approx(25.2)),
    ("none without detachment", contractile_atp, (1.0, 0.0, 140.0, TENSION), 0.0),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@pytest.mark.parametrize(("r_w", "r_s"), [(0.5, 0.25), (0.3, 0.4), (0.6, 0.15)])
def test_shares_of_fully_activated_muscle_are_what_their_names_say(r_w, r_s):
    """With nothing blocked, r_s of the heads are strongly bound and r_w of the rest weakly (land2017)."""
    bridges = BRIDGES._replace(
        weak_return=weak_return_rate(182.0, 12.0, r_w), detach_rate=strong_detach_rate(12.0, r_w, r_s)
    )
    strong, weak = r_s, (1.0 - r_s) * r_w
    assert weak_binding(0.0, weak, strong, 0.0, bridges) == pytest.approx(0.0, abs=1e-9)
    detached = strong_detachment(strong, 0.0, bridges)
    assert strong_binding(weak, detached, bridges) == pytest.approx(0.0, abs=1e-9)


def test_half_of_the_heads_are_free_at_the_reference_binding():
    """At bound troponin 0.35 blocking and unblocking balance where half of the thin filament is free (land2017)."""
    blocked, strong, weak = 0.5, 0.5 * R_S, 0.5 * (1.0 - R_S) * R_W
    balance = blocking(0.35, blocked, weak, strong, BRIDGES._replace(block_rate=blocking_rate(110.0, R_W, R_S)))
    assert balance == pytest.approx(0.0, abs=1e-9)


def test_troponin_is_half_bound_at_its_calcium():
    assert troponin_binding(0.805, 0.5, 1.0, BRIDGES) == pytest.approx(0.0, abs=1e-12)
    assert troponin_binding(0.805, 0.4, 1.0, BRIDGES) > 0.0 > troponin_binding(0.805, 0.6, 1.0, BRIDGES)
    assert troponin_binding(0.0, 0.5, 1.0, BRIDGES) == pytest.approx(-50.0)


def test_stretch_makes_muscle_sensitive_to_calcium_up_to_its_limit():
    """Ca50 falls by 1.5 µM per unit of stretch, and no further beyond 1.2."""
    assert troponin_binding(0.655, 0.5, 1.1, BRIDGES) == pytest.approx(0.0, abs=1e-9)
    assert troponin_binding(0.4, 0.3, 1.2, BRIDGES) == troponin_binding(0.4, 0.3, 1.3, BRIDGES)


def test_calcium_unblocks_and_its_absence_blocks():
    """The ceiling of 100 keeps the blocking of calcium-free muscle finite (land2017)."""
    assert blocking(0.9, 0.8, 0.0, 0.0, BRIDGES) < 0.0 < blocking(0.1, 0.5, 0.0, 0.0, BRIDGES)
    # C below 0.158: the power is above 100
    low = blocking(0.1, 0.5, 0.0, 0.0, BRIDGES) + 110.0 * 0.1**2.5 * 0.5
    assert low == pytest.approx(1.5406 * 100.0 * 0.5)
    assert blocking(0.0, 0.5, 0.0, 0.0, BRIDGES) == blocking(1e-3, 0.5, 0.0, 0.0, BRIDGES)


@given(FRACTIONS, FRACTIONS, FRACTIONS)
def test_the_unblocked_power_is_five_halves(bound, blocked, share):
    bound = 0.2 + 0.8 * bound
    weak = share * (1.0 - blocked)
    expected = 1.5406 * bound**-2.5 * (1.0 - blocked - weak) - 110.0 * bound**2.5 * blocked
    assert blocking(bound, blocked, weak, 0.0, BRIDGES) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_distortion_detaches_weak_heads_either_way():
    still = weak_binding(0.2, 0.3, 0.1, 0.0, BRIDGES)
    assert weak_binding(0.2, 0.3, 0.1, 0.1, BRIDGES) == weak_binding(0.2, 0.3, 0.1, -0.1, BRIDGES)
    assert weak_binding(0.2, 0.3, 0.1, 0.1, BRIDGES) == pytest.approx(still - 1.69 * 615.0 * 0.1 * 0.3)


def test_heads_that_turn_strong_leave_the_weak_state():
    """The stroke takes from the weak state what it brings to the strong one, with the same factor κ."""
    faster = BRIDGES._replace(stroke_rate=13.0)
    lost = weak_binding(0.2, 0.3, 0.1, 0.0, faster) - weak_binding(0.2, 0.3, 0.1, 0.0, BRIDGES)
    won = strong_binding(0.3, 1.0, faster) - strong_binding(0.3, 1.0, BRIDGES)
    assert won == pytest.approx(-lost)


def test_distortion_follows_stretching_and_decays():
    assert strong_straining(0.0, 2.0, BRIDGES) == pytest.approx(20.0)
    assert weak_straining(0.0, 2.0, BRIDGES) == pytest.approx(20.0)
    steady = 10.0 * 2.0 / (1.69 * 40.14)
    assert strong_straining(steady, 2.0, BRIDGES) == pytest.approx(0.0, abs=1e-9)
    assert weak_straining(10.0 * 2.0 / (1.69 * 405.86), 2.0, BRIDGES) == pytest.approx(0.0, abs=1e-9)
    assert strong_straining(0.1, 0.0, BRIDGES) < 0.0 < strong_straining(-0.1, 0.0, BRIDGES)


def test_shortening_heads_pull_less():
    shortening, still, lengthening = (active_tension(1.0, 0.3, 0.2, 0.1 * x, x, TENSION) for x in (-0.2, 0.0, 0.2))
    assert shortening < still < lengthening
    assert active_tension(1.0, 0.0, 0.2, 0.0, -1.0, TENSION) == pytest.approx(0.0)
    assert active_tension(1.0, 0.3, 0.0, 0.1, 0.0, TENSION) == pytest.approx(480.0 * 0.1 * 0.3)


@pytest.mark.parametrize("start", [(0.02, 1.0, 0.0, 0.0), (0.9, 0.0, 0.3, 0.3)])
def test_fractions_stay_fractions_at_any_calcium(start):
    for calcium in (0.05, 0.5, 5.0):
        bound, blocked, weak, strong = start
        for _ in range(4000):
            rates = (
                troponin_binding(calcium, bound, 1.0, BRIDGES),
                blocking(bound, blocked, weak, strong, BRIDGES),
                weak_binding(blocked, weak, strong, 0.0, BRIDGES),
                strong_binding(weak, strong_detachment(strong, 0.0, BRIDGES), BRIDGES),
            )
            bound, blocked, weak, strong = np.array((bound, blocked, weak, strong)) + 2e-4 * np.array(rates)
            assert min(bound, blocked, weak, strong) >= -1e-9
            assert bound <= 1.0
            assert blocked + weak + strong <= 1.0 + 1e-9
