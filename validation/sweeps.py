"""Between the signs: heart rate step by step, the leak under an Impella, the share drained from the left atrium."""

from collections.abc import Iterable, Sequence

from validation.interventions import NOTHING, difference, measured, presets
from validation.phenomena.assist_devices.extracorporeal import DRAINS, FLOWS, LVEDP, SHARES
from validation.phenomena.assist_devices.impella import HEARTS, ORIFICES, net_gain
from validation.phenomena.assist_devices.treatments import LEFT_ATRIAL, ecmo
from validation.phenomena.rate.rows import paced
from validation.rows import table, text

RATES = (55, 65, 75, 85, 95, 100, 110, 120)  # 1/min
PACED = {
    "diastolic_time": "ms", "aortic_regurgitant_volume": "mL", "aortic_regurgitant_fraction": "1",
    "aortic_regurgitant_flow": "L/min", "lv_end_diastolic_pressure": "mmHg", "cardiac_output": "L/min",
    "mean_aortic_pressure": "mmHg",
}  # fmt: skip


def rates() -> str:
    """Return measures of the acute heart at paced rates."""
    head = ("patient", "measure", "unit", *(f"{rate} /min" for rate in RATES))
    lines = [
        [str(case), measure, unit, *(text(measured(case, paced(rate), measure)) for rate in RATES)]
        for case in presets("acute_severe_ar")
        for measure, unit in PACED.items()
    ]
    return table(head, lines)


def recirculation() -> str:
    """Return the gain of systemic flow per litre that an Impella CP pumps, by orifice."""
    head = ("patient", *(f"{orifice:g} cm²" for orifice in ORIFICES))
    lines = [[str(case), *(text(net_gain(case, orifice)) for orifice in ORIFICES)] for case in presets(*HEARTS)]
    return table(head, lines)


def shares() -> str:
    """Return the change of LVEDP from the untreated patient, by flow, without and with drainage on the left."""
    flows = FLOWS[1:]
    kinds = {"VA-ECMO": None} | {f"left atrial, share {share:g}": share for share in SHARES}
    lines = []
    for case in presets("shock", "acute_severe_ar", "chronic_severe_ar"):
        for name, share in kinds.items():
            changes = []
            for flow in flows:
                circuit = ecmo(flow) if share is None else ecmo(flow, LEFT_ATRIAL, share)
                changes.append(text(difference(case, circuit, NOTHING, LVEDP), signed=True))
            lines.append([str(case), name, *changes])
    return table(("patient", "circuit", *(f"{flow:g} L/min" for flow in flows)), lines)


def tables() -> str:
    parts: Iterable[Sequence[str]] = (
        ("Pacing in acute aortic regurgitation", rates()),
        ("Net gain of systemic flow per litre pumped by an Impella CP", recirculation()),
        (f"{DRAINS}: change of LVEDP, mmHg", shares()),
    )
    return "\n".join(f"### {title}\n\n{body}" for title, body in parts)
