"""How strongly the baroreflex holds pressure, measured as in people: by the part of a disturbance that is left."""

from collections.abc import Callable
from functools import cache

from diastole.model.run import simulate
from validation.interventions import with_bed_resistance
from validation.patients import baseline_of, preset, run, treated
from validation.rows import Row

TOPIC = "Baroreflex"
DISTURBANCE = 1.02  # 1, factor of the resistance of the arterioles, small beside the width of the drive
MILLISECONDS_PER_MINUTE = 60e3
NO_RATE_LIMB = ("baroreflex.rate.arterial_gain", "0")
PULSE_SLOPE = (11.2, 16.8)  # ms/mmHg, 14 as worked out from ferguson1992, ± 20 % (assumed)
TILTED, LYING = (3.13, 4.37), (4.64, 6.60)  # 1, as printed with one deviation
LEFT_IN_FAILURE = (0.10, 0.40)  # 1, 2.4 of 14 ms/mmHg to a third


@cache
def disturbed(name: str, reflex: bool, *changes: tuple[str, str]) -> dict[str, float]:
    """Return the changes by slightly narrower arterioles, without or with the reflex at its former operating point."""
    patient = preset(name, *changes)
    narrowed = treated(patient, with_bed_resistance(patient, DISTURBANCE))
    before = run(patient).measures
    after = simulate(narrowed, reflex=baseline_of(patient) if reflex else False).measures
    period = MILLISECONDS_PER_MINUTE / after["heart_rate"] - MILLISECONDS_PER_MINUTE / before["heart_rate"]
    return {"pressure": after["mean_aortic_pressure"] - before["mean_aortic_pressure"], "period": period}


def open_loop_gain(name: str, *changes: tuple[str, str]) -> float:
    """Return the gain of a preset: the removed part of a disturbance over the part that is left."""
    alone, held = (disturbed(name, reflex, *changes)["pressure"] for reflex in (False, True))
    return alone / held - 1.0


def pulse_slope(name: str) -> float:
    """Return by how much the period of the pulse follows pressure [ms/mmHg]."""
    moved = disturbed(name, True)
    return moved["period"] / moved["pressure"]


def left(name: str) -> float:
    """Return the slope of the period in a preset over that of the healthy preset."""
    return pulse_slope(name) / pulse_slope("healthy")


def row(source: str, patient: str, measure: str, unit: str, read: Callable[[], float], bounds, tuned: bool) -> Row:
    """Return a row of the changes by slightly narrower arterioles."""
    return Row(TOPIC, source, patient, "arterioles 2 % narrower", measure, unit, read, *bounds, tuned=tuned)


def gain(words: str, bounds: tuple[float, float], *changes: tuple[str, str], tuned: bool) -> Row:
    """Return a row of the gain of the healthy heart."""
    words = f"open-loop gain, {words}"
    return row("yamasaki2021", "healthy", words, "1", lambda: open_loop_gain("healthy", *changes), bounds, tuned)


def slope_left(name: str) -> Row:
    """Return the row of a failing heart's slope."""
    words = "period over pressure, share of healthy"
    return row("ferguson1992", name, words, "1", lambda: left(name), LEFT_IN_FAILURE, tuned=True)


def rows() -> list[Row]:
    return [
        gain("of people tilted by 15°", TILTED, tuned=True),
        gain("of people tilted by 15°, without the limb of the rate", TILTED, NO_RATE_LIMB, tuned=True),
        gain("of people lying flat", LYING, tuned=False),
        row(
            "ferguson1992", "healthy", "period over pressure", "ms/mmHg", lambda: pulse_slope("healthy"), PULSE_SLOPE,
            tuned=True,
        ),
        slope_left("shock"), slope_left("shock_mr"),
    ]  # fmt: skip


ROWS = rows()
