"""ModularCirc on its Korakianitis model with mixed elastance and default parameters (contract: run.py).

Timed: `solve` alone, with the adaptive LSODA; the step is that of the output. Model time is in seconds here.
"""

from importlib.metadata import version

from common import Case, cpu_seconds, key_outputs, publish
from ModularCirc.Models.KorakianitisMixedModel import KorakianitisMixedModel
from ModularCirc.Models.KorakianitisMixedModel_parameters import KorakianitisMixedModel_parameters
from ModularCirc.Solver import Solver

BEATS = 6
PERIOD = 1.0  # s, 60 beats/min


def setting(tolerance: float, step_ms: float) -> Case:
    """LSODA with one relative and absolute tolerance, sampled every `step_ms` (ms)."""
    points = round(PERIOD * 1000 / step_ms)
    return Case(f"LSODA {tolerance:.0e}, {step_ms:g} ms", step_ms, points, {"atol": tolerance, "rtol": tolerance})


def prepare(case: Case) -> tuple[Solver, KorakianitisMixedModel]:
    """A solver ready to run all beats; early stop at a periodic state is put off past the last beat."""
    step = case.step_ms / 1000
    time = {"name": "bench", "ncycles": BEATS, "tcycle": PERIOD, "dt": step, "export_min": BEATS}
    model = KorakianitisMixedModel(time, parobj=KorakianitisMixedModel_parameters(), suppress_printing=True)
    solver = Solver(model=model)
    solver.setup(suppress_output=True, method="LSODA", **case.options)
    return solver, model


def simulate(case: Case) -> tuple[float, dict[str, float]]:
    """Beats per CPU second, and key outputs of the last beat (mmHg, mL, mL/s)."""
    solver, model = prepare(case)
    seconds = cpu_seconds(solver.solve)
    if solver.Nconv != BEATS - 1:
        raise RuntimeError(f"ModularCirc stopped after {solver.Nconv + 1} of {BEATS} beats")
    points = case.points_per_beat
    ventricle, aorta = model.components["lv"], model.components["sas"]
    courses = (ventricle.P_i, ventricle.V, aorta.P_i, aorta.Q_o)
    return BEATS / seconds, key_outputs(*(course.values[-points:] for course in courses))


def main() -> None:
    cases = [setting(1e-6, 5.0), setting(1e-6, 1.0)]
    refined = setting(1e-9, 0.25)
    states = len(prepare(refined)[0]._global_psv_names)  # the package has no public count of its states
    publish("ModularCirc", version("modularcirc"), states, cases, lambda _: refined, simulate)


if __name__ == "__main__":
    main()
