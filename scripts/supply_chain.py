"""What a release stands on: a bill of materials with licences, and known vulnerabilities; ``make release-checks``.

The bill is made from ``uv.lock`` in CycloneDX and needs no network; licences are those of the packages as installed.
Vulnerabilities are asked of OSV by ``uv audit``: where it cannot be reached, a note says that nothing was checked.
"""

import json
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BILL = ROOT / "build" / "sbom.cdx.json"
LOCKED = ("--locked", "--no-dev")  # what a user gets: no tools of development
CLEAN, FOUND = 0, 1  # exit codes of ``uv audit``; all others mean that it could not tell
COPYLEFT = ("GPL", "CeCILL")  # in a licence's name; LGPL too: named, for a person to judge


def main() -> int:
    """Write the bill, name copyleft licences, look up vulnerabilities; return the exit code."""
    bill = bill_of_materials()
    BILL.parent.mkdir(exist_ok=True)
    BILL.write_text(json.dumps(bill, indent=1), encoding="utf-8")
    print(f"{len(bill['components'])} packages in {BILL.relative_to(ROOT)}")
    for line in copyleft(bill):
        print(f"copyleft: {line}")
    return audit()


def bill_of_materials() -> dict[str, Any]:
    """Return the bill of all extras in CycloneDX, with the licence of each package that is installed."""
    export = ("export", *LOCKED, "--all-extras", "--format", "cyclonedx1.5", "--quiet")
    bill: dict[str, Any] = json.loads(_uv(*export, check=True).stdout)
    for component in bill["components"]:
        if found := licence_of(component["name"]):
            component["licenses"] = [{"license": {"name": found}}]
    return bill


def licence_of(name: str) -> str:
    """Return the licence that an installed package names; nothing if it names none or is not installed."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return ""
    return _expression(package) or _classified(package) or _line(package)


def copyleft(bill: dict[str, Any]) -> list[str]:
    """Return package, version and licence of those with a copyleft licence."""
    return [
        f"{one['name']} {one['version']}: {name}"
        for one in bill["components"]
        for name in [each["license"]["name"] for each in one.get("licenses", ())]
        if any(word.lower() in name.lower() for word in COPYLEFT)
    ]


def audit() -> int:
    """Look known vulnerabilities up; return 1 if there are any, 0 if not or where it cannot be told."""
    done = _uv("audit", *LOCKED, "--preview-features", "audit-command")
    print(done.stdout + done.stderr, end="")
    if done.returncode not in (CLEAN, FOUND):
        print("note: known vulnerabilities could not be looked up here, so nothing is said about them", file=sys.stderr)
        return CLEAN
    return done.returncode


def _uv(*words: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["uv", *words], cwd=ROOT, capture_output=True, text=True, check=check)


def _expression(package: Distribution) -> str:
    return str(package.metadata.get("License-Expression") or "")


def _classified(package: Distribution) -> str:
    kinds = [each for each in package.metadata.get_all("Classifier") or () if each.startswith("License ::")]
    return ", ".join(each.rpartition(" :: ")[2] for each in kinds if each.count("::") > 1)


def _line(package: Distribution) -> str:
    """Return the first line of a free text, which may be a whole licence."""
    lines = str(package.metadata.get("License") or "").strip().splitlines()
    return lines[0] if lines else ""


if __name__ == "__main__":
    sys.exit(main())
