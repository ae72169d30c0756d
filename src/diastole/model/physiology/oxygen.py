"""Oxygen: what the left ventricular wall and the body need, and the blood that carries it."""

from diastole.law import law

OXYGEN_PER_GRAM = 1.34  # mL/g, bound by saturated haemoglobin (Hüfner); physical value
MOLAR_VOLUME = 0.0224  # mL/µmol, of oxygen at 0 °C and 1 atm; physical value
ATP_PER_OXYGEN = 5.0  # 1, ATP made from one O₂ (P/O 2.5); physical value, rounded
MUSCLE_DENSITY = 1.05  # g/mL; physical value
GRAM_MINUTES = 6e4  # g s/(kg min)
GRAMS_PER_DECILITRE = 0.01  # g/mL per g/dL


@law
def oxygen_content(haemoglobin: float, saturation: float) -> float:
    """c = 1.34 Hb S  [mL/mL], Hb in g/dL; what is dissolved is left out."""
    return OXYGEN_PER_GRAM * GRAMS_PER_DECILITRE * haemoglobin * saturation


@law
def oxygen_need(
    contractile_atp: float, wall_volume: float, basal: float, activation_need: float, heart_rate: float
) -> float:
    """V̇O₂ = Ȧ v/5 + m (b + a HR)  [mL/s]: contraction, and upkeep b and calcium handling a of a mass. Ours."""
    contraction = contractile_atp * MOLAR_VOLUME / ATP_PER_OXYGEN
    upkeep = MUSCLE_DENSITY * wall_volume * (basal + activation_need * heart_rate) / GRAM_MINUTES
    return contraction + upkeep


@law
def flow_need(oxygen: float, content: float, extraction: float) -> float:
    """Q = V̇O₂/(c e)  [mL/s]: flow that brings it at the extraction at which the arterioles hold it."""
    return oxygen / (content * extraction)


@law
def venous_saturation(arterial: float, consumption: float, output: float, haemoglobin: float) -> float:
    """S_v = S_a − V̇O₂/(1.34 Hb Q), not below 0  [1]; both flows in mL per the same time. fick1870."""
    return max(0.0, arterial - consumption / (output * OXYGEN_PER_GRAM * GRAMS_PER_DECILITRE * haemoglobin))
