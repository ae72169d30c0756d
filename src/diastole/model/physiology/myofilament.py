"""Cross-bridges of human ventricular muscle: tension and the ATP that it costs. Land et al. 2017 (land2017).

What differs from the paper stands in ``docs/physics``: length dependence of calcium sensitivity (β1), unblocking rate
(k_u), one common rate factor (κ), and the reading of ATP from detachments, which is ours.
"""

from math import sqrt
from typing import NamedTuple

from diastole.law import law

BINDING_FLOOR = 1e-3  # 1, least bound troponin inside the powers, land2017 has none; ours
BLOCKING_CEILING = 100.0  # 1, land2017
LONGEST_STRETCH = 1.2  # 1, no length dependence beyond, land2017
FILAMENT_KINK = 0.87  # 1, change of slope of the overlap, land2017
OVERLAP_OFFSET = 1.87  # 1, 1 + 0.87, land2017
ACTIVE_REFERENCE = 0.35  # 1, bound troponin at half activation at steady state, land2017


class Crossbridges(NamedTuple):
    """Constants of the cross-bridge cycle, with those that follow from them."""

    ca50: float  # µM, calcium of half binding at stretch 1
    ca50_slope: float  # µM, change of it per unit of stretch (β1)
    overlap_slope: float  # 1, change of force per unit of stretch (β0)
    troponin_rate: float  # 1/s, k_T
    unblock_rate: float  # 1/s, k_u
    attach_rate: float  # 1/s, unbound to weak, k_uw
    stroke_rate: float  # 1/s, weak to strong, k_ws
    strong_distortion: float  # 1/s, detachment by distortion, γ_s
    weak_distortion: float  # 1/s, γ_w
    cycle_rate: float  # 1, common factor κ
    weak_return: float  # 1/s, k_wu
    detach_rate: float  # 1/s, strong to unbound, k_su
    block_rate: float  # 1/s, k_b
    weak_relaxation: float  # 1/s, c_w
    strong_relaxation: float  # 1/s, c_s
    distortion_gain: float  # 1, A_s


class Tension(NamedTuple):
    """What differs between ventricles and hearts."""

    full: float  # kPa, T_ref/r_s: if all heads were strongly bound
    heads: float  # µmol/mL, myosin heads in the wall


@law
def weak_return_rate(attach_rate: float, stroke_rate: float, weak_share: float) -> float:
    """k_wu = k_uw (1/r_w − 1) − k_ws  [1/s]. land2017."""
    return attach_rate * (1.0 / weak_share - 1.0) - stroke_rate


@law
def strong_detach_rate(stroke_rate: float, weak_share: float, strong_share: float) -> float:
    """k_su = k_ws r_w (1/r_s − 1)  [1/s]. land2017."""
    return stroke_rate * weak_share * (1.0 / strong_share - 1.0)


@law
def blocking_rate(unblock_rate: float, weak_share: float, strong_share: float) -> float:
    """k_b = k_u 0.35⁵ / (1 − r_s − (1 − r_s) r_w)  [1/s]. land2017."""
    free = 1.0 - strong_share - (1.0 - strong_share) * weak_share
    return unblock_rate * ACTIVE_REFERENCE**5 / free


@law
def weak_distortion_relaxation(phi: float, attach_rate: float, weak_share: float, strong_share: float) -> float:
    """c_w = φ k_uw (1 − r_s)(1 − r_w) / ((1 − r_s) r_w)  [1/s]. land2017."""
    return phi * attach_rate * (1.0 - strong_share) * (1.0 - weak_share) / ((1.0 - strong_share) * weak_share)


@law
def strong_distortion_relaxation(phi: float, stroke_rate: float, weak_share: float, strong_share: float) -> float:
    """c_s = φ k_ws (1 − r_s) r_w / r_s  [1/s]. land2017."""
    return phi * stroke_rate * (1.0 - strong_share) * weak_share / strong_share


@law
def distortion_gain(a_eff: float, weak_share: float, strong_share: float) -> float:
    """A_s = A_eff r_s / ((1 − r_s) r_w + r_s)  [1]. land2017."""
    return a_eff * strong_share / ((1.0 - strong_share) * weak_share + strong_share)


