"""The engine of a page as three WebAssembly modules: a heart, the measures of what it did, and the way to a heart."""

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from diastole.faces.browser.engine_names import names_hash
from diastole.tracing import wasm_bytes, wasm_code, wasm_module, wasm_object, wasm_target
from diastole.tracing.native import written
from diastole.tracing.traced_program import Program

SOURCES, NAMES = "diastole.sources", "diastole.names"  # custom sections: hashes of what a module was built from
MAKERS = (wasm_bytes, wasm_code, wasm_module, wasm_object, wasm_target)


class EngineModule(NamedTuple):
    """A module of the engine."""

    name: str  # of its file
    writer: str  # of its program, as of `written`
    exports: tuple[str, ...]
    is_hot: bool  # whether its speed counts as well as its size

    @property
    def file(self) -> Path:
        """Where it is published."""
        return Path(__file__).with_name(self.name)

    def program(self) -> Program:
        """Return its program."""
        program = written(self.writer, is_small=True)
        for function in program.module.functions:
            if not function.is_declaration and not self.is_hot:
                function.attributes.add("optsize")
        return program

    def module(self) -> bytes:
        """Build it."""
        program = self.program()
        hashes = {SOURCES: sources_hash(program), NAMES: names_hash().encode()}
        return wasm_target.browser_module(program, self.exports, hashes)


HEART = EngineModule(
    "diastole.wasm",
    "diastole.faces.browser.page_program:page",
    ("beat", "judge", "refine", "heart_beat", "live", "search", "see", "answer"),
    is_hot=True,
)
MEASURES = EngineModule(
    "measures.wasm", "diastole.model.measures.measure_program:console", ("measures", "marks"), is_hot=False
)
PREPARE = EngineModule(
    "prepare.wasm", "diastole.model.prepare_program:prepare", ("prepare", "read", "hold", "check"), is_hot=False
)
PARTS = (HEART, MEASURES, PREPARE)


def sources_hash(program: Program) -> bytes:
    """Return the hash of what a module is built from: the instructions that the laws wrote, and the module maker.

    A comment in a law changes nothing; a constant in a law, or in a file that a law reads, does.
    """
    digest = sha256(str(program.module).encode())
    for maker in MAKERS:
        digest.update(Path(str(maker.__file__)).read_bytes())
    return digest.hexdigest().encode()
