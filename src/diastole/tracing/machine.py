"""LLVM for the processor at hand: a traced program becomes object code, and object code functions."""

import ctypes
import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import llvmlite.binding as llvm

from diastole.errors import InputError
from diastole.units import shown

if TYPE_CHECKING:
    from diastole.tracing.traced_program import Program

OPTIMISATION = 3
OLDER = ("x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4")  # processors that may be asked for
ARGUMENTS = {"Memory": ctypes.c_void_p, "Count": ctypes.c_int32}


@cache
def _processor() -> tuple[str, str]:
    """Return name and features of the processor; ``DIASTOLE_PROCESSOR=x86-64`` asks for code of an older one.

    Raise InputError if that is none of ``OLDER``: LLVM ends the whole program at a name that it does not know.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    asked = os.environ.get("DIASTOLE_PROCESSOR")
    if asked and asked not in OLDER:
        raise InputError(f"DIASTOLE_PROCESSOR is '{shown(asked)}'; allowed is {', '.join(OLDER)}, or nothing")
    return (asked, "") if asked else (llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())


@cache
def widest() -> int:
    """Return how many double precision lanes the processor computes at once."""
    name, features = _processor()
    has = {flag[1:] for flag in features.split(",") if flag.startswith("+")} | {name}
    return 8 if has & {"avx512f", "x86-64-v4"} else 4 if has & {"avx2", "x86-64-v3"} else 2


def _machine() -> llvm.TargetMachine:
    """Return a new machine: an engine that is made with one takes it for itself."""
    name, features = _processor()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    return target.create_target_machine(
        cpu=name, features=features, opt=OPTIMISATION, reloc="default", codemodel="jitdefault", jit=True
    )


def optimised(program: "Program", machine: llvm.TargetMachine) -> llvm.ModuleRef:
    """Return a program as LLVM's optimised module for a machine."""
    module = llvm.parse_assembly(str(program.module))
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    module.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=OPTIMISATION)
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    return module


def compiled(program: "Program") -> bytes:
    """Return the object code of a program, behind a line for each exported function with its parameters."""
    machine = _machine()
    code: bytes = machine.emit_object(optimised(program, machine))
    lines = (" ".join((name, *(kind.__name__ for kind in kinds))) for name, kinds in program.exported.items())
    return "\n".join(lines).encode() + b"\0" + code


def loaded(code: bytes) -> dict[str, Callable[..., None]]:
    """Return the functions of object code by name; arrays are passed by their address."""
    signatures, code = code.split(b"\0", 1)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    functions: dict[str, Callable[..., None]] = {}
    for line in signatures.decode().splitlines():
        name, *kinds = line.split()
        made = ctypes.CFUNCTYPE(None, *(ARGUMENTS[kind] for kind in kinds))(engine.get_function_address(name))
        made.engine = engine  # type: ignore[attr-defined]  # the code lives as long as the function
        functions[name] = made
    return functions


@cache
def processor_hash() -> str:
    """Return what the machine code rests on beside the sources."""
    parts = (*_processor(), *map(str, llvm.llvm_version_info), llvm.get_process_triple())
    return sha256(" ".join(parts).encode()).hexdigest()[:12]
