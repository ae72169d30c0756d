"""One value at a time over its whole allowed range: is each steady run right, or does it carry a caution?

``python -m validation.step_sweep --kept sweep.jsonl`` runs every preset with every quantity at the ends of its range,
between them, and at shares of the preset's own value, with the usual and the accurate step, and prints a summary. An
interrupted run goes on where it stopped; ``--docs`` writes the page.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from diastole.errors import InputError, SimulationError
from diastole.model.input_blocks.fields import quantities
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.measures.agreement import difference
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.patient.relative_value import value_at
from diastole.model.run import Run, simulate
from diastole.model.simulation.steps import StepError

PAGE = Path(__file__).parent.parent / "docs" / "numerics" / "step_sweep.md"
SHARES = (1e-3, 0.01, 0.03, 0.1, 0.25, 0.5, 0.7, 1.4, 2.0, 4.0, 10.0, 30.0, 100.0, 1000.0)  # of the preset's own value
PARTS = (1e-3, 0.01, 0.1, 0.5, 0.9, 1.0)  # of the range
WRONG = 0.01  # 1, difference from the accurate step
GRADES = {"lung_congestion_grade"}  # read off a pressure: next to a threshold a grade differs where the pressure agrees
COMPANIONS = {  # other values that a quantity needs where the presets have none of its block
    "axial_pump": {"axial_pump.model": "CP", "axial_pump.level": "P-6"},
    "extracorporeal": {"extracorporeal.circuit": "va_ecmo", "extracorporeal.flow": "3 L/min"},
}


class Case(NamedTuple):
    """A preset with one value changed."""

    preset: str
    key: str
    value: float  # in the unit of the quantity inside

    @property
    def patient(self) -> Patient:
        """The patient; a value of the balloon pump switches one on."""
        patient, block = Patient.preset(self.preset), self.key.partition(".")[0]
        if block == "balloon_pump":
            patient = patient.with_balloon_pump(BalloonPump())
        unit = quantities(Patient)[self.key].unit
        return patient.with_values(COMPANIONS.get(block, {}) | {self.key: f"{self.value!r} {unit}".removesuffix(" 1")})


class Outcome(NamedTuple):
    """Result of a case with the usual and the accurate step."""

    kind: str  # steady, patient (refused with the patient's reason), step (refused with the step's), impossible
    accurate: str  # the same of the accurate step
    error: float | None  # largest difference of a measure
    measure: str | None  # that differs so
    step: float | None  # s
    is_cautioned: bool  # whether the run says that its step is another than usual or too long
    text: str  # of the refusal


def own_value(preset: str, key: str) -> float | None:
    """Return the value of a preset, or None where it has no such block."""
    node: Any = Patient.preset(preset)
    if key.startswith("balloon_pump."):
        node = node.with_balloon_pump(BalloonPump())
    return value_at(node, key)


def values(quantity: Quantity, own: float | None) -> list[float]:
    """Return values over the whole range of a quantity."""
    low, high = quantity.ends.values()
    tried = {own * share for share in SHARES} if own else set()
    tried |= {low, *(low + part * (high - low) for part in PARTS)}
    return sorted(value for value in tried if value != own and _allows(quantity, value))


def _allows(quantity: Quantity, value: float) -> bool:
    try:
        quantity.read(f"{value!r} {quantity.unit}".removesuffix(" 1"))
    except InputError:
        return False
    return True


def cases(presets: list[str]) -> Iterator[Case]:
    for preset in presets:
        for key, quantity in quantities(Patient).items():
            for value in values(quantity, own_value(preset, key)):
                yield Case(preset, key, value)


def outcome(case: Case) -> Outcome:
    """Run a case with the usual and the accurate step."""
    try:
        patient = case.patient
    except InputError as problem:
        return Outcome("impossible", "impossible", None, None, None, False, str(problem))
    usual, accurate = _attempt(patient, "default"), _attempt(patient, "accurate")
    error, measure = _largest_difference(usual, accurate)
    is_run = isinstance(usual, Run)
    return Outcome(
        _kind(usual), _kind(accurate), error, measure,
        usual.longest_step if is_run else None,
        is_run and any("step of the integration" in caution for caution in usual.cautions),
        "" if is_run else str(usual),
    )  # fmt: skip


def _attempt(patient: Patient, accuracy: str) -> Run | SimulationError:
    try:
        return simulate(patient, accuracy=accuracy)
    except SimulationError as problem:
        return problem


def _kind(result: Run | SimulationError) -> str:
    if isinstance(result, Run):
        return "steady"
    return "step" if isinstance(result, StepError) else "patient"


def _largest_difference(usual: object, accurate: object) -> tuple[float | None, str | None]:
    if not (isinstance(usual, Run) and isinstance(accurate, Run)):
        return None, None
    differences = {}
    for name, measure in MEASURES.items():
        if name in GRADES:
            continue
        value, exact = usual.measures[name], accurate.measures[name]
        if value is not None and exact is not None:
            differences[name] = difference(measure.unit, value, exact)
        elif value is not exact:
            differences[name] = 1.0  # defined with one step only
    worst = max(differences, key=differences.__getitem__)
    return differences[worst], worst


def is_wrong(one: Outcome) -> bool:
    """Return whether a steady run is wrong without a caution."""
    return one.error is not None and not one.error <= WRONG and not one.is_cautioned


def is_blamed(one: Outcome) -> bool:
    """Return whether a patient is refused who runs with the accurate step."""
    return one.kind == "patient" and one.accurate == "steady"


def summary(outcomes: dict[Case, Outcome]) -> str:
    ran = {case: one for case, one in outcomes.items() if one.kind != "impossible"}
    kinds = Counter(one.kind for one in ran.values())
    wrong = {case: one for case, one in ran.items() if is_wrong(one)}
    cautioned = [one for one in ran.values() if one.is_cautioned]
    off = sum(one.error is not None and not one.error <= WRONG for one in cautioned)
    blamed = [case for case, one in ran.items() if is_blamed(one)]
    presets = ", ".join(dict.fromkeys(case.preset for case in outcomes))
    lines = [
        f"Presets: {presets}; {len({case.key for case in outcomes})} quantities; {len(outcomes)} of "
        f"{sum(1 for _ in cases(list(PRESETS)))} values, of which {len(outcomes) - len(ran)} are refused at the door; "
        f"{len(ran)} patients were run with steps of 3 ms and 0.5 ms; {datetime.now(UTC):%Y-%m-%d}.\n",
        "| what | patients |\n|---|---:|",
        f"| steady with the usual step, no caution about it | {kinds['steady'] - len(cautioned)} |",
        f"| of these off by more than {100 * WRONG:g} % of the accurate step | **{len(wrong)}** |",
        f"| steady, with the caution that the step was shortened or is too long | {len(cautioned)} |",
        f"| of these off by more than {100 * WRONG:g} % of the accurate step | {off} |",
        f"| refused with the patient's reason | {kinds['patient']} |",
        f"| of these steady with the accurate step | **{len(blamed)}** |",
        f"| refused with the step's reason | {kinds['step']} |",
    ]
    lines += [
        f"\nWrong without a caution: {case}, {one.measure} by {100 * one.error:.2g} %." for case, one in wrong.items()
    ]  # type: ignore[operator]
    lines += [f"\nBlamed: {case}." for case in blamed]
    return "\n".join(lines) + "\n"


def kept(path: Path) -> dict[Case, Outcome]:
    """Return the outcomes of earlier runs; a line cut short by a kill is left out."""
    outcomes = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            case, one = json.loads(line)
        except ValueError:
            continue
        outcomes[Case(*case)] = Outcome(*one)
    return outcomes


def keep(path: Path, case: Case, one: Outcome) -> None:
    """Add an outcome to a file, on a line of its own even after a line cut short."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{json.dumps([case, one])}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog="example: --kept sweep.jsonl")
    parser.add_argument("--kept", type=Path, required=True, help="file of outcomes, to which this run adds")
    parser.add_argument("--presets", nargs="*", default=list(PRESETS), choices=list(PRESETS))
    parser.add_argument("--every", type=int, default=1, help="only each so many-th case")
    parser.add_argument("--docs", action="store_true", help=f"write {PAGE.name}")
    options = parser.parse_args()
    outcomes = kept(options.kept)
    open_cases = [case for case in list(cases(options.presets))[:: options.every] if case not in outcomes]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        for case in progress.track(open_cases, description="patients"):
            outcomes[case] = outcome(case)
            keep(options.kept, case, outcomes[case])
    page = summary(outcomes)
    print(page)
    if options.docs:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
