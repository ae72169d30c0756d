"""The experiment of the protocol: every condition in the same failing ventricle, without and with the balloon.

``python -m validation.phenomena.Kim_2018.experiment usual`` runs what is not yet kept below ``build/Kim_2018`` and
writes the results; the other cuts of the protocol follow, such as ``experiment ionic``, and join them. They start from
the beats of the usual one where this program has run it.
"""

import pickle
import sys
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

from diastole.model.heart3d.run.build_ventricle import BuiltVentricle, build_ventricle
from diastole.model.heart3d.run.finite_element_heart import FiniteElementHeart, SteadyBeat, unassisted_landmarks
from diastole.model.heart3d.run.metrics import UNITS, beat_metrics, segment_metrics
from diastole.model.heart3d.wall.springs import Springs
from diastole.model.heart3d.wall.wall_crossbridges import CROSS_FIBRE
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import simulate
from diastole.source_hash import program_hash
from validation.phenomena.Kim_2018.table import STUDIED, USUAL, write

PROTOCOL = yaml.safe_load(Path(__file__).with_name("protocol.yaml").read_text(encoding="utf-8"))
PROGRAM = program_hash()[:16]
KEPT = Path("build/Kim_2018") / PROGRAM  # beats of another program are never mixed with these
DIGITS = 6  # of the results
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


def run(cut: str) -> dict[str, Any]:
    """Run what is not kept yet and return the results of the cut, for `table.write`."""
    made = built(cut)
    ventricle, start = made.ventricle, made.ventricle.snapshot()
    pump = BalloonPump(volume=PROTOCOL["balloon"]["volume"], ratio=PROTOCOL["balloon"]["ratio"])

    def steady(name: str, bare: Patient, before: SteadyBeat | None = None) -> SteadyBeat:
        if not kept(cut, name).exists():
            ventricle.restore(start)
            heart = _heart(cut, name, ventricle, bare, before)
            if before:
                heart.set_patient(bare.with_balloon_pump(pump), unassisted_landmarks(before))
            _keep(cut, name, heart.settle(_say))
        return read(cut, name)

    beats = {}
    for condition in tuple(PROTOCOL["conditions"]) if cut == USUAL else STUDIED:
        bare, off, on = patient(condition, cut), f"{condition}_off", f"{condition}_on"
        beats[off] = steady(off, bare)
        beats[on] = steady(on, bare, beats[off])
    mesh = {"elements": made.elements, "stiffness": _short(float(made.stiffness[0])),
            "strength": _short(float(ventricle.strengths[0]))}  # fmt: skip
    runs = {name: _results(beat, made) for name, beat in beats.items()}
    return {"program": PROGRAM, "units": UNITS, "mesh": mesh, "runs": runs}


def _results(beat: SteadyBeat, made: BuiltVentricle) -> dict[str, Any]:
    """Return what is kept of a steady beat."""
    parts = segment_metrics(beat, made.ventricle, made.segments)
    return {
        "metrics": {key: _short(value) for key, value in beat_metrics(beat, made.ventricle).items()},
        "segments": {key: [_short(one) for one in values] for key, values in parts.items()},
        "strokes": [_short(one) for one in beat.strokes],
        "drift": _short(beat.drift),
        "work_balance": _short(beat.fields[0].balance),
    }


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _heart(cut: str, name: str, ventricle, bare: Patient, before: SteadyBeat | None = None):
    """Return a heart near the steady beat of a condition: that of the usual mesh, or of the same patient in 0D."""
    reached = simulate(bare).steady.reached
    near = read(USUAL, name) if cut != USUAL and kept(USUAL, name).exists() else before
    heart = FiniteElementHeart(ventricle, bare, near.trace.states[-1] if near else reached.state, reached.slow)
    heart.go_to_start()
    return heart


def _say(name: str, count: int, change: float) -> None:
    out.print(f"{name}, cycle {count}: stroke volume changes by {change:.2%}")


if __name__ == "__main__":
    done = run(sys.argv[1])
    write(sys.argv[1], done, PROTOCOL["cuts"])
    for name, one in done["runs"].items():
        out.print(f"{name}: {one['strokes'][-1]:.1f} mL, work balance {one['work_balance']:.1e}")
