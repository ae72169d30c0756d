"""The experiment of the 3D study: the effect of the balloon in each condition, and the verdict on each claim."""

import numpy as np
import yaml

from _generate.pages import ROOT, Output, figure, sentence_case, table
from _generate.plots import save
from diastole.faces.figures.bullseye import Group, bullseye_figure
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import simulate
from validation.phenomena.Kim_2018.table import STUDIED, change, effect, findings, results
from validation.phenomena.same_heart import run as same_heart
from validation.rows import text

NAMES = {"none": "no leak", "mr": "mitral leak", "ar": "aortic leak", "mild_ar": "small aortic leak",
         "mild_mr": "small mitral leak"}  # fmt: skip
CUTS = {"usual": "usual", "finer_mesh": "finer mesh", "shorter_step": "shorter step", "springs": "other springs",
        "shear": "half the pull across fibres", "law": "sheets", "calcium": "shorter calcium",
        "ionic": "ionic cells"}  # fmt: skip

ONE_FIBRE = {"stroke_work": "lv_stroke_work", "contractile_atp": "lv_contractile_atp",
             "end_diastolic_volume": "lv_end_diastolic_volume", "cardiac_output": "cardiac_output"}  # fmt: skip


def _title(metric: str) -> str:
    return metric.replace("_", " ").replace("atp", "ATP")


def _cell(study: dict, condition: str, metric: str) -> str:
    seen = effect(study, condition, metric)
    percent = f", {seen.percent:+.1f} %".replace("-", "−") if abs(seen.off) > 1.0e-2 * abs(seen.on) else ""
    mark = "" if seen.floor is None or seen.certain else " °"
    return f"{text(seen.off)} → {text(seen.on)} ({text(seen.change, signed=True)}{percent}){mark}"


def effects(study: dict, conditions: tuple[str, ...]) -> str:
    """Return the table of what the balloon does to each metric."""
    rows = [
        [_title(metric), unit, *(_cell(study, condition, metric) for condition in conditions)]
        for metric, unit in study["units"].items()
    ]
    return table(["balloon off → on", "unit", *(NAMES[name] for name in conditions)], rows)


def verdicts(study: dict, protocol: dict) -> str:
    """Return the table of claims."""
    made = findings(study, protocol)
    rows = []
    for claim in protocol["claims"]:
        finding = made[claim["id"]]
        named = ["; ".join(_title(metric) for metric in group) or "–" for group in finding[1:]]
        rows.append([sentence_case(claim["says"]), f"**{finding.verdict}**", *named])
    return table(["claim of the study", "verdict here", "agree", "do not agree", "within the floor"], rows)


def floors(study: dict) -> str:
    """Return the table of the balloon's effect on each cut of space, time and model that was run."""
    run = {cut: label for cut, label in CUTS.items() if cut in study["runs"]}
    rows = []
    for metric in study["units"]:
        for condition in STUDIED:
            changes = [change(study, cut, condition, metric) for cut in run]
            cells = [text(value, signed=True) for value in changes]
            signs = {cell[0] for cell in cells}
            rows.append([_title(metric), NAMES[condition], *cells, "same" if len(signs) == 1 else "**differs**"])
    return table(["change by the balloon", "condition", *run.values(), "sign"], rows)


def one_fibre(study: dict, protocol: dict) -> str:
    """Return the table of the balloon's effect in the heart of one fibre, beside that in the wall."""
    rows = []
    for metric, name in ONE_FIBRE.items():
        cells = []
        for condition in STUDIED:
            patient = Patient.preset(protocol["heart"]["preset"]).with_values(protocol["conditions"][condition])
            off, on = (simulate(patient.with_balloon_pump(pump)).measures[name] for pump in (None, BalloonPump()))
            fibre, wall = 100.0 * (on / off - 1.0), effect(study, condition, metric).percent
            cells.append(f"{fibre:+.1f} and {wall:+.1f} %".replace("-", "−"))
        rows.append([_title(metric), *cells])
    return table(["balloon, one fibre and wall", *(NAMES[name] for name in STUDIED)], rows)


def runs(study: dict) -> str:
    """Return the table of what was run."""
    rows = []
    for cut, label in CUTS.items():
        for name, run in study["runs"].get(cut, {}).items():
            mesh = study["meshes"][cut]
            condition, state = name.rsplit("_", 1)
            beats, balance = len(run["strokes"]), abs(run["work_balance"])
            rows.append([label, NAMES[condition], state, mesh["elements"], beats, f"{run['strokes'][-1]:.1f}",
                         f"{100 * balance:.2g} %"])  # fmt: skip
    return table(["cut", "condition", "balloon", "elements", "beats", "stroke, mL", "work not accounted for"], rows)


def two_hearts() -> str:
    """Return the table of the same heart with the one fibre and with finite elements."""
    study = same_heart.results()
    rows = []
    for name in same_heart.SHOWN:
        cells = []
        for heart in study.values():
            fibre, elements = heart["one_fibre"][name], heart["finite_elements"][name]
            percent = f"{100.0 * (elements / fibre - 1.0):+.1f} %".replace("-", "−")
            cells.append(f"{text(fibre)} → {text(elements)} ({percent})")
        rows.append([MEASURES[name].title, MEASURES[name].unit, *cells])
    factors = [f"{heart['strength']:.2f}, {heart['stiffness']:.2f}" for heart in study.values()]
    rows.append(["strength, stiffness", "1", *factors])
    return table(["one fibre → finite elements", "unit", *study], rows)


def _bullseyes(study: dict, out: Output) -> None:
    usual = study["runs"]["usual"]
    changes = {}
    for condition in STUDIED:
        off, on = (np.array(usual[f"{condition}_{state}"]["segments"]["atp"]) for state in ("off", "on"))
        changes[sentence_case(NAMES[condition])] = 100.0 * (on / off - 1.0)
    group = Group(changes, "Change of contractile ATP per beat by the balloon, %", changes=True)
    save(out, "kim2018_bullseye", bullseye_figure(group))


def write(out: Output) -> None:
    """Write the body of the page and its figure."""
    study = results()
    path = ROOT / "validation" / "phenomena" / "Kim_2018" / "protocol.yaml"
    protocol = yaml.safe_load(path.read_text(encoding="utf-8"))
    _bullseyes(study, out)
    out.text("parts/kim2018.md", "\n\n".join([
        "## The same heart twice", two_hearts(),
        "## What the balloon does", effects(study, STUDIED),
        "° marks a change that is not larger than its floor: what all other cuts that were run change together.",
        one_fibre(study, protocol),
        "## What that says of the study", verdicts(study, protocol),
        "## Where in the wall",
        figure(
            "kim2018_bullseye.svg", "Three bull's eyes of the seventeen segments: no leak, mitral leak, aortic leak.",
            "Change of the contractile ATP per beat by the balloon, by segment.",
        ),
        "## At a smaller leak", effects(study, ("mild_mr", "mild_ar")),
        "## Do mesh, step or model decide?", floors(study),
        "## The runs", runs(study),
    ]))  # fmt: skip
