"""Cross-bridges of human ventricular muscle: tension and the ATP that it costs. Land et al. 2017 (land2017).

``docs/physics`` lists the differences from the paper: length dependence of calcium sensitivity (β1), unblocking rate
(k_u), one common rate factor (κ), and the reading of ATP from detachments, which is ours.
"""

from math import sqrt
from typing import Annotated, NamedTuple

from diastole.law import law
from diastole.meaning import Meaning, Stretch, StretchRate, WallVolume

BINDING_FLOOR = 1e-3  # 1, least bound troponin inside the powers, land2017 has none; ours
BLOCKING_CEILING = 100.0  # 1, land2017
LONGEST_STRETCH = 1.2  # 1, no length dependence beyond, land2017
FILAMENT_KINK = 0.87  # 1, change of slope of the overlap, land2017
OVERLAP_OFFSET = 1.87  # 1, 1 + 0.87, land2017
ACTIVE_REFERENCE = 0.35  # 1, bound troponin at half activation at steady state, land2017


class Crossbridges(NamedTuple):
    """Constants of the cross-bridge cycle, with those that follow from them."""

    ca50: Annotated[float, Meaning("µM", r"\mathrm{ca50}", note="calcium of half binding at stretch 1")]
    ca50_slope: Annotated[float, Meaning("µM", r"\beta_1", note="change of it per unit of stretch (β1)")]
    overlap_slope: Annotated[float, Meaning("1", r"\beta_0", note="change of force per unit of stretch (β0)")]
    troponin_rate: Annotated[float, Meaning("1/s", "k_T", note="k_T")]
    unblock_rate: Annotated[float, Meaning("1/s", "k_u", note="k_u")]
    attach_rate: Annotated[float, Meaning("1/s", r"k_\mathrm{uw}", note="unbound to weak, k_uw")]
    stroke_rate: Annotated[float, Meaning("1/s", r"k_\mathrm{ws}", note="weak to strong, k_ws")]
    strong_distortion: Annotated[float, Meaning("1/s", r"\gamma_s", note="detachment by distortion, γ_s")]
    weak_distortion: Annotated[float, Meaning("1/s", r"\gamma_w", note="γ_w")]
    cycle_rate: Annotated[float, Meaning("1", r"\kappa", note="common factor κ")]
    weak_return: Annotated[float, Meaning("1/s", r"k_\mathrm{wu}", note="k_wu")]
    detach_rate: Annotated[float, Meaning("1/s", r"k_\mathrm{su}", note="strong to unbound, k_su")]
    block_rate: Annotated[float, Meaning("1/s", "k_b", note="k_b")]
    weak_relaxation: Annotated[float, Meaning("1/s", "c_w", note="c_w")]
    strong_relaxation: Annotated[float, Meaning("1/s", "c_s", note="c_s")]
    distortion_gain: Annotated[float, Meaning("1", "A_s", note="A_s")]


class Tension(NamedTuple):
    """What differs between ventricles and hearts."""

    full: Annotated[float, Meaning("kPa", r"T_\mathrm{full}", note="T_ref/r_s: if all heads were strongly bound")]
    heads: Annotated[float, Meaning("µmol/mL", "c_h", note="myosin heads in the wall")]


AttachRate = Annotated[float, Meaning("1/s", r"k_\mathrm{uw}", 100, 300)]
BlockedShare = Annotated[float, Meaning("1", "B", 0, 1)]
Detachment = Annotated[float, Meaning("1/s", "r", 0, 20)]
Overlap = Annotated[float, Meaning("1", "h", 0.5, 1.5)]
DistortionDecay = Annotated[float, Meaning("1", r"\varphi", 1, 3)]
StrokeRate = Annotated[float, Meaning("1/s", r"k_\mathrm{ws}", 5, 30)]
StrongShare = Annotated[float, Meaning("1", "S", 0, 0.3)]
SteadyStrongShare = Annotated[float, Meaning("1", "r_s", 0.1, 0.6)]
StrongStrain = Annotated[float, Meaning("1", r"\zeta_s", -2, 1)]
WeakShare = Annotated[float, Meaning("1", "W", 0, 0.3)]
SteadyWeakShare = Annotated[float, Meaning("1", "r_w", 0.2, 0.8)]
WeakStrain = Annotated[float, Meaning("1", r"\zeta_w", -0.5, 0.5)]