@law
def troponin_binding(calcium: float, bound: float, stretch: float, bridges: Crossbridges) -> float:
    """dC/dt = k_T [(Ca/Ca50)² (1 − C) − C],  Ca50 = ca50 + β1 min(λ − 1, 0.2)  [1/s]. land2017."""
    ca50 = bridges.ca50 + bridges.ca50_slope * (min(stretch, LONGEST_STRETCH) - 1.0)
    ratio = calcium / ca50
    return bridges.troponin_rate * (ratio * ratio * (1.0 - bound) - bound)


@law
def blocking(bound: float, blocked: float, weak: float, strong: float, bridges: Crossbridges) -> float:
    """dB/dt = k_b min(C^−2.5, 100) U − k_u C^2.5 B,  U = 1 − B − S − W  [1/s]. land2017."""
    floored = max(bound, BINDING_FLOOR)
    power = floored * floored * sqrt(floored)
    unbound = 1.0 - blocked - weak - strong
    return bridges.block_rate * min(1.0 / power, BLOCKING_CEILING) * unbound - bridges.unblock_rate * power * blocked


@law
def weak_binding(blocked: float, weak: float, strong: float, weak_strain: float, bridges: Crossbridges) -> float:
    """dW/dt = κ [k_uw U − (k_wu + k_ws + γ_w |ζ_w|) W]  [1/s]. land2017; κ: ours."""
    unbound = 1.0 - blocked - weak - strong
    loss = bridges.weak_return + bridges.stroke_rate + bridges.weak_distortion * abs(weak_strain)
    return bridges.cycle_rate * (bridges.attach_rate * unbound - loss * weak)


@law
def strong_detachment(strong: float, strong_strain: float, bridges: Crossbridges) -> float:
    """r = κ (k_su + γ_s max(ζ_s, −ζ_s − 1, 0)) S  [1/s]: detachments of strongly bound heads. land2017."""
    strained = max(max(strong_strain, -strong_strain - 1.0), 0.0)
    return bridges.cycle_rate * (bridges.detach_rate + bridges.strong_distortion * strained) * strong


@law
def strong_binding(weak: float, detachment: float, bridges: Crossbridges) -> float:
    """dS/dt = κ k_ws W − r  [1/s]. land2017."""
    return bridges.cycle_rate * bridges.stroke_rate * weak - detachment


@law
def weak_straining(weak_strain: float, stretch_rate: float, bridges: Crossbridges) -> float:
    """dζ_w/dt = A_s dλ/dt − κ c_w ζ_w  [1/s]. land2017."""
    return bridges.distortion_gain * stretch_rate - bridges.cycle_rate * bridges.weak_relaxation * weak_strain


@law
def strong_straining(strong_strain: float, stretch_rate: float, bridges: Crossbridges) -> float:
    """dζ_s/dt = A_s dλ/dt − κ c_s ζ_s  [1/s]. land2017."""
    return bridges.distortion_gain * stretch_rate - bridges.cycle_rate * bridges.strong_relaxation * strong_strain


@law
def filament_overlap(stretch: float, bridges: Crossbridges) -> float:
    """h = max(0, 1 + β0 (λ + min(λ, 0.87) − 1.87)), λ not above 1.2  [1]. land2017."""
    length = min(stretch, LONGEST_STRETCH)
    return max(0.0, 1.0 + bridges.overlap_slope * (length + min(length, FILAMENT_KINK) - OVERLAP_OFFSET))


@law
def active_tension(
    overlap: float, weak: float, strong: float, weak_strain: float, strong_strain: float, tension: Tension
) -> float:  # fmt: skip
    """T_a = h T_full [(1 + ζ_s) S + ζ_w W],  T_full = T_ref/r_s  [kPa]. land2017."""
    carried = (1.0 + strong_strain) * strong + weak_strain * weak
    return overlap * tension.full * carried


@law
def contractile_atp(overlap: float, detachment: float, wall_volume: float, tension: Tension) -> float:
    """J = c_heads V_w h r  [µmol/s]: one ATP for each detachment of a strongly bound head. Ours."""
    return tension.heads * wall_volume * overlap * detachment
