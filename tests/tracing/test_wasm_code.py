"""The smaller code does the same, and what is not known is refused."""

import pytest

from diastole.tracing.wasm_bytes import WasmError, padded
from diastole.tracing.wasm_code import F64, I64, smaller
from diastole.tracing.wasm_module import I32, module_of
from tests.tracing.test_wasm_module import ALL, EXPORTS, compiled, in_node

NUMBER = bytes([0x44, *range(1, 9)])
LONG = b"\x42\xff\xff\xff\xff\xff\xff\xff\xff\x7f"  # of 64 bits
DROP, END = b"\x1a", b"\x0b"
POLYNOMIAL = "define double @f(double %x) {\n  %a0 = fadd double %x, 0.1\n" + "".join(
    f"  %b{i} = fmul double %a{i}, 1.1\n  %a{i + 1} = fadd double %b{i}, 0.1\n" for i in range(200)
)


def test_a_number_that_is_used_often_becomes_a_local():
    body = b"\0" + (NUMBER + DROP) * 5 + END
    assert smaller(body, 2) == bytes([1, 1, F64]) + NUMBER + b"\x21\2" + (b"\x20\2" + DROP) * 5 + END
    assert smaller(b"\0" + (LONG + DROP) * 9 + END, 0)[:3] == bytes([1, 1, I64])


def test_the_locals_that_are_used_most_come_first():
    """Grouped by type, as they are declared; parameters stay where they are."""
    use = {index: b"\x20" + bytes([index]) + DROP for index in range(6)}
    body = b"\2\2" + bytes([I32]) + b"\2" + bytes([F64]) + use[0] + use[2] + use[4] * 3 + use[3] * 2 + use[5] + END
    placed = {0: 0, 4: 2, 5: 3, 3: 4, 2: 5}
    code = [0, 2, 4, 4, 4, 3, 3, 5]
    expected = b"".join(b"\x20" + bytes([placed[index]]) + DROP for index in code)
    assert smaller(body, 2) == b"\2\2" + bytes([F64]) + b"\2" + bytes([I32]) + expected + END


def test_an_index_of_five_bytes_is_written_in_one():
    call, get_global = b"\x10" + padded(3), b"\x23" + padded(0)
    assert smaller(b"\0" + call + get_global + DROP + END, 0) == b"\0\x10\3\x23\0" + DROP + END


def test_a_number_that_is_used_once_stays_and_a_small_one_too():
    for code in (NUMBER + DROP, b"\x41\x05\x1a" * 50, b"\x42\x05\x1a" * 50):
        assert smaller(b"\0" + code + END, 0) == b"\0" + code + END


def test_numbers_that_differ_in_a_bit_are_two():
    minus_zero, zero = b"\x44" + bytes(7) + b"\x80", b"\x44" + bytes(8)
    body = smaller(b"\0" + (zero + DROP + minus_zero + DROP) * 9 + END, 0)
    assert body[:3] == bytes([1, 2, F64])
    assert body.count(zero) == body.count(minus_zero) == 1


def test_the_smaller_code_does_the_same():
    text = POLYNOMIAL + "  ret double %a200\n}\n"
    module = module_of(compiled(text), ["f"])
    assert len(module) < len(compiled(text)) / 2
    expected = 0.5 + 0.1
    for _ in range(200):
        expected = expected * 1.1 + 0.1
    (answer,) = in_node((module, [["f", 0.5]]))
    assert answer["results"] == [expected]


@pytest.mark.parametrize("simd", [False, True])
def test_loops_tables_and_vectors_are_read_over(simd):
    """Branches and addresses are none of the numbers that move."""
    (answer,) = in_node((module_of(compiled(ALL, simd=simd), EXPORTS), [["squares", "heap", 4], ["prime", 1]]))
    assert answer["results"] == [[0, 1, 4, 9], 3.5]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (b"\x12\0", "not known: 0x12"),
        (b"\xff", "not known: 0xff"),
        (b"\xfc\x63", "not known: 0xfc 99"),
        (b"\xfd\x80\x02", "not known: 0xfd 256"),  # the first of relaxed-simd
        (b"\x44\0\0", "ends early"),
        (b"\x41" + b"\xff" * 11, "more than 10 bytes"),
        (b"\x0e\xff\xff\xff\xff\x0f", "claims 4294967295 items"),
        (b"\x20\1", "uses one beyond"),
    ],
)
def test_what_is_not_known_is_refused(code, message):
    with pytest.raises(WasmError, match=message):
        smaller(b"\0" + code, 1)


def test_too_many_locals_are_refused_before_they_are_counted_out():
    with pytest.raises(WasmError, match="declares 4294967295 locals; 50000 are allowed"):
        smaller(b"\1\xff\xff\xff\xff\x0f\x7c" + END, 0)
