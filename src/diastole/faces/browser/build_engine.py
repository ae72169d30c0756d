"""Build the engine: ``make engine``, or ``python -m diastole.faces.browser.build_engine`` in a working copy."""

import gzip
import sys
from pathlib import Path

from diastole.faces.browser.engine import PARTS
from diastole.faces.browser.engine_names import names_source

NAMES_FILE = Path(__file__).parents[4] / "browser" / "src" / "engine_names.ts"


def build_engine() -> str:
    """Write the modules and the names for the loader; return what was built, a line each."""
    lines = []
    for part in PARTS:
        module = part.module()
        part.file.write_bytes(module)
        lines.append(f"{part.name}: {len(module)} bytes, {len(gzip.compress(module, 9))} bytes with gzip")
    NAMES_FILE.write_text(names_source(), encoding="utf-8")
    return "\n".join(lines)


if __name__ == "__main__":
    if not NAMES_FILE.parent.is_dir():
        sys.exit(f"{NAMES_FILE.parent} is missing: the engine is built in a working copy of the sources")
    print(build_engine())
