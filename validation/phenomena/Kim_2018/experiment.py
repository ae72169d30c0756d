"""The experiment of the protocol: every condition in the same failing ventricle, without and with the balloon.

``python -m validation.phenomena.Kim_2018.experiment usual`` runs what is not yet kept below ``build/Kim_2018``;
``finer_mesh`` and ``shorter_step`` start from there. ``python -m validation.phenomena.Kim_2018.table`` writes the
results.
"""

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from rich.console import Console

from diastole.model.heart3d.run.build_ventricle import BuiltVentricle, build_ventricle
from diastole.model.heart3d.run.finite_element_heart import FiniteElementHeart, SteadyBeat, unassisted_landmarks
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import simulate
from diastole.source_hash import program_hash
from validation.phenomena.Kim_2018.table import STUDIED

PROTOCOL = yaml.safe_load(Path(__file__).with_name("protocol.yaml").read_text(encoding="utf-8"))
KEPT = Path("build/Kim_2018") / program_hash()[:16]  # beats of another program are never mixed with these
USUAL = "usual"
out = Console(stderr=True)


def patient(condition: str) -> Patient:
    """Return the patient of a condition, without a balloon."""
    return Patient.preset(PROTOCOL["heart"]["preset"]).with_values(PROTOCOL["conditions"][condition])


def kept(discretisation: str, name: str) -> Path:
    return KEPT / discretisation / f"{name}.pickle"


def read(discretisation: str, name: str):
    return pickle.loads(kept(discretisation, name).read_bytes())


def _keep(discretisation: str, name: str, result: object) -> None:
    path = kept(discretisation, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_bytes(pickle.dumps(result))
    draft.replace(path)


def built(discretisation: str) -> BuiltVentricle:
    """Return the ventricle of all conditions: as strong as the one that was matched on the usual mesh."""
    cut = PROTOCOL["discretisation"][discretisation]
    match = kept(USUAL, "match")
    strength = float(read(USUAL, "match").strengths[0]) if match.exists() else None
    run = simulate(patient("none"))
    result = build_ventricle(
        patient("none"), run, edge=cut["edge"], step=cut["step"], strength=strength, watch=out.print
    )
    if result.match is not None:
        _keep(USUAL, "match", result.match)
    return result


def run(discretisation: str) -> Iterator[tuple[str, SteadyBeat]]:
    """Run what is not kept yet; yield name and steady beat of each condition, as ``ar_off``."""
    ventricle = built(discretisation).ventricle
    start = ventricle.snapshot()
    pump = BalloonPump(volume=PROTOCOL["balloon"]["volume"], ratio=PROTOCOL["balloon"]["ratio"])

    def steady(name: str, bare: Patient, before: SteadyBeat | None = None) -> SteadyBeat:
        if not kept(discretisation, name).exists():
            ventricle.restore(start)
            heart = _heart(discretisation, name, ventricle, bare, before)
            if before:
                heart.set_patient(bare.with_balloon_pump(pump), unassisted_landmarks(before))
            _keep(discretisation, name, heart.settle(_say))
        return read(discretisation, name)

    for condition in tuple(PROTOCOL["conditions"]) if discretisation == USUAL else STUDIED:
        bare, off, on = patient(condition), f"{condition}_off", f"{condition}_on"
        yield off, (without := steady(off, bare))
        yield on, steady(on, bare, without)


def _heart(discretisation: str, name: str, ventricle, bare: Patient, before: SteadyBeat | None = None):
    """Return a heart near the steady beat of a condition: that of the usual mesh, or of the same patient in 0D."""
    reached = simulate(bare).steady.reached
    near = read(USUAL, name) if discretisation != USUAL else before
    heart = FiniteElementHeart(ventricle, bare, near.trace.states[-1] if near else reached.state, reached.slow)
    heart.go_to_start()
    return heart


def _say(name: str, count: int, change: float) -> None:
    out.print(f"{name}, cycle {count}: stroke volume changes by {change:.2%}")


if __name__ == "__main__":
    for done, beat in run(sys.argv[1]):
        out.print(f"{done}: {beat.strokes[-1]:.1f} mL, work balance {beat.fields[0].balance:.1e}")
