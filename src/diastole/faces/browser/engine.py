"""One heart as a WebAssembly module, ``diastole.wasm``: its beats, what happens between them, and the steady beat."""

from hashlib import sha256
from pathlib import Path

from diastole.faces.browser.engine_names import names_hash
from diastole.tracing import wasm_bytes, wasm_code, wasm_module, wasm_object, wasm_target
from diastole.tracing.native import written
from diastole.tracing.traced_program import Program

FILE = Path(__file__).with_name("diastole.wasm")
PROGRAM = "diastole.faces.browser.page_program:page"
EXPORTS = ("beat", "judge", "heart_beat", "search", "see", "answer")
SOURCES, NAMES = "diastole.sources", "diastole.names"  # custom sections: hashes of what the module was built from
MAKERS = (wasm_bytes, wasm_code, wasm_module, wasm_object, wasm_target)


def engine_program() -> Program:
    """Return the program of the engine."""
    return written(PROGRAM, is_small=True)


def engine_sources(program: Program) -> bytes:
    """Return the hash of what a module is built from: the instructions that the laws wrote, and the module maker.

    A comment in a law changes nothing; a constant in a law, or in a file that a law reads, does.
    """
    digest = sha256(str(program.module).encode())
    for maker in MAKERS:
        digest.update(Path(str(maker.__file__)).read_bytes())
    return digest.hexdigest().encode()


def engine_module() -> bytes:
    """Return the engine as a WebAssembly module; kernel, search and page programs say what its functions do."""
    program = engine_program()
    hashes = {SOURCES: engine_sources(program), NAMES: names_hash().encode()}
    return wasm_target.browser_module(program, EXPORTS, hashes)
