"""Rotary pumps and surgery: curves beside those that the makers print, effects, and assumptions."""

from functools import cache

import numpy as np

from _generate.laws import link
from _generate.pages import Output, table
from _generate.patients import number
from _generate.plots import COLOURS, dress, new_figure, save
from diastole.faces.figures.theme import LIGHT
from diastole.model.devices import extracorporeal, impella
from diastole.model.devices.extracorporeal import Extracorporeal
from diastole.model.devices.extracorporeal.circuits import CIRCUITS
from diastole.model.devices.impella import AxialPump
from diastole.model.devices.impella.axial_models import AXIAL_PUMPS
from diastole.model.devices.register import DEVICES
from diastole.model.devices.rotary_pump import RotaryPump, head_flow
from diastole.model.input_blocks.fields import fields, quantity_of
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.patient.treatment import Surgery
from diastole.model.run import Run, simulate
from diastole.studies.alternatives.treatments import options

L_PER_MIN = 0.06  # L/min per mL/s
PRINTED_AT = (60.0, 30.0)  # mmHg, at which the two ends of a printed range are read
PRINTED = {  # L/min, mean flow by level as the makers print it (impella_manual)
    "2.5": ((0.0, 1.1), (0.8, 1.5), (1.1, 1.7), (1.3, 1.8), (1.5, 1.9), (1.7, 2.1), (1.8, 2.2), (2.1, 2.4)),
    "CP": (
        (0.0, 0.9), (1.1, 2.1), (1.6, 2.3), (2.0, 2.5), (2.3, 2.7), (2.5, 2.9), (2.9, 3.3), (3.1, 3.4), (3.3, 3.7),
    ),
    "5.5": (
        (0.0, 0.0), (0.0, 1.9), (1.1, 2.7), (1.9, 3.3), (2.8, 3.7), (3.4, 4.1), (3.9, 4.5), (4.3, 4.9), (5.0, 5.5),
    ),
}  # fmt: skip
PATIENTS = ("shock", "acute_severe_ar")
SHOWN = (
    "cardiac_output", "pump_flow", "head_and_arm_flow", "lower_body_flow", "mean_aortic_pressure",
    "lv_end_diastolic_pressure", "left_atrial_pressure", "subendocardial_supply_demand_ratio",
)  # fmt: skip
NONE = "none"
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
OPERATIONS = {"acute_severe_ar": "surgery.aortic_valve_replacement", "shock_mr": "surgery.mitral_valve_repair"}


def flow_at(pump: RotaryPump, difference: float) -> float:
    """Return the flow [L/min] against a pressure difference [mmHg]."""
    return L_PER_MIN * head_flow(pump.head - difference, pump)


def axial_pump(model: str, level: str) -> RotaryPump:
    """Return a model at a level."""
    [pump] = impella.DEVICE.parameters(AxialPump(model=model, level=level)).values()
    return RotaryPump._make(pump)


def circuit_inlets(circuit: str, speed: float) -> list[RotaryPump]:
    """Return the inlets of a circuit at a speed [1/min]."""
    found = extracorporeal.DEVICE.parameters(Extracorporeal(circuit=circuit, speed=speed))
    return [RotaryPump._make(inlet) for inlet in found.values()]


def axial_curves(out: Output) -> None:
    """Draw flow over pressure for each level, with the printed ranges."""
    figure = new_figure(8.2, 3.6)
    panels = figure.subplots(1, len(AXIAL_PUMPS))
    differences = np.linspace(-10.0, 150.0, 161)
    for axes, (model, data), colour in zip(panels, AXIAL_PUMPS.items(), COLOURS, strict=False):
        for level, printed in zip(data.speeds, PRINTED[model], strict=True):
            pump = axial_pump(model, level)
            axes.plot(differences, [flow_at(pump, d) for d in differences], color=colour, linewidth=0.9)
            axes.plot(PRINTED_AT, printed, color=LIGHT.ink, linewidth=2.2, alpha=0.75)
        limits = differences[0], differences[-1]
        dress(axes, f"Impella {model}", zero=True, xlabel="Aortic above LV pressure, mmHg", xlim=limits)
    panels[0].set_ylabel("Flow, L/min")
    save(out, "axial_pumps", figure)


def axial_table() -> str:
    """Return each level of each model: its speed, the printed range, and the range of the model."""
    rows = []
    for model, data in AXIAL_PUMPS.items():
        for (level, speed), printed in zip(data.speeds.items(), PRINTED[model], strict=True):
            pump = axial_pump(model, level)
            ours = [flow_at(pump, difference) for difference in PRINTED_AT]
            rows.append([f"`{model}`", level, f"{speed:.0f}", " to ".join(f"{value:.1f}" for value in printed),
                         " to ".join(f"{value:.1f}" for value in ours)])  # fmt: skip
    return table(["model", "level", "speed, 1/min", "printed, L/min", "here at 60 and 30 mmHg, L/min"], rows)


def axial_law_table() -> str:
    """Return the curve of each model at its highest speed."""
    rows = [
        [f"`{name}`", f"{m.head:g}", f"{m.linear:g}", f"{m.quadratic:g}", f"{m.backward:g}", link(m.source)]
        for name, m in AXIAL_PUMPS.items()
    ]
    headings = ["model", "head at no flow, mmHg", "linear loss, mmHg/(L/min)", "quadratic loss, mmHg/(L/min)²",
                "backward loss, mmHg/(L/min)²", "fitted to"]  # fmt: skip
    return table(headings, rows)


