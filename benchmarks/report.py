"""The comparison as a table on screen and as a Markdown page."""

import os
import platform
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

OWN = "diastole"
LIMITS = (0.1, 1.0)  # %, of the worst output against the own refined run
HEADINGS = ("system", "states", "setting", "step (ms)", "error (%)", "beats/CPU-s", "one patient", "batch")
NOTE = (
    "Every system runs its own closed circulation of an adult on one core; speed is beats per second of CPU "
    "time of the run alone, after a warm-up, as the median of the rounds. The error is the largest relative "
    "difference of six sampled outputs of the last beat (left ventricular systolic pressure, end-diastolic "
    "and end-systolic volume, aortic systolic and diastolic pressure, cardiac output) from a refined run of "
    "the same system. Settings marked * and ** are the fastest within 0.1 % and within 1 %. The columns 'one "
    "patient' and 'batch' tell how many times faster diastole is, with its own fastest setting within 0.1 %."
)


def processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def conditions(rounds: int) -> dict[str, str | int]:
    """The machine and the day of the measurement."""
    return {
        "CPU": processor(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "date": date.today().isoformat(),
        "rounds": rounds,
    }


def fastest(rows: Iterable[dict], limit: float, batch: bool = False) -> dict | None:
    """The fastest row with a worst error of `limit` (%) or less, among single runs or among batches."""
    kind = [row for row in rows if row["label"].startswith("batch") == batch]
    fit = [row for row in kind if row["worst_error_percent"] is not None and row["worst_error_percent"] <= limit]
    return max(fit, key=lambda row: row["beats_per_cpu_s"], default=None)


def ratio(own: dict | None, row: dict) -> str:
    """How many times faster `own` is than `row`; a dash where there is nothing to compare."""
    return f"{own['beats_per_cpu_s'] / row['beats_per_cpu_s']:,.1f}×" if own else "–"


def cells(systems: list[dict]) -> list[list[str]]:
    """Rows of the comparison as text, in the order of HEADINGS."""
    own_rows: list[dict] = next((system["rows"] for system in systems if system["system"] == OWN), [])
    own = [fastest(own_rows, LIMITS[0], batch) for batch in (False, True)]
    table = []
    for system in systems:
        best = [fastest(system["rows"], limit) for limit in LIMITS]
        for row in system["rows"]:
            error = row["worst_error_percent"]
            mark = "*" if row is best[0] else "**" if row is best[1] else ""
            peer = system["system"] != OWN
            table.append(
                [
                    f"{system['system']} {system['version']}",
                    str(system["states"]),
                    row["label"] + mark,
                    f"{row['step_ms']:.3g}",
                    "–" if error is None else f"{error:.3f}",
                    f"{row['beats_per_cpu_s']:,.{0 if row['beats_per_cpu_s'] >= 100 else 1}f}",
                    *(ratio(best_own, row) if peer else "" for best_own in own),
                ]
            )
    return table


def show(console: Console, systems: list[dict], missing: dict[str, str]) -> None:
    """Print the comparison and the programs that are not available."""
    table = Table(title="diastole and its peers")
    for number, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="left" if number in (0, 2) else "right")
    previous = ""
    for row in cells(systems):
        if row[0] != previous:
            table.add_section()
        table.add_row(row[0] if row[0] != previous else "", *row[1:])
        previous = row[0]
    console.print(table)
    console.print(NOTE, style="dim")
    for name, reason in missing.items():
        console.print(f"{name}: not available ({reason})", style="yellow", markup=False)


def markdown(facts: dict, systems: list[dict], missing: dict[str, str]) -> str:
    """The page: conditions, table, refined runs, and programs that are not available."""
    lines = ["# Benchmarks", "", "Written by `benchmarks/run.py`.", "", NOTE.replace("*", r"\*"), ""]
    lines += ["- Conditions: " + ", ".join(f"{name}: {value}" for name, value in facts.items())]
    for system in systems:
        refined = system.get("reference", "not told")
        lines.append(f"- {system['system']} {system['version']}: refined run {refined}")
    lines += [f"- {name}: not available" for name in missing]
    lines += ["", "| " + " | ".join(HEADINGS) + " |", "|---|---:|---|" + "---:|" * (len(HEADINGS) - 3)]
    lines += ["| " + " | ".join(row).replace("*", r"\*") + " |" for row in cells(systems)]
    return "\n".join(lines) + "\n"
