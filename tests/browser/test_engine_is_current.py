"""What is published of the engine was built from the sources as they are."""

import gzip
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from diastole.faces.browser.build_engine import NAMES_FILE
from diastole.faces.browser.engine import HEART, MEASURES, NAMES, PARTS, PREPARE, SOURCES, sources_hash
from diastole.faces.browser.engine_names import names_hash, names_source, parameter_names
from diastole.model.circulation.kernel import PROGRAM as KERNEL
from diastole.model.circulation.kernel_parameters import parameter_vector
from diastole.model.devices.balloon_pump import console
from diastole.model.patient import Patient
from diastole.model.physiology import clock, valve
from diastole.model.simulation import slow_states
from diastole.tracing.native import written
from diastole.tracing.wasm_module import custom_section
from diastole.tracing.wasm_target import browser_module
from tests.node import require_node

LARGEST = {HEART: 25_000, MEASURES: 21_000, PREPARE: 10_000}  # bytes
FOLDER = Path(__file__).parents[2] / "browser"
LOADER = HEART.file.with_name("engine.mjs")
BUILD = "run `make engine` and commit what it writes"
HASHED = ("package-lock.json", "tsconfig.json", "build.mjs")  # beside the sources, in this order


EACH = pytest.mark.parametrize("part", PARTS, ids=[part.name for part in PARTS])


@EACH
def test_a_module_is_built_from_these_laws(part):
    assert custom_section(part.file.read_bytes(), SOURCES) == sources_hash(part.program()), BUILD


def test_the_names_are_those_of_the_circulation():
    assert NAMES_FILE.read_text(encoding="utf-8") == names_source(), BUILD
    for part in PARTS:
        assert custom_section(part.file.read_bytes(), NAMES) == names_hash().encode(), BUILD
    assert len(parameter_names()) == parameter_vector(Patient.preset("healthy")).size
    assert len(set(parameter_names())) == len(parameter_names())


@pytest.mark.parametrize(
    ("name", "folders"),
    [("engine.mjs", ["src"])]
    + [
        (name, ["src", "bench"])
        for name in ("bench.js", "bench_loader.js", "bench_rest.css", "bench.css", "explorable.js", "explorable.css")
    ]
    + [(name, ["bench", "wall"]) for name in ("wall.js", "wall.css")],
)
def test_a_bundle_is_built_from_these_sources(name, folders):
    sources = [
        path for folder in folders for path in sorted((FOLDER / folder).iterdir()) if path.suffix in (".ts", ".css")
    ]
    digest = hashlib.sha256()
    for path in [*sources, *(FOLDER / name for name in HASHED)]:
        digest.update(path.read_bytes())
    first = LOADER.with_name(name).read_text(encoding="utf-8").partition("\n")[0]
    assert digest.hexdigest() in first, BUILD


@EACH
def test_a_module_is_small(part):
    module = part.file.read_bytes()
    print(f"{part.name}: {len(module)} bytes, {len(gzip.compress(module, 9))} bytes with gzip")
    assert len(module) <= LARGEST[part]


@EACH
def test_a_module_is_made_the_same_again(part):
    assert part.module() == part.module()


@pytest.mark.parametrize(
    ("law", "constant"),
    [(valve, "ACCELERATION"), (clock, "RESTING_RATE"), (console, "R_WAVE"), (slow_states, "SETTLING")],
)
def test_a_changed_law_makes_the_module_stale(monkeypatch, law, constant):
    """Of a beat, of what goes by the rate, of the console, and of what moves between beats."""
    before = sources_hash(HEART.program())
    monkeypatch.setattr(law, constant, 1.0001 * getattr(law, constant))
    assert sources_hash(HEART.program()) != before


def test_the_engine_is_valid_and_its_kernel_with_vectors_too(tmp_path):
    """The kernel alone for two patients side by side needs SIMD128; the published module nothing of that."""
    kernel = ("beat", "judge")
    pair = browser_module(written(f"{KERNEL}:closed_circulation", 2), kernel, simd=True)
    built = {part.name: (part.file.read_bytes(), part.exports) for part in PARTS} | {"pair": (pair, kernel)}
    for name, (module, _) in built.items():
        (tmp_path / name).write_bytes(module)
    program = """
        const fs = require("fs")
        const look = name => {
          const bytes = fs.readFileSync(name)
          if (!WebAssembly.validate(bytes)) return null
          const module = new WebAssembly.Module(bytes)
          const exports = WebAssembly.Module.exports(module).map(one => one.name)
          return {imports: WebAssembly.Module.imports(module), exports}
        }
        console.log(JSON.stringify(process.argv.slice(1).map(look)))"""
    done = subprocess.run(
        [require_node(), "-e", program, *built], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    for seen, (_, exports) in zip(json.loads(done.stdout), built.values(), strict=True):
        assert seen == {"imports": [], "exports": ["memory", "heap_base", *exports]}


def type_check() -> subprocess.CompletedProcess[str]:
    npm = shutil.which("npm")
    if npm is None or not (FOLDER / "node_modules" / "typescript").is_dir():
        pytest.skip(f"the front end's tools are not installed: npm ci --ignore-scripts in {FOLDER}")
    return subprocess.run([npm, "run", "--silent", "check"], cwd=FOLDER, capture_output=True, text=True, check=False)


def test_the_loader_passes_the_strict_type_check():
    done = type_check()
    assert done.returncode == 0, done.stdout


def test_a_misspelt_name_does_not_pass_the_type_check():
    probe = FOLDER / "src" / "probe_of_a_test.ts"
    probe.write_text(
        'import { Engine } from "./index.js"\n'
        'export const pressure = (engine: Engine) => engine.record(0.8, 300).signal("p_lvv")\n'
    )
    try:
        done = type_check()
    finally:
        probe.unlink()
    assert done.returncode != 0
    assert "p_lvv" in done.stdout