@law
def weak_return_rate(
    attach_rate: AttachRate, stroke_rate: StrokeRate, weak_share: SteadyWeakShare
) -> Annotated[float, Meaning("1/s", r"k_\mathrm{wu}")]:
    """k_wu = k_uw (1/r_w − 1) − k_ws. land2017."""
    return attach_rate * (1.0 / weak_share - 1.0) - stroke_rate


@law
def strong_detach_rate(
    stroke_rate: StrokeRate, weak_share: SteadyWeakShare, strong_share: SteadyStrongShare
) -> Annotated[float, Meaning("1/s", r"k_\mathrm{su}")]:
    """k_su = k_ws r_w (1/r_s − 1). land2017."""
    return stroke_rate * weak_share * (1.0 / strong_share - 1.0)


@law
def blocking_rate(
    unblock_rate: Annotated[float, Meaning("1/s", "k_u", 50, 1000)],
    weak_share: SteadyWeakShare,
    strong_share: SteadyStrongShare,
) -> Annotated[float, Meaning("1/s", "k_b")]:
    """k_b = k_u 0.35⁵ / (1 − r_s − (1 − r_s) r_w). land2017."""
    free = 1.0 - strong_share - (1.0 - strong_share) * weak_share
    return unblock_rate * ACTIVE_REFERENCE**5 / free


@law
def weak_distortion_relaxation(
    phi: DistortionDecay, attach_rate: AttachRate, weak_share: SteadyWeakShare, strong_share: SteadyStrongShare
) -> Annotated[float, Meaning("1/s", "c_w")]:
    """c_w = φ k_uw (1 − r_s)(1 − r_w) / ((1 − r_s) r_w). land2017."""
    return phi * attach_rate * (1.0 - strong_share) * (1.0 - weak_share) / ((1.0 - strong_share) * weak_share)


@law
def strong_distortion_relaxation(
    phi: DistortionDecay, stroke_rate: StrokeRate, weak_share: SteadyWeakShare, strong_share: SteadyStrongShare
) -> Annotated[float, Meaning("1/s", "c_s")]:
    """c_s = φ k_ws (1 − r_s) r_w / r_s. land2017."""
    return phi * stroke_rate * (1.0 - strong_share) * weak_share / strong_share


@law
def distortion_gain(
    a_eff: Annotated[float, Meaning("1", r"A_\mathrm{eff}", 10, 40)],
    weak_share: SteadyWeakShare,
    strong_share: SteadyStrongShare,
) -> Annotated[float, Meaning("1", "A_s")]:
    """A_s = A_eff r_s / ((1 − r_s) r_w + r_s). land2017."""
    return a_eff * strong_share / ((1.0 - strong_share) * weak_share + strong_share)


@law
def troponin_binding(
    calcium: Annotated[float, Meaning("µM", r"\mathrm{Ca}", 0.1, 1)],
    bound: Annotated[float, Meaning("1", "C", 0, 1)],
    stretch: Stretch,
    bridges: Crossbridges,
) -> Annotated[float, Meaning("1/s", r"\dot C")]:
    """dC/dt = k_T [(Ca/Ca50)² (1 − C) − C],  Ca50 = ca50 + β1 min(λ − 1, 0.2). land2017."""
    ca50 = bridges.ca50 + bridges.ca50_slope * (min(stretch, LONGEST_STRETCH) - 1.0)
    ratio = calcium / ca50
    return bridges.troponin_rate * (ratio * ratio * (1.0 - bound) - bound)


