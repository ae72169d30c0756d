"""Values that hand-written pages put into their sentences: ``{{ healthy.myofilament.unblocking_rate }}``."""

from typing import Any

from _generate.law_reader import all_laws
from _generate.patients import comparison, leaf_fields, value_at, written
from diastole.cli import failures as errors
from diastole.cli import main
from diastole.faces.words.change import HARDLY
from diastole.model.circulation import assembly
from diastole.model.devices import extracorporeal
from diastole.model.devices.balloon_pump import console
from diastole.model.devices.extracorporeal.drainage import INLET_LOSS
from diastole.model.measures import agreement
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.simulation import (
    acceleration,
    beats,
    events,
    stepper,
    steps,
)
from diastole.model.simulation import (
    beat_to_beat as regulation,
)
from diastole.model.simulation import (
    steady_beat as steady,
)
from diastole.model.simulation.accuracy import LONGEST_STEP

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


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
        when: {
            n: "–" if v is None else f"{v:.{MEASURES[n].decimals}f} {MEASURES[n].unit}".removesuffix(" 1")
            for n, v in m.items()
        }
        for when, m in (("without", both.without.measures), ("with_pump", both.with_.measures))
    }


def _power(value: float) -> str:
    """Return a small number as a power of ten."""
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    power = f"10{str(int(exponent)).translate(RAISED)}"
    return power if mantissa == "1" else f"{mantissa} · {power}"


def substitutions() -> dict[str, Any]:
    """Return all values by name."""
    pump = BalloonPump()
    usual = {key.partition(".")[2]: written(key, getattr(pump, key.partition(".")[2]))
             for key in leaf_fields() if key.startswith("balloon_pump.")}  # fmt: skip
    default, accurate = (1000 * LONGEST_STEP[name] for name in ("default", "accurate"))
    numerics = {
        "assisted_share": f"{100 * beats.ASSISTED_SHARE:.0f} %",
        "default_step": f"{default:g} ms", "accurate_step": f"{accurate:g} ms", "order": str(stepper.ORDER),
        "tolerance": _power(steady.TOLERANCE), "depth": str(acceleration.DEPTH),
        "plain_cycles": str(acceleration.PLAIN_CYCLES), "patience": str(acceleration.PATIENCE),
        "stretch": str(acceleration.STRETCH),
        "blood_tolerance": _power(beats.BLOOD_TOLERANCE), "most_cycles": str(steady.MOST_CYCLES),
        "ejecting": f"{events.EJECTING:g} mL/s", "states": str(len(assembly.states())), "laws": str(len(all_laws())),
        "closely": f"{steps.CLOSELY:g} mL", "followed": f"{steps.FOLLOWED:g} mL",
        "ramp_steps": f"{steps.STEPS_OF_A_RAMP:g}", "shortest_step": f"{1000 * steps.SHORTEST_STEP:g} ms",
        "same": f"{100 * agreement.SAME:g} %",
        "idle": f"{extracorporeal.IDLE:g}",
        "settling": f"{100 * regulation.SETTLING:g} %", "r_wave": f"{1000 * console.R_WAVE:g} ms",
    }  # fmt: skip
    codes = {"input": errors.WRONG_INPUT, "program": errors.WRONG_PROGRAM, "interrupted": main.INTERRUPTED}
    found = {name: _patient(name) for name in PRESETS}
    return found | {
        "pump": usual,
        "circuit": {"inlet_loss": f"{INLET_LOSS:g} mmHg/(L/min)²"},
        "console": {"nearly_empty": f"{100 * console.NEARLY_EMPTY:g} %"},
        "reading": {"hardly": f"{100 * HARDLY:g} %"},
        "exit": codes,
        "numerics": numerics,
        "shows": {name: _measured(name) for name in PRESETS},
    }
