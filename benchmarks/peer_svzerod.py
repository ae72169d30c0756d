"""svzerod on our closed circulation (svzerod_case.py), or on an input file of its own: --case FILE.

Timed: `Solver.run` alone, without reading the input and without building the result table.
Such a file needs an LV, an aortic valve named AV, and output_variable_based. Contract: run.py.
"""

import argparse
import json
from importlib.metadata import version
from pathlib import Path

import svzerod
from common import Case, cpu_seconds, key_outputs, publish
from svzerod_case import closed_loop

BEATS = 100
POINTS = (51, 101, 151, 201, 301, 401, 689, 1001)  # samples per beat, both ends counted
REFINED_POINTS = 8001


def load(file: Path | None) -> dict:
    """The svzerod input: our own case, or the one in `file`."""
    case = closed_loop() if file is None else json.loads(file.read_text())
    case["simulation_parameters"].update(number_of_cardiac_cycles=BEATS, output_all_cycles=False)
    return case


def run(case: dict, points: int) -> tuple[float, dict]:
    """Beats per CPU second, and the last beat as a dict of sampled courses by svzerod's variable name."""
    case["simulation_parameters"]["number_of_time_pts_per_cardiac_cycle"] = points
    solver = svzerod.Solver(case)
    seconds = cpu_seconds(solver.run)
    table = solver.get_full_result()
    return BEATS / seconds, {name: group.y.to_numpy() for name, group in table.groupby("name")}


def outputs(case: dict, courses: dict) -> dict[str, float]:
    """Key outputs of one beat; the vessel behind the aortic valve counts as the aorta."""
    aorta = next(v["params"]["downstream_block"] for v in case["valves"] if v["name"] == "AV")
    flow = next(values for name, values in courses.items() if name.startswith(f"flow:{aorta}:"))
    pressure = courses[f"pressure:AV:{aorta}"]
    return key_outputs(courses["pressure:LV:AV"], courses["Vc:LV"], pressure, flow[:-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", type=Path, help="svzerod input file to run instead of our own case")
    parser.add_argument("--speed-only", action="store_true", help="leave out the refined run and the errors")
    file = parser.parse_args().case
    case = load(file)
    period_ms = case["simulation_parameters"]["cardiac_period"] * 1000

    def setting(points: int) -> Case:
        return Case(f"{points} points", period_ms / (points - 1), points)

    def simulate(chosen: Case) -> tuple[float, dict[str, float]]:
        rate, courses = run(case, chosen.points_per_beat)
        return rate, outputs(case, courses)

    states = len(run(case, POINTS[0])[1])
    name = "svzerod" if file is None else "svzerod (input file)"
    cases, refined = [setting(p) for p in POINTS], setting(REFINED_POINTS)
    publish(name, version("svzerod"), states, cases, lambda _: refined, simulate)


if __name__ == "__main__":
    main()