@law
def blocking(
    bound: Annotated[float, Meaning("1", "C", 0, 0.4)],
    blocked: BlockedShare,
    weak: WeakShare,
    strong: StrongShare,
    bridges: Crossbridges,
) -> Annotated[float, Meaning("1/s", r"\dot B")]:
    """dB/dt = k_b min(C^−2.5, 100) U − k_u C^2.5 B,  U = 1 − B − S − W. land2017."""
    floored = max(bound, BINDING_FLOOR)
    power = floored * floored * sqrt(floored)
    unbound = 1.0 - blocked - weak - strong
    return bridges.block_rate * min(1.0 / power, BLOCKING_CEILING) * unbound - bridges.unblock_rate * power * blocked


@law
def weak_binding(
    blocked: BlockedShare, weak: WeakShare, strong: StrongShare, weak_strain: WeakStrain, bridges: Crossbridges
) -> Annotated[float, Meaning("1/s", r"\dot W")]:
    """dW/dt = κ [k_uw U − (k_wu + k_ws + γ_w |ζ_w|) W]. land2017; κ: ours."""
    unbound = 1.0 - blocked - weak - strong
    loss = bridges.weak_return + bridges.stroke_rate + bridges.weak_distortion * abs(weak_strain)
    return bridges.cycle_rate * (bridges.attach_rate * unbound - loss * weak)


@law
def strong_detachment(
    strong: StrongShare, strong_strain: StrongStrain, bridges: Crossbridges
) -> Annotated[float, Meaning("1/s", "r")]:
    """r = κ (k_su + γ_s max(ζ_s, −ζ_s − 1, 0)) S: detachments of strongly bound heads. land2017."""
    strained = max(max(strong_strain, -strong_strain - 1.0), 0.0)
    return bridges.cycle_rate * (bridges.detach_rate + bridges.strong_distortion * strained) * strong


@law
def strong_binding(
    weak: WeakShare, detachment: Detachment, bridges: Crossbridges
) -> Annotated[float, Meaning("1/s", r"\dot S")]:
    """dS/dt = κ k_ws W − r. land2017."""
    return bridges.cycle_rate * bridges.stroke_rate * weak - detachment


@law
def weak_straining(
    weak_strain: WeakStrain, stretch_rate: StretchRate, bridges: Crossbridges
) -> Annotated[float, Meaning("1/s", r"\dot\zeta_w")]:
    """dζ_w/dt = A_s dλ/dt − κ c_w ζ_w. land2017."""
    return bridges.distortion_gain * stretch_rate - bridges.cycle_rate * bridges.weak_relaxation * weak_strain


@law
def strong_straining(
    strong_strain: StrongStrain, stretch_rate: StretchRate, bridges: Crossbridges
) -> Annotated[float, Meaning("1/s", r"\dot\zeta_s")]:
    """dζ_s/dt = A_s dλ/dt − κ c_s ζ_s. land2017."""
    return bridges.distortion_gain * stretch_rate - bridges.cycle_rate * bridges.strong_relaxation * strong_strain


@law
def filament_overlap(stretch: Stretch, bridges: Crossbridges) -> Annotated[float, Meaning("1", "h")]:
    """h = max(0, 1 + β0 (λ + min(λ, 0.87) − 1.87)), λ not above 1.2. land2017."""
    length = min(stretch, LONGEST_STRETCH)
    return max(0.0, 1.0 + bridges.overlap_slope * (length + min(length, FILAMENT_KINK) - OVERLAP_OFFSET))


@law
def active_tension(
    overlap: Overlap,
    weak: WeakShare,
    strong: StrongShare,
    weak_strain: WeakStrain,
    strong_strain: StrongStrain,
    tension: Tension,
) -> Annotated[float, Meaning("kPa", "T_a")]:
    """T_a = h T_full [(1 + ζ_s) S + ζ_w W],  T_full = T_ref/r_s. land2017."""
    carried = (1.0 + strong_strain) * strong + weak_strain * weak
    return overlap * tension.full * carried


@law
def contractile_atp(
    overlap: Overlap, detachment: Detachment, wall_volume: WallVolume, tension: Tension
) -> Annotated[float, Meaning("µmol/s", "J")]:
    """J = c_heads V_w h r: one ATP for each detachment of a strongly bound head. Ours."""
    return tension.heads * wall_volume * overlap * detachment
