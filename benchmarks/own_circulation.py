"""diastole on two of its presets (contract: run.py).

Timed: beats as the package runs them, with the check of the state after each, and the trace of the last one.
"""

from importlib.metadata import version

from common import Case, cpu_seconds, key_outputs, publish

from diastole import BalloonPump, Patient
from diastole.model.circulation.kernel_parameters import STATE_NAMES
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.simulation.accuracy import ASSISTED_SHARE, LONGEST_STEP
from diastole.model.simulation.assist import unassisted_landmarks
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.steady_beat import find_steady_state, record_cycle
from diastole.model.simulation.stepper import step_count
from diastole.model.simulation.trace import Trace

BEATS = 500
REFINED = 1e-4  # s
PATIENTS = {
    "healthy": Patient.preset("healthy"),
    "shock, balloon 1:1": Patient.preset("shock").with_balloon_pump(BalloonPump()),
}


def steady_heart(patient: Patient, step: float) -> BeatingHeart:
    """A heart at its steady beat, with the console on where the patient has a pump."""
    heart = BeatingHeart(patient, longest_step=step)
    find_steady_state(heart)
    settings = settings_of(patient.balloon_pump)
    if settings.on:
        heart.set_console(settings, unassisted_landmarks(heart))
        find_steady_state(heart)
    return heart


def setting(name: str, step: float) -> Case:
    """One patient at one longest step (s); a beat with the balloon at work is cut finer."""
    patient = PATIENTS[name]
    own = ASSISTED_SHARE * step if patient.balloon_pump else step
    points = step_count(60.0 / patient.heart_rate, own)
    return Case(f"{name}, RK4 {own * 1e3:.3g} ms", own * 1e3, points, {"patient": name, "step": step})


def outputs(trace: Trace) -> dict[str, float]:
    systemic = trace["q_lower_body_bed"] + trace["q_upper_body_bed"]
    return key_outputs(trace["p_lv"], trace["v_lv"], trace["p_ascending_aorta"], systemic)


def simulate(case: Case) -> tuple[float, dict[str, float]]:
    """Beats per CPU second, and key outputs of the steady beat."""
    heart = steady_heart(PATIENTS[case.options["patient"]], case.options["step"])

    def beats() -> Trace:
        for _ in range(BEATS - 1):
            heart.beat()
        return record_cycle(heart)

    beats()
    seconds = cpu_seconds(beats)
    return BEATS / seconds, outputs(record_cycle(heart))


def refine(case: Case) -> Case:
    """The same patient at a step that counts as exact."""
    return setting(case.options["patient"], REFINED)


def main() -> None:
    for_speed = [setting(name, step) for name in PATIENTS for step in (LONGEST_STEP["default"], 2e-3, 1e-3)]
    publish("diastole", version("diastole"), len(STATE_NAMES), for_speed, refine, simulate)


if __name__ == "__main__":
    main()
