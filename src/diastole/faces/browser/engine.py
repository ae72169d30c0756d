"""The circulation of one patient as a WebAssembly module, ``diastole.wasm``, and whether that file is up to date."""

from hashlib import sha256
from pathlib import Path

from diastole.faces.browser.engine_names import names_hash
from diastole.model.circulation.kernel import PROGRAM
from diastole.tracing import wasm_bytes, wasm_code, wasm_module, wasm_object, wasm_target
from diastole.tracing.native import written
from diastole.tracing.traced_program import Program

FILE = Path(__file__).with_name("diastole.wasm")
EXPORTS = ("beat", "judge")
SOURCES, NAMES = "diastole.sources", "diastole.names"  # custom sections: hashes of what the module was built from
MAKERS = (wasm_bytes, wasm_code, wasm_module, wasm_object, wasm_target)


def engine_program(lanes: int = 1) -> Program:
    """Return the program of the engine for so many patients side by side."""
    return written(f"{PROGRAM}:closed_circulation", lanes, is_small=True)


def engine_sources(program: Program) -> bytes:
    """Return the hash of what a module is built from: the instructions that the laws wrote, and the module maker.

    A comment in a law changes nothing; a constant in a law, or in a file that a law reads, does.
    """
    digest = sha256(str(program.module).encode())
    for maker in MAKERS:
        digest.update(Path(str(maker.__file__)).read_bytes())
    return digest.hexdigest().encode()


def engine_module(lanes: int = 1, *, simd: bool = False) -> bytes:
    """Return the engine as a WebAssembly module: ``beat`` and ``judge`` of the circulation's kernel."""
    program = engine_program(lanes)
    hashes = {SOURCES: engine_sources(program), NAMES: names_hash().encode()}
    return wasm_target.browser_module(program, EXPORTS, hashes, simd=simd)
