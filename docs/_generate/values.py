"""Values that hand-written pages put into their sentences: ``{{ healthy.myofilament.unblocking_rate }}``."""

from typing import Any

from diastole.circulation import assembly
from diastole.devices.balloon_pump import console
from diastole.hemodynamics.vocabulary import MEASURES
from diastole.patient import PRESETS, BalloonPump, Patient
from diastole.simulation import beats, events, steady, stepper

from .law_reader import all_laws
from .patients import comparison, leaf_fields, value_at, written


def _nested(flat: dict[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        node = tree
        for name in path:
            node = node.setdefault(name, {})
        node[last] = value
    return tree


def _patient(name: str) -> dict[str, Any]:
    patient = Patient.preset(name)
    return _nested({key: written(key, value_at(patient, key)) for key in leaf_fields()})


def _measured(name: str) -> dict[str, dict[str, str]]:
    both = comparison(name)
    return {
        when: {n: "–" if v is None else f"{v:.{MEASURES[n].decimals}f} {MEASURES[n].unit}".removesuffix(" 1") for n, v in m.items()}
        for when, m in (("without", both.without.measures), ("with_pump", both.with_.measures))
    }


def substitutions() -> dict[str, Any]:
    """Return all values by name."""
    pump = BalloonPump()
    usual = {key.partition(".")[2]: written(key, getattr(pump, key.partition(".")[2]))
             for key in leaf_fields() if key.startswith("balloon_pump.")}  # fmt: skip
    default, accurate = (1000 * stepper.LONGEST_STEP[name] for name in ("default", "accurate"))
    numerics = {
        "default_step": f"{default:g} ms", "accurate_step": f"{accurate:g} ms", "order": str(stepper.ORDER),
        "tolerance": f"{steady.TOLERANCE:g}", "depth": str(steady.DEPTH), "plain_cycles": str(steady.PLAIN_CYCLES),
        "blood_tolerance": f"{beats.BLOOD_TOLERANCE:g}", "most_cycles": str(steady.MOST_CYCLES),
        "ejecting": f"{events.EJECTING:g} mL/s", "states": str(len(assembly.states())), "laws": str(len(all_laws())),
        "r_wave": f"{1000 * console.R_WAVE:g} ms",
    }  # fmt: skip
    found = {name: _patient(name) for name in PRESETS}
    return found | {"pump": usual, "numerics": numerics, "shows": {name: _measured(name) for name in PRESETS}}
