"""Values that hand-written pages put into their sentences: ``{{ healthy.myofilament.unblocking_rate }}``."""

from functools import reduce
from typing import Any

from _generate.law_reader import all_laws
from _generate.patients import comparison, leaf_fields, number, written
from diastole.cli import failures as errors
from diastole.cli import main
from diastole.model.circulation import assembly, kernel_parameters
from diastole.model.devices import extracorporeal
from diastole.model.devices.balloon_pump import console
from diastole.model.devices.extracorporeal.drainage import INLET_LOSS
from diastole.model.measures import agreement
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import TOLD
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.patient.relative_value import value_at
from diastole.model.simulation import acceleration, beats, slow_states, steady_beat, stepper, steps, systole_scans
from diastole.model.simulation.accuracy import ASSISTED_SHARE, LONGEST_STEP
from diastole.numbers import with_unit

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _patient(name: str) -> dict[str, Any]:
    """Return the values of a preset as nested dictionaries."""
    patient = Patient.preset(name)
    tree: dict[str, Any] = {}
    for key in leaf_fields():
        *path, last = key.split(".")
        reduce(lambda node, block: node.setdefault(block, {}), path, tree)[last] = written(key, value_at(patient, key))
    return tree


def _measured(name: str) -> dict[str, dict[str, str]]:
    both = comparison(name)
    return {
        when: {
            name: "–" if value is None else f"{number(name, value)} {MEASURES[name].unit}".removesuffix(" 1")
            for name, value in run.measures.items()
        }
        for when, run in (("without", both.without), ("with_pump", both.with_))
    }


def _power(value: float) -> str:
    """Return a small number as a power of ten."""
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    power = f"10{str(int(exponent)).translate(RAISED)}"
    return power if mantissa == "1" else f"{mantissa} · {power}"


def substitutions() -> dict[str, Any]:
    """Return all values by name."""
    pumped = Patient.preset("healthy").with_balloon_pump(BalloonPump())
    keys = [key for key in leaf_fields() if key.startswith("balloon_pump.")]
    usual = {key.partition(".")[2]: written(key, value_at(pumped, key)) for key in keys}
    default, accurate = (1000 * LONGEST_STEP[name] for name in ("default", "accurate"))
    numerics = {
        "assisted_share": f"{100 * ASSISTED_SHARE:.0f} %",
        "default_step": f"{default:g} ms", "accurate_step": f"{accurate:g} ms", "order": str(stepper.ORDER),
        "tolerance": _power(steady_beat.TOLERANCE), "depth": str(acceleration.DEPTH),
        "plain_cycles": str(acceleration.PLAIN_CYCLES), "patience": str(acceleration.PATIENCE),
        "stretch": str(acceleration.STRETCH),
        "blood_tolerance": _power(beats.BLOOD_TOLERANCE), "most_cycles": str(steady_beat.MOST_CYCLES),
        "ejecting": f"{systole_scans.EJECTING:g} mL/s",
        "states": str(len(assembly.states())), "laws": str(len(all_laws())),
        "closely": f"{steps.CLOSELY:g} mL", "followed": f"{steps.FOLLOWED:g} mL",
        "ramp_steps": f"{steps.STEPS_OF_A_RAMP:g}", "shortest_step": f"{1000 * steps.SHORTEST_STEP:g} ms",
        "same": f"{100 * agreement.SAME:g} %", "idle": f"{extracorporeal.IDLE:g}",
        "settling": f"{100 * slow_states.SETTLING:g} %", "r_wave": f"{1000 * console.R_WAVE:g} ms",
    }  # fmt: skip
    codes = {"input": errors.WRONG_INPUT, "program": errors.WRONG_PROGRAM, "interrupted": main.INTERRUPTED}
    return {name: _patient(name) for name in PRESETS} | {
        "pump": usual,
        "circuit": {"inlet_loss": f"{INLET_LOSS:g} mmHg/(L/min)²"},
        "coaptation": {
            "following": f"{kernel_parameters.FOLLOWING:g}",
            "loose_area": f"{kernel_parameters.LOOSE_AREA:g} cm²",
            "sealing": f"{kernel_parameters.SEALING_PRESSURE:g} mmHg",
        },
        "console": {"nearly_empty": f"{100 * console.NEARLY_EMPTY:g} %"},
        "reading": {
            "least": f"{100 * TOLD:g} %",
            "filling": with_unit(MEASURES["left_atrial_pressure"].least, 1, "mmHg"),
            "output": with_unit(MEASURES["cardiac_output"].least, 2, "L/min"),
        },
        "exit": codes,
        "numerics": numerics,
        "shows": {name: _measured(name) for name in PRESETS},
    }
