"""Oxygen: what the left ventricular wall and the body need, and the blood that carries it."""

from typing import Annotated

from diastole.law import law
from diastole.meaning import HeartRate, Meaning, WallVolume

OXYGEN_PER_GRAM = 1.34  # mL/g, bound by saturated haemoglobin (Hüfner); physical value
MOLAR_VOLUME = 0.0224  # mL/µmol, of oxygen at 0 °C and 1 atm; physical value
ATP_PER_OXYGEN = 5.0  # 1, ATP made from one O₂ (P/O 2.5); physical value, rounded
MUSCLE_DENSITY = 1.05  # g/mL; physical value
GRAM_MINUTES = 6e4  # g s/(kg min)
GRAMS_PER_DECILITRE = 0.01  # g/mL per g/dL


Haemoglobin = Annotated[float, Meaning("g/dL", r"\mathrm{Hb}", 6, 18)]


@law
def oxygen_content(
    haemoglobin: Haemoglobin, saturation: Annotated[float, Meaning("1", "S", 0.5, 1)]
) -> Annotated[float, Meaning("mL/mL", "c")]:
    """c = 1.34 Hb S, Hb in g/dL; what is dissolved is left out."""
    return OXYGEN_PER_GRAM * GRAMS_PER_DECILITRE * haemoglobin * saturation


@law
def oxygen_need(
    contractile_atp: Annotated[float, Meaning("µmol/s", "J", 0, 60)],
    wall_volume: WallVolume,
    basal: Annotated[float, Meaning("mL/(min kg)", "b", 5, 30)],
    activation_need: Annotated[float, Meaning("mL/kg", "a", 0.05, 0.3)],
    heart_rate: HeartRate,
) -> Annotated[float, Meaning("mL/s", r"\dot m")]:
    """V̇O₂ = Ȧ v/5 + m (b + a HR): contraction, and upkeep b and calcium handling a of a mass. Ours."""
    contraction = contractile_atp * MOLAR_VOLUME / ATP_PER_OXYGEN
    upkeep = MUSCLE_DENSITY * wall_volume * (basal + activation_need * heart_rate) / GRAM_MINUTES
    return contraction + upkeep


@law
def flow_need(
    oxygen: Annotated[float, Meaning("mL/s", r"\dot m", 0.05, 0.5)],
    content: Annotated[float, Meaning("1", "c", 0.1, 0.25)],
    extraction: Annotated[float, Meaning("1", "e", 0.3, 0.9)],
) -> Annotated[float, Meaning("mL/s", r"q_\mathrm{need}")]:
    """Q = V̇O₂/(c e): flow that brings it at the extraction at which the arterioles hold it."""
    return oxygen / (content * extraction)


@law
def venous_saturation(
    arterial: Annotated[float, Meaning("1", "S_a", 0.8, 1)],
    consumption: Annotated[float, Meaning("mL/min", r"\dot m", 100, 400)],
    output: Annotated[float, Meaning("mL/min", r"\mathrm{CO}", 1000, 8000)],
    haemoglobin: Haemoglobin,
) -> Annotated[float, Meaning("1", "S_v")]:
    """S_v = S_a − V̇O₂/(1.34 Hb Q), not below 0; both flows in mL per the same time. fick1870."""
    return max(0.0, arterial - consumption / (output * OXYGEN_PER_GRAM * GRAMS_PER_DECILITRE * haemoglobin))
