"""``python -m tests.screening.oracle --count 100000 --seed 1``: how often the product is quieter than it may be."""

import argparse
import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from rich.console import Console
from rich.progress import Progress

from tests.screening.oracle.compare import Judged, is_too_loud, is_too_quiet, judge_all, smallest, table
from tests.screening.oracle.generator import CLEAR_SHEET, case


def main() -> None:
    """Compare, and print the table, then each kind of disagreement in its smallest form."""
    parser = argparse.ArgumentParser(prog="python -m tests.screening.oracle", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="number of cases")
    parser.add_argument("--seed", type=int, default=1, help="seed of the cases")
    parser.add_argument("--start", type=int, default=0, help="number of the first case: goes on with an earlier run")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="number of disagreements to print")
    parser.add_argument("--record", type=Path, help="write the counts to a file, as the documentation reads them")
    given = parser.parse_args()
    judged: list[Judged] = []
    commit = _commit()
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("cases", total=given.count)
        for block in judge_all(given.seed, given.start, given.count, given.processes):
            judged += block
            progress.advance(task, len(block))
    for (floor, product), number in sorted(table(judged).items()):
        print(f"{number:7}  at least {floor:15}  product {product}")
    quiet = [one for one in judged if is_too_quiet(one.product, one.oracle.floor)]
    loud = [one for one in judged if is_too_loud(one.product, one.oracle.floor)]
    wrong = sum(one.product == "none_found" for one in quiet)
    if given.record:
        counts = {"wrong_none_found": wrong, "too_quiet": len(quiet), "too_loud": len(loud)}
        given.record.write_text(_record(given, commit, judged, counts), encoding="utf-8")
    print(f"{len(judged)} cases of seed {given.seed}, from number {given.start}:", end=" ")
    print(f"{wrong} wrong 'none found', {len(quiet)} too quiet, {len(loud)} too loud")
    _show(given.seed, quiet, given.show)
    print("too loud, by change:", dict(Counter(name for one in loud for name in case(given.seed, one.number).changes)))


def _show(seed: int, quiet: list[Judged], most: int) -> None:
    """Print the smallest form of one disagreement of each kind, the most frequent kinds first."""
    kinds: dict[tuple[str, str], list[Judged]] = {}
    for one in quiet:
        kinds.setdefault((one.product, re.sub(r"/\w+", "", "; ".join(one.oracle.reasons))), []).append(one)
    with TemporaryDirectory() as folder:
        for (product, reason), alike in sorted(kinds.items(), key=lambda kind: -len(kind[1]))[:most]:
            found = case(seed, alike[0].number)
            small = smallest(found, Path(folder))
            print(f"\n-- {len(alike)} times {product}, at least {alike[0].oracle.floor}: {reason}")
            print(f"   case {alike[0].number}; {', '.join(found.changes)}; sheet {_changed(found.sheet)}")
            print("  ", json.dumps({key: value for key, value in small.bundle.items() if key != "entry"}))
            for entry in small.bundle["entry"]:
                print("  ", json.dumps(entry))


def _commit() -> str:
    """Return the commit that is judged."""
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    changed = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "src"], check=False).returncode != 0
    return head.stdout.strip() + (" and uncommitted changes" if changed else "")


def _record(given: argparse.Namespace, commit: str, judged: list[Judged], counts: dict[str, int]) -> str:
    """Return what was run on which commit, and what came out."""
    found = {
        "command": f"python -m tests.screening.oracle --count {given.count} --seed {given.seed} --start {given.start}",
        "commit": commit,
        "cases": len(judged),
        **counts,
        "verdicts": [
            {"permitted": floor, "product": product, "cases": number}
            for (floor, product), number in sorted(table(judged).items())
        ],
    }
    return "# Written by the command in it.\n" + yaml.safe_dump(found, sort_keys=False)


def _changed(sheet: dict) -> str:
    """Return what a sheet says otherwise than that of the clean patient."""
    other = {name: value for name, value in sheet.items() if CLEAR_SHEET.get(name) != value}
    return json.dumps(other | dict.fromkeys(CLEAR_SHEET.keys() - sheet.keys(), "left out"))


if __name__ == "__main__":
    main()