def circuit_table() -> str:
    """Return the circuits outside the body."""
    rows = [
        [f"`{name}`", f"{c.usual_flow:g}", f"{c.left_share:g}", f"{c.head:g}", f"{c.linear:g}", f"{c.quadratic:.1f}",
         f"{c.fastest:.0f}", c.source]
        for name, c in CIRCUITS.items()
    ]  # fmt: skip
    headings = ["circuit", "usual flow, L/min", "share from the left atrium", "head, mmHg/(1000/min)²",
                "oxygenator, mmHg/(L/min)", "pump and cannulas, mmHg/(L/min)²", "fastest, 1/min", "source"]  # fmt: skip
    return table(headings, rows)


def circuit_curves(out: Output) -> None:
    """Draw the flow of each circuit over its speed, against two pressures."""
    figure = new_figure(7.6, 3.2)
    axes = figure.subplots()
    for (name, circuit), colour in zip(CIRCUITS.items(), COLOURS, strict=False):
        if name == "lava_ecmo":  # the same pump and cannulas as va_ecmo
            continue
        speeds = np.linspace(1000.0, circuit.fastest, 131)
        for difference, style in ((60.0, "-"), (90.0, (0, (4, 2)))):
            pumps = [circuit_inlets(name, float(speed)) for speed in speeds]
            flows = [sum(flow_at(p, difference) for p in pair if p.running) for pair in pumps]
            axes.plot(speeds, flows, color=colour, linestyle=style, label=f"{name}, {difference:.0f} mmHg")
    dress(axes, zero=True, legend=7, xlabel="Speed, 1/min", ylabel="Flow, L/min", ylim=(-3, None))
    save(out, "circuits", figure)


@cache
def run_with(preset: str, device: str) -> Run:
    """Return a preset with a device at its usual setting, without the reflex."""
    patient = Patient.preset(preset)
    option = next((each for each in options(patient) if each.name == device), None)
    return simulate(patient if option is None else option.applied(patient))


def effect_table() -> str:
    """Return what each device does."""
    names = [NONE, *(model.name for device in DEVICES for model in device.models)]
    rows = [
        [f"`{preset}`", f"`{name}`", *(number(m, run_with(preset, name).measures[m]) for m in SHOWN)]
        for preset in PATIENTS
        for name in names
    ]
    return table(["preset", "device", *(f"{MEASURES[n].title}, {MEASURES[n].unit}" for n in SHOWN)], rows)


def left_share(out: Output) -> None:
    """Draw the end-diastolic pressure over the share from the left atrium."""
    name = "lv_end_diastolic_pressure"
    figure = new_figure(7.6, 3.0)
    panels = figure.subplots(1, len(PATIENTS))
    for axes, preset, colour in zip(panels, PATIENTS, COLOURS, strict=False):
        given = {"extracorporeal.circuit": "lava_ecmo"}
        runs = [
            simulate(Patient.preset(preset).with_values(given | {"extracorporeal.left_atrial_share": str(share)}))
            for share in SHARES
        ]
        axes.plot(SHARES, [run.measures[name] for run in runs], "o-", color=colour, markersize=3, label="lava_ecmo")
        for device, style in ((NONE, (0, (1, 1.5))), ("va_ecmo", (0, (4, 2)))):
            words = "no device" if device == NONE else device
            axes.axhline(run_with(preset, device).measures[name], color=LIGHT.muted, linestyle=style, label=words)
        axes.yaxis.label.set_size(8)
        dress(axes, preset, legend=7, xlabel="Share from the left atrium at equal pressures",
              ylabel=f"{MEASURES[name].title}, mmHg")  # fmt: skip
    save(out, "left_atrial_share", figure)


def surgery_table() -> str:
    """Return every operation with its usual values."""
    rows = []
    for key, field in fields(Surgery):
        known = quantity_of(field)
        if known is not None:
            rows.append([f"`surgery.{key}`", known.meaning, known.text(field.default), "assumed"])
    return table(["key", "meaning", "usual value", "source"], rows)


def surgery_effects() -> str:
    """Return patients before and after an operation."""
    rows = []
    names = ("cardiac_output", "mean_aortic_pressure", "lv_end_diastolic_pressure", "lv_end_diastolic_volume",
             "aortic_regurgitant_volume", "mitral_regurgitant_volume")  # fmt: skip
    for preset, operation in OPERATIONS.items():
        before = Patient.preset(preset)
        first = next(key for key, field in fields(Surgery) if key.startswith(operation.partition(".")[2] + "."))
        usual = dict(fields(Surgery))[first]
        known = quantity_of(usual)
        assert known is not None
        after = before.with_values({f"surgery.{first}": known.text(usual.default)})
        runs = simulate(before), simulate(after)
        cells = (" → ".join(number(name, run.measures[name]) for run in runs) for name in names)
        rows.append([f"`{preset}`", f"`{operation}`", *cells])
    return table(["preset", "operation", *(f"{MEASURES[n].title}, {MEASURES[n].unit}" for n in names)], rows)


def write(out: Output) -> None:
    """Write figures and tables."""
    axial_curves(out)
    circuit_curves(out)
    left_share(out)
    out.text("parts/axial_levels.md", axial_table())
    out.text("parts/axial_laws.md", axial_law_table())
    out.text("parts/circuits.md", circuit_table())
    out.text("parts/device_effects.md", effect_table())
    out.text("parts/surgery.md", surgery_table())
    out.text("parts/surgery_effects.md", surgery_effects())
