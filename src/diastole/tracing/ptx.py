"""A program as PTX, the assembly language of NVIDIA's processors: text, which their driver compiles.

Here it is written and kept compiling; a device that could run it is not part of the tests.
"""

import llvmlite.binding as llvm

from diastole.tracing.machine import OPTIMISATION, optimised
from diastole.tracing.traced_program import Program

TRIPLE = "nvptx64-nvidia-cuda"
PROCESSOR = "sm_70"  # of 2017, the oldest that the driver of today knows


def ptx(program: Program) -> str:
    """Return a program of one lane as PTX: each exported function is a device function that a kernel may call."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(cpu=PROCESSOR, opt=OPTIMISATION)
    return str(machine.emit_assembly(optimised(program, machine)))
