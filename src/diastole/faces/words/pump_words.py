"""The setting of the balloon pump in words."""

from diastole.faces.words.needs import RunLike
from diastole.model.devices.balloon_pump import USUAL_VOLUME, volume_for
from diastole.numbers import THIN, plain

MOVED = 1e-3  # s, from which on the console is said to have moved the deflation
TRIGGERS = {"r_wave": "R wave", "pressure": "aortic pressure"}


def works(run: RunLike) -> bool:
    """Whether a balloon inflates in this run."""
    pump = getattr(run.patient, "balloon_pump", None)
    return pump is not None and pump.volume > 0.0 and getattr(pump, "mode", "on") == "on"


def setting(run: RunLike) -> str:
    """Return the setting of a patient's pump: ``Balloon pump 40 mL, 1:2, inflation 120 ms early, …``."""
    pump = run.patient.balloon_pump
    size = f"Balloon pump {plain(pump.volume, 0)}{THIN}mL{_by_height(run)}"
    if not works(run):
        return f"{size}, standing by with the balloon empty"
    return (
        f"{size}, {pump.ratio}, triggered by {TRIGGERS.get(pump.trigger, pump.trigger)}, "
        f"inflation {_offset(pump.inflation_offset, 'at the dicrotic notch')}, "
        f"deflation {_deflation(run)}"
    )


def _by_height(run: RunLike) -> str:
    """Say so where a size other than the usual one goes with the height."""
    volume, body = run.patient.balloon_pump.volume, run.patient.body
    return " by height" if volume == volume_for(body.height) != USUAL_VOLUME else ""


def _deflation(run: RunLike) -> str:
    """Return when helium is let out: as it is set, or, where the console moved it, as it is done and why."""
    pump, done = run.patient.balloon_pump, run.deflation_after_r_wave
    as_set = _offset(pump.deflation_offset, _on_time(pump.trigger))
    if pump.trigger != "r_wave" or done is None or abs(done - pump.deflation_offset) < MOVED:
        return as_set
    where = f"{abs(round(1000.0 * done))}{THIN}ms {'before' if done < 0.0 else 'after'} the R wave"
    return f"{where} (early valve opening)"


def _on_time(trigger: str) -> str:
    """Return when deflation is due with this trigger."""
    return "at the R wave" if trigger == "r_wave" else "before the next upstroke"


def _offset(seconds: float, on_time: str) -> str:
    """Return how far an offset is off: ``120 ms early``."""
    milliseconds = round(1000.0 * seconds)
    if milliseconds == 0:
        return on_time
    return f"{abs(milliseconds)}{THIN}ms {'early' if milliseconds < 0 else 'late'}"
