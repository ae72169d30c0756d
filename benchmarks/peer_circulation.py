"""circulation on its Regazzoni model with its default parameters and explicit Euler (contract: run.py).

Timed: `solve` alone, every step kept. The package writes its parameters to a folder: a temporary one here.
"""

import logging
import tempfile
from importlib.metadata import version
from pathlib import Path

from circulation.regazzoni2020 import Regazzoni2020
from common import Case, cpu_seconds, key_outputs, publish

BEATS = 10
PERIOD_MS = 800.0  # at the model's default of 75 beats/min


def setting(step_ms: float) -> Case:
    return Case(f"Euler {step_ms:g} ms", step_ms, round(PERIOD_MS / step_ms))


def simulate(case: Case) -> tuple[float, dict[str, float]]:
    """Beats per CPU second, and key outputs of the last beat (mmHg, mL, mL/s)."""
    with tempfile.TemporaryDirectory() as folder:
        model = Regazzoni2020(outdir=Path(folder))
        history = {}
        seconds = cpu_seconds(lambda: history.update(model.solve(num_beats=BEATS, dt=case.step_ms / 1000)))
    last = {name: values[-case.points_per_beat :] for name, values in history.items()}
    return BEATS / seconds, key_outputs(last["p_LV"], last["V_LV"], last["p_AR_SYS"], last["Q_AR_SYS"])


def main() -> None:
    logging.disable(logging.CRITICAL)
    states = len(Regazzoni2020.default_initial_conditions())
    cases = [setting(step) for step in (2.0, 1.0, 0.5)]
    publish("circulation", version("circulation"), states, cases, lambda _: setting(0.1), simulate)


if __name__ == "__main__":
    main()
