"""The treatment of a patient in words, and whether the reflex works."""

from typing import TYPE_CHECKING, Any

from diastole.model.devices.balloon_pump import USUAL_VOLUME, volume_for
from diastole.model.devices.register import in_use
from diastole.model.operations import OPERATIONS
from diastole.model.patient import BalloonPump
from diastole.numbers import THIN, plain, significant

if TYPE_CHECKING:
    from diastole.model.run import Run

NOTHING = "No drug, pacemaker, operation or device"
MOVED = 1e-3  # s, of the deflation: a smaller difference from the setting is not mentioned
TRIGGERS = {"r_wave": "R wave", "pressure": "aortic pressure"}


def lesions_and_treatment(patient: Any) -> str:
    """Return lesions and treatment of a patient, such as ``Lesions: acute aortic regurgitation 0.5 cm²``."""
    lesions = [
        f"{lesion.onset or ''} {name.replace('_', ' ')} {significant(lesion.orifice_area)}{THIN}cm²".strip()
        for name, lesion in patient.lesions
        if lesion is not None and lesion.orifice_area > 0.0
    ]
    pumps = [device.setting(settings) for device, settings in in_use(patient) if device.key == "balloon_pump"]
    done = [*(f"balloon pump {setting}" for setting in pumps), *treatments(patient)]
    return f"Lesions: {'; '.join(lesions) or 'none'}. Treatment at the start: {'; '.join(done) or 'none'}."


def treatments(patient: Any) -> list[str]:
    """Return each treatment but the balloon pump, such as ``nitroprusside 0.5 µg/kg/min``."""
    given = [f"{name} {significant(dose)}{THIN}µg/kg/min" for name, dose in patient.drugs if dose > 0.0]
    if patient.pacing is not None:
        given.append(f"paced at {significant(patient.pacing.rate)}{THIN}/min")
    for device, settings in in_use(patient):
        if device.key != "balloon_pump":
            given.append(f"{device.model(settings).title} {device.setting(settings)}")
    return given + [OPERATIONS[name].done for name, operation in patient.surgery if operation is not None]


def doing(run: "Run") -> str:
    """Return the treatment in a run, such as ``Balloon pump 40 mL, 1:1, …; noradrenaline …``."""
    pump = run.patient.balloon_pump
    settings = [setting(run, pump)] if pump is not None else []
    words = "; ".join([*settings, *treatments(run.patient)]) or NOTHING
    return f"{words[0].upper()}{words[1:]}"


def reflex_words(run: "Run") -> str:
    """Return whether the baroreflex works in a run."""
    return "Baroreflex on" if run.reflex else "Baroreflex off"


def works(run: "Run") -> bool:
    """Whether a balloon inflates in this run."""
    pump = run.patient.balloon_pump
    return pump is not None and pump.volume > 0.0 and pump.mode == "on"


def setting(run: "Run", pump: BalloonPump) -> str:
    """Return the setting of a patient's pump: ``Balloon pump 40 mL, 1:2, inflation 120 ms early, …``."""
    by_height = " by height" if pump.volume == volume_for(run.patient.body.height) != USUAL_VOLUME else ""
    size = f"Balloon pump {plain(pump.volume, 0)}{THIN}mL{by_height}"
    if not works(run):
        return f"{size}, standing by with the balloon empty"
    return (
        f"{size}, {pump.ratio}, triggered by {TRIGGERS[pump.trigger]}, "
        f"inflation {_offset(pump.inflation_offset, 'at the dicrotic notch')}, "
        f"deflation {_deflation(run.deflation_after_r_wave, pump)}"
    )


def _deflation(done: float | None, pump: BalloonPump) -> str:
    """Return the time of deflation: as set, or, where the console moved it, the actual time and the reason."""
    on_time = "at the R wave" if pump.trigger == "r_wave" else "before the next upstroke"
    as_set = _offset(pump.deflation_offset, on_time)
    if pump.trigger != "r_wave" or done is None or abs(done - pump.deflation_offset) < MOVED:
        return as_set
    where = f"{abs(round(1000.0 * done))}{THIN}ms {'before' if done < 0.0 else 'after'} the R wave"
    return f"{where} (early valve opening)"


def _offset(seconds: float, on_time: str) -> str:
    """Return how far an offset is off: ``120 ms early``."""
    milliseconds = round(1000.0 * seconds)
    if milliseconds == 0:
        return on_time
    return f"{abs(milliseconds)}{THIN}ms {'early' if milliseconds < 0 else 'late'}"
