"""What is published of the engine was built from the sources as they are."""

import gzip
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from diastole.faces.browser.build_engine import NAMES_FILE
from diastole.faces.browser.engine import EXPORTS, FILE, NAMES, SOURCES, engine_module, engine_program, engine_sources
from diastole.faces.browser.engine_names import names_hash, names_source, parameter_names
from diastole.model.circulation.kernel_parameters import parameter_vector
from diastole.model.patient import Patient
from diastole.model.physiology import valve
from diastole.tracing.wasm_module import custom_section
from tests.node import require_node

LARGEST = 25_000  # bytes
FOLDER = Path(__file__).parents[2] / "browser"
LOADER = FILE.with_name("engine.mjs")
BUILD = "run `make engine` and commit what it writes"
HASHED = ("package-lock.json", "tsconfig.json", "build.mjs")  # beside the sources, in this order


def test_the_module_is_built_from_these_laws():
    assert custom_section(FILE.read_bytes(), SOURCES) == engine_sources(engine_program()), BUILD


def test_the_names_are_those_of_the_circulation():
    assert NAMES_FILE.read_text(encoding="utf-8") == names_source(), BUILD
    assert custom_section(FILE.read_bytes(), NAMES) == names_hash().encode(), BUILD
    assert len(parameter_names()) == parameter_vector(Patient.preset("healthy")).size
    assert len(set(parameter_names())) == len(parameter_names())


def test_the_loader_is_built_from_these_sources():
    digest = hashlib.sha256()
    for path in [*sorted((FOLDER / "src").glob("*.ts")), *(FOLDER / name for name in HASHED)]:
        digest.update(path.read_bytes())
    first = LOADER.read_text(encoding="utf-8").partition("\n")[0]
    assert first.endswith(digest.hexdigest()), BUILD


def test_the_module_is_small():
    module = FILE.read_bytes()
    print(f"{len(module)} bytes, {len(gzip.compress(module, 9))} bytes with gzip")
    assert len(module) <= LARGEST


def test_the_module_is_made_the_same_again():
    assert engine_module() == engine_module()


def test_a_changed_law_makes_the_module_stale(monkeypatch):
    before = engine_sources(engine_program())
    monkeypatch.setattr(valve, "ACCELERATION", 1.0001 * valve.ACCELERATION)
    assert engine_sources(engine_program()) != before


def test_every_engine_is_valid_with_vectors_too(tmp_path):
    """For one patient and for two side by side; the published module needs nothing that a browser may lack."""
    built = {"published": FILE.read_bytes(), "one": engine_module(), "vectors": engine_module(2, simd=True)}
    for name, module in built.items():
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
    for seen in json.loads(done.stdout):
        assert seen == {"imports": [], "exports": ["memory", "heap_base", *EXPORTS]}


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
        'import { Engine } from "./engine.js"\n'
        'export const pressure = (engine: Engine) => engine.record(0.8, 300).signal("p_lvv")\n'
    )
    try:
        done = type_check()
    finally:
        probe.unlink()
    assert done.returncode != 0
    assert "p_lvv" in done.stdout
