"""The module maker: what it makes is valid and right, and what it cannot make is refused by name."""

import base64
import json
import random
import subprocess
from itertools import product
from types import SimpleNamespace

import pytest

from diastole.tracing.wasm_bytes import ByteReader, WasmError, padded, s32, u32
from diastole.tracing.wasm_module import ALIGNMENT, PAGE, STACK, custom_section, module_of
from diastole.tracing.wasm_target import wasm_object
from tests.node import require_node

SQUARES = """
define void @squares(ptr %to, i32 %count) {
  %none = icmp eq i32 %count, 0
  br i1 %none, label %end, label %next
next:
  %i = phi i32 [0, %0], [%j, %next]
  %x = sitofp i32 %i to double
  %y = fmul double %x, %x
  %place = getelementptr double, ptr %to, i32 %i
  store double %y, ptr %place
  %j = add i32 %i, 1
  %more = icmp ult i32 %j, %count
  br i1 %more, label %next, label %end
end:
  ret void
}
define double @half(double %x) noinline { %y = fmul double %x, 0.5
  ret double %y }
define double @quarter(double %x) { %y = call double @half(double %x)
  %z = call double @half(double %y)
  ret double %z }
define internal double @hidden(double %x) noinline { ret double %x }
"""
SMALL = SQUARES.replace("i32 %count) {", "i32 %count) minsize optsize {")
PAIRS = """
define void @squares(ptr %to, i32 %count) {
  %a = load <2 x double>, ptr %to
  %b = fmul <2 x double> %a, %a
  store <2 x double> %b, ptr %to
  ret void
}
"""
TABLE = """
@primes = internal constant [4 x double] [double 2.0, double 3.0, double 5.0, double 7.0]
@small = internal constant [2 x double] [double 0.25, double 0.5]
define double @prime(i32 %i) {
  %place = getelementptr [4 x double], ptr @primes, i32 0, i32 %i
  %small = getelementptr [2 x double], ptr @small, i32 0, i32 %i
  %x = load double, ptr %place
  %y = load double, ptr %small
  %z = fadd double %x, %y
  ret double %z
}
"""
STACKED = """
define double @from_stack(i32 %i, i32 %j) {
  %row = alloca double, i32 8
  %place = getelementptr double, ptr %row, i32 %i
  store volatile double 42.0, ptr %place
  %other = getelementptr double, ptr %row, i32 %j
  %x = load volatile double, ptr %other
  ret double %x
}
define double @deep(i32 %n) {
  %row = alloca [100 x double]
  %end = icmp eq i32 %n, 0
  br i1 %end, label %done, label %more
done:
  ret double 1.0
more:
  store volatile double 1.0, ptr %row
  %m = sub i32 %n, 1
  %x = call double @deep(i32 %m)
  %y = load volatile double, ptr %row
  %z = fadd double %x, %y
  ret double %z
}
"""
ALL = SQUARES + TABLE + STACKED
EXPORTS = ("squares", "quarter", "prime", "from_stack", "deep")
RUN = """
const asked = JSON.parse(require("fs").readFileSync(0, "utf8")), answers = []
for (const {bytes, calls} of asked) {
  const module = Uint8Array.from(Buffer.from(bytes, "base64"))
  if (!WebAssembly.validate(module)) { answers.push(null); continue }
  const {exports} = new WebAssembly.Instance(new WebAssembly.Module(module))
  const numbers = new Float64Array(exports.memory.buffer, exports.heap_base.value)
  answers.push({
    names: Object.keys(exports).sort(), heap: exports.heap_base.value, memory: exports.memory.buffer.byteLength,
    results: calls.map(([name, ...values]) => {
      values = values.map(value => value === "heap" ? exports.heap_base.value : value)
      try { return exports[name](...values) ?? Array.from(numbers.slice(0, 4)) } catch (error) { return String(error) }
    })})
}
console.log(JSON.stringify(answers))
"""


def compiled(text, *, simd=False):
    """Return the object of a program whose text is given."""
    return wasm_object(SimpleNamespace(module=text), simd=simd)


