"""LLVM's WebAssembly target: from a program to a module that can be loaded."""

from collections.abc import Mapping, Sequence

import llvmlite.binding as llvm

from diastole.tracing.machine import OPTIMISATION, optimised
from diastole.tracing.traced_program import Program
from diastole.tracing.wasm_module import module_of

TRIPLE = "wasm32-unknown-unknown"


def wasm_object(program: Program, *, simd: bool = False) -> bytes:
    """Return the relocatable object of a program.

    `simd`: whether vectors of two numbers are one value of the machine (SIMD128, in every browser since 2023).
    """
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(
        opt=OPTIMISATION, features="+simd128" if simd else "", reloc="static"
    )
    return bytes(machine.emit_object(optimised(program, machine)))


def browser_module(
    program: Program, exports: Sequence[str], custom: Mapping[str, bytes] | None = None, *, simd: bool = False
) -> bytes:
    """Return a program as a module with these exports; what no export needs is left out.

    Arguments and errors as of `wasm_object` and `module_of`.
    """
    for function in program.module.functions:
        if not function.is_declaration and function.name not in exports:
            function.linkage = "internal"
    return module_of(wasm_object(program, simd=simd), exports, custom)
