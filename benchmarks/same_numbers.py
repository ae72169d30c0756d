"""Whether a move of code changed a number: the JSON of every command on every preset, kept before and compared after.

    python benchmarks/same_numbers.py keep FOLDER        # on the code before
    python benchmarks/same_numbers.py compare FOLDER     # on the code after: prints each difference

It stays as long as issue 14, the move of the house, goes on.
"""

import argparse
import json
import math
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRESETS = ("acute_severe_ar", "chronic_severe_ar", "healthy", "shock", "shock_mr")
AT = "2026-11-24T12:00Z"
QUESTIONS = (
    "Why is a balloon pump contraindicated in aortic regurgitation?",
    "What can be used instead of an IABP in acute AR?",
    "and in MR?",
    "What does the balloon do in mitral regurgitation?",
    "How is late deflation recognised?",
    "Is noradrenaline better than dobutamine in shock?",
    "What is the share price of Tesla?",
)
START = "import sys; from diastole.cli.main import main; sys.exit(main())"
ROUNDING = 1e-14  # two runs of the same code differ by this much where NumPy sums (the pressure-volume area)
RENAMED = {"diastole/progress/1": "diastole/course/1"}  # since the numbers were kept
VOLATILE = {"made", "seconds", "version", "hash", "program", "mark"}  # which say when and by what, not what came out


def commands() -> dict[str, list[str]]:
    """Return every command by a name for its file."""
    named: dict[str, list[str]] = {"claims": ["claims"]}
    for preset in PRESETS:
        named[f"simulate {preset}"] = ["simulate", preset]
        named[f"simulate {preset} reflex"] = ["simulate", preset, "--reflex", "--set", "heart_rate=100 /min"]
        named[f"simulate {preset} accurate"] = ["simulate", preset, "--accuracy", "accurate"]
        named[f"compare {preset}"] = ["compare", preset]
        named[f"compare {preset} 1-2"] = ["compare", preset, "--set", "balloon_pump.ratio=1:2", "--reflex"]
        named[f"alternatives {preset}"] = ["alternatives", preset]
        named[f"course {preset}"] = ["course", preset, "--script", str(ROOT / "examples/courses/acute_ar_balloon.txt")]
        named[f"screen {preset}"] = ["screen", preset, "--at", AT, "--trace"]
        named[f"screen {preset} run"] = ["screen", preset, "--at", AT, "--run"]
    for sheet in sorted((ROOT / "examples/bedside").glob("*.yaml")):
        named[f"fit {sheet.stem}"] = ["fit", str(sheet)]
        named[f"simulate {sheet.stem}"] = ["simulate", str(sheet)]
    for reader in ("clinician", "patient"):
        for number, question in enumerate(QUESTIONS):
            named[f"ask {reader} {number}"] = ["ask", question, "--reader", reader]
    return named


def printed(arguments: list[str]) -> dict[str, object]:
    """Return what a command prints, as JSON, with its exit code."""
    ran = subprocess.run(
        [sys.executable, "-c", START, *arguments, "--json", "--quiet"],
        capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    try:
        content = json.loads(ran.stdout)
    except json.JSONDecodeError:
        content = {"stdout": ran.stdout, "stderr": ran.stderr}
    return {"exit": ran.returncode, "printed": content}


def differences(before: object, after: object, place: str = "") -> list[str]:
    """Return where two contents differ, with both values."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*before, *(key for key in after if key not in before)]
        return [
            line
            for key in keys
            if key not in VOLATILE
            for line in differences(before.get(key), after.get(key), f"{place}.{key}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            line
            for number, (one, other) in enumerate(zip(before, after, strict=True))
            for line in differences(one, other, f"{place}[{number}]")
        ]
    close = isinstance(before, float) and isinstance(after, float) and math.isclose(before, after, rel_tol=ROUNDING)
    renamed = isinstance(before, str) and RENAMED.get(before) == after
    return [] if before == after or close or renamed else [f"{place}: {before!r} -> {after!r}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["keep", "compare"])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, arguments in commands().items():
        file, now = options.folder / f"{name}.json", printed(arguments)
        if options.action == "keep":
            file.write_text(json.dumps(now, indent=1, sort_keys=True), encoding="utf-8")
            continue
        lines = differences(json.loads(file.read_text(encoding="utf-8")), json.loads(json.dumps(now)))
        count += len(lines)
        for line in lines[:20]:
            print(f"{name}{line}")
    print(f"{len(commands())} commands, {count} differences")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
