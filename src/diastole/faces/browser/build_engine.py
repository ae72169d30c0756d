"""Build the engine: ``make engine``, or ``python -m diastole.faces.browser.build_engine`` in a working copy."""

import gzip
import sys
from pathlib import Path

from diastole.faces.browser.engine import PARTS
from diastole.faces.browser.engine_names import names_source
from diastole.faces.browser.quantity_tables import tables_source

SOURCES = Path(__file__).parents[4] / "browser"
NAMES_FILE = SOURCES / "src" / "engine_names.ts"
TABLES_FILE = SOURCES / "bench" / "quantity_tables.ts"


def build_engine() -> str:
    """Write the modules, the names for the loader and the tables of units; return what was built, a line each."""
    lines = []
    for part in PARTS:
        module = part.module()
        part.file.write_bytes(module)
        lines.append(f"{part.name}: {len(module)} bytes, {len(gzip.compress(module, 9))} bytes with gzip")
    NAMES_FILE.write_text(names_source(), encoding="utf-8")
    TABLES_FILE.write_text(tables_source(), encoding="utf-8")
    return "\n".join(lines)


if __name__ == "__main__":
    if not NAMES_FILE.parent.is_dir():
        sys.exit(f"{NAMES_FILE.parent} is missing: the engine is built in a working copy of the sources")
    print(build_engine())