def in_node(*modules_and_calls):
    """Load modules under Node and call what they export; None for a module that is not valid."""
    asked = [{"bytes": base64.b64encode(module).decode(), "calls": calls} for module, calls in modules_and_calls]
    done = subprocess.run(
        [require_node(), "-e", RUN], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_module_with_several_exports_stack_and_constants():
    calls = [
        ["squares", "heap", 4],
        ["quarter", 10.0],
        *(["prime", i] for i in (0, 1)),
        ["from_stack", 3, 3],
        ["deep", 20],
        ["prime", 1],
    ]
    module = module_of(compiled(ALL), EXPORTS)
    (answer,) = in_node((module, calls))
    assert answer["names"] == sorted([*EXPORTS, "memory", "heap_base"])
    assert answer["results"] == [[0, 1, 4, 9], 2.5, 2.25, 3.5, 42, 21, 3.5]
    assert answer["heap"] >= STACK + 6 * 8
    assert answer["heap"] % ALIGNMENT == 0
    assert answer["memory"] % PAGE == 0
    assert answer["memory"] >= answer["heap"]


def test_a_stack_that_is_used_up_traps_and_leaves_constants_alone():
    module = module_of(compiled(ALL), EXPORTS)
    (answer,) = in_node((module, [["deep", 100_000], ["prime", 1]]))
    assert "RuntimeError: memory access out of bounds" in answer["results"][0]
    assert answer["results"][1] == 3.5


def test_vectors_need_simd_and_nothing_relaxed():
    plain, vectors = (compiled(PAIRS, simd=simd) for simd in (False, True))
    assert b"+\x07simd128" in vectors
    assert b"+\x07simd128" not in plain
    assert b"relaxed-simd" not in vectors
    modules = [module_of(one, ["squares"]) for one in (plain, vectors)]
    assert modules[0] != modules[1]
    answers = in_node(*((module, [["squares", "heap", 2]]) for module in modules))
    assert all(answer is not None for answer in answers)


def test_a_smaller_function_does_the_same():
    small, fast = (module_of(compiled(one), ["squares"]) for one in (SMALL, SQUARES))
    assert len(small) < len(fast)
    one, other = in_node((small, [["squares", "heap", 4]]), (fast, [["squares", "heap", 4]]))
    assert one["results"] == other["results"]


def test_custom_sections_are_kept():
    module = module_of(compiled(SQUARES), ["half"], {"diastole.sources": b"abc", "empty": b""})
    assert custom_section(module, "diastole.sources") == b"abc"
    assert custom_section(module, "empty") == b""
    assert custom_section(module, "other") is None
    assert in_node((module, [["half", 3.0]]))[0]["results"] == [1.5]


def test_nothing_of_the_linker_is_left():
    module = module_of(compiled(ALL), EXPORTS)
    for words in (b"linking", b"reloc.", b"target_features", b"__linear_memory", b"__stack_pointer"):
        assert words not in module


@pytest.mark.parametrize(
    ("text", "exports", "message"),
    [
        (SQUARES, ["squared"], "no function squared; it has half, quarter, squares"),
        (SQUARES, ["half", "half"], "exported twice"),
        ("define void @memory() { ret void }", ["memory"], "exported twice"),
        (
            "declare double @exp(double)\n"
            "define double @f(double %x) { %y = call double @exp(double %x)\n ret double %y }",
            ["f"],
            "nobody defines: 'exp'",
        ),
        (
            "@far = external global double\ndefine double @f() { %y = load double, ptr @far\n ret double %y }",
            ["f"],
            "nobody defines: 'far'",
        ),
        (
            "define double @f(ptr %g) { %y = call double %g()\n ret double %y }\n"
            "define double @h() { ret double 1.0 }\ndefine ptr @pointer() { ret ptr @h }",
            ["f"],
            "pointers to functions",
        ),
        (
            "@x = internal global double 1.0\n@px = internal global ptr @x\n"
            "define ptr @f() { %y = load volatile ptr, ptr @px\n ret ptr %y }",
            ["f"],
            "addresses in its data",
        ),
        (
            "@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] "
            "[{ i32, ptr, ptr } { i32 65535, ptr @f, ptr null }]\n@g = global double 0.0\n"
            "define void @f() { store volatile double 1.0, ptr @g\n ret void }",
            ["f"],
            "constructors or groups",
        ),
    ],
)
def test_what_cannot_be_loaded_is_refused_by_name(text, exports, message):
    code = compiled(text)
    with pytest.raises(WasmError, match=message):
        module_of(code, exports)


def test_a_feature_that_not_every_browser_has_is_refused():
    code = compiled(PAIRS, simd=True)
    for other in (b"relaxd1", b"threads"):  # as long as the name that it replaces
        with pytest.raises(WasmError, match=f"not every browser has: {other.decode()}"):
            module_of(code.replace(b"+\x07simd128", b"+\x07" + other), ["squares"])


def test_every_truncation_is_refused_or_whole():
    """Cut anywhere, an object is refused; only what follows the last relocation can be missing."""
    code = compiled(ALL)
    whole = module_of(code, EXPORTS)
    for end in range(len(code)):
        try:
            assert module_of(code[:end], EXPORTS) == whole, end
        except WasmError:
            continue
        assert end > code.index(b"reloc.CODE"), end


def test_damage_gives_a_module_or_an_error_and_never_another_exception():
    code = compiled(ALL)
    dice = random.Random(16)
    refused = 0
    for _ in range(4000):
        damaged = bytearray(code)
        for _ in range(dice.choice([1, 1, 2, 8])):
            damaged[dice.randrange(8, len(damaged))] = dice.choice([0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)])
        try:
            module_of(bytes(damaged), EXPORTS)
        except WasmError:
            refused += 1
    assert refused > 2000


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no WebAssembly object"),
        (b"\0asm\2\0\0\0", "no WebAssembly object"),
        (b"\x7fELF\1\1\1\0", "no WebAssembly object"),
        (b"\0asm\1\0\0\0\1\xff\xff\xff\xff\x0f", "ends early"),
        (b"\0asm\1\0\0\0\1\x80\x80\x80\x80\x80\x80\0", "more than 5 bytes"),
        (b"\0asm\1\0\0\0\1\xff\xff\xff\xff\x7f", "more than 32 bits"),
        (b"\0asm\1\0\0\0\2\5\xff\xff\xff\xff\x0f", "claims 4294967295 items"),
        (b"\0asm\1\0\0\0\1\1\0\1\1\0", "out of order or twice: type, type"),
        (b"\0asm\1\0\0\0\x0a\1\0\1\1\0", "out of order or twice: code, type"),
        (b"\0asm\1\0\0\0\x08\1\0", "not handled: start"),
        (b"\0asm\1\0\0\0\x63\0", r"not handled: unknown \(99\)"),
        (b"\0asm\1\0\0\0\2\7\1\0\2\xff\xfe\0\0", "not UTF-8"),
        (b"\0asm\1\0\0\0\2\5\1\0\0\2\3", "64 bits"),
        (b"\0asm\1\0\0\0\2\6\1\0\0\2\0\0\0", "section ends early|ends early|goes on|unknown"),
        (b"\0asm\1\0\0\0\x0b\6\1\1\x41\0\x0b\0", "address is not a plain number"),
        (b"\0asm\1\0\0\0\x0b\6\1\0\x41\x7f\x0b\0", "address is not a plain number"),
        (b"\0asm\1\0\0\0\0\x09\7linking\3", "version 3"),
    ],
)
def test_hostile_objects(data, message):
    with pytest.raises(WasmError, match=message):
        module_of(data, ["f"])


def test_relocations_are_checked_against_the_code():
    code = compiled(SQUARES)
    place = code.index(b"\x10" + padded(1))  # a call of the second function
    wrong = code[: place + 1] + padded(0) + code[place + 6 :]
    with pytest.raises(WasmError, match="holds 0, where its relocation says 1"):
        module_of(wrong, ["quarter"])


def test_numbers_are_written_as_they_are_read():
    edges = [0, 1, 63, 64, 127, 128, 8191, 8192, 2**31 - 1]
    for number, write in product(edges, (u32, s32, padded)):
        reader = ByteReader(write(number), "numbers")
        assert (reader.s32() if write is s32 else reader.u32()) == number
        reader.end()
    for number in (-1, -64, -65, -(2**31)):
        assert ByteReader(s32(number), "numbers").s32() == number
    assert ByteReader(u32(2**32 - 1), "numbers").u32() == 2**32 - 1
