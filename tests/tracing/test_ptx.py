"""The kernel as PTX: written and compiled to text; no device is asked to run it."""

import re

import llvmlite.binding as llvm
import pytest

from diastole.model.circulation.kernel import PROGRAM
from diastole.tracing.native import written
from diastole.tracing.ptx import PROCESSOR, TRIPLE, ptx


def test_the_kernel_compiles_to_ptx():
    llvm.initialize_all_targets()
    try:
        llvm.Target.from_triple(TRIPLE)
    except RuntimeError:
        pytest.skip("this LLVM has no target for NVIDIA's processors")
    text = ptx(written(f"{PROGRAM}:closed_circulation"))
    assert f".target {PROCESSOR}" in text
    visible = set(re.findall(r"\.visible \.func (\w+)", text))
    assert visible >= {"beat", "differentiate", "judge"}
    for name in visible:
        assert f"// .globl\t{name}" in text
    assert text.count(".f64") > 100
    assert ".extern" not in text  # it calls no function that it does not bring
