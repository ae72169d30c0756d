"""The experiment of the protocol: every condition in the same failing ventricle, without and with the balloon.

``python -m validation.phenomena.Kim_2018.experiment usual`` runs what is not yet kept below ``build/Kim_2018``;
the other cuts of the protocol start from there. ``python -m validation.phenomena.Kim_2018.table`` writes the
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
from diastole.model.heart3d.wall.springs import Springs
from diastole.model.heart3d.wall.wall_crossbridges import CROSS_FIBRE
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import simulate
from diastole.source_hash import program_hash
from validation.phenomena.Kim_2018.table import STUDIED, USUAL

PROTOCOL = yaml.safe_load(Path(__file__).with_name("protocol.yaml").read_text(encoding="utf-8"))
KEPT = Path("build/Kim_2018") / program_hash()[:16]  # beats of another program are never mixed with these
out = Console(stderr=True)


def patient(condition: str, cut: str = USUAL) -> Patient:
    """Return the patient of a condition on a cut, without a balloon."""
    values = PROTOCOL["conditions"][condition] | PROTOCOL["cuts"][cut].get("values", {})
    return Patient.preset(PROTOCOL["heart"]["preset"]).with_values(values)


def kept(cut: str, name: str) -> Path:
    return KEPT / cut / f"{name}.pickle"


def read(cut: str, name: str):
    return pickle.loads(kept(cut, name).read_bytes())


def _keep(cut: str, name: str, result: object) -> None:
    path = kept(cut, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_bytes(pickle.dumps(result))
    draft.replace(path)


def built(name: str) -> BuiltVentricle:
    """Return the ventricle of all conditions on a cut: as strong as the usual one, or of another model, matched."""
    cut, bare = PROTOCOL["cuts"][name], patient("none", name)
    of = name if cut.keys() - {"edge", "step"} else USUAL
    strength = float(read(of, "match").strengths[0]) if kept(of, "match").exists() else None
    result = build_ventricle(
        bare, simulate(bare), edge=cut["edge"], step=cut["step"], strength=strength,
        springs=Springs(**cut.get("springs", {})), cross_fibre=cut.get("cross_fibre", CROSS_FIBRE), watch=out.print,
    )  # fmt: skip
    if result.match is not None:
        _keep(of, "match", result.match)
    return result


def run(cut: str) -> Iterator[tuple[str, SteadyBeat]]:
    """Run what is not kept yet; yield name and steady beat of each condition, as ``ar_off``."""
    ventricle = built(cut).ventricle
    start = ventricle.snapshot()
    pump = BalloonPump(volume=PROTOCOL["balloon"]["volume"], ratio=PROTOCOL["balloon"]["ratio"])

    def steady(name: str, bare: Patient, before: SteadyBeat | None = None) -> SteadyBeat:
        if not kept(cut, name).exists():
            ventricle.restore(start)
            heart = _heart(cut, name, ventricle, bare, before)
            if before:
                heart.set_patient(bare.with_balloon_pump(pump), unassisted_landmarks(before))
            _keep(cut, name, heart.settle(_say))
        return read(cut, name)

    for condition in tuple(PROTOCOL["conditions"]) if cut == USUAL else STUDIED:
        bare, off, on = patient(condition, cut), f"{condition}_off", f"{condition}_on"
        yield off, (without := steady(off, bare))
        yield on, steady(on, bare, without)


def _heart(cut: str, name: str, ventricle, bare: Patient, before: SteadyBeat | None = None):
    """Return a heart near the steady beat of a condition: that of the usual mesh, or of the same patient in 0D."""
    reached = simulate(bare).steady.reached
    near = read(USUAL, name) if cut != USUAL else before
    heart = FiniteElementHeart(ventricle, bare, near.trace.states[-1] if near else reached.state, reached.slow)
    heart.go_to_start()
    return heart


def _say(name: str, count: int, change: float) -> None:
    out.print(f"{name}, cycle {count}: stroke volume changes by {change:.2%}")


if __name__ == "__main__":
    for done, beat in run(sys.argv[1]):
        out.print(f"{done}: {beat.strokes[-1]:.1f} mL, work balance {beat.fields[0].balance:.1e}")
