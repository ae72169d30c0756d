"""Makes the code of a module smaller: a number that a function uses often is kept in a local.

LLVM writes a number of eight bytes out at each of its uses, some hundred times in a right-hand side. A local that is
set once, at the start, costs two or three bytes a use. The locals that are used most get the short indices. What a
browser compiles from it is the same.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from diastole.tracing.wasm_bytes import ByteReader, WasmError, items, u32

I64, F32, F64, V128 = 0x7E, 0x7D, 0x7C, 0x7B  # types
LOCAL_GET, LOCAL_SET, LOCAL_TEE = 0x20, 0x21, 0x22
INDEXED = frozenset({0x10, 0x23, 0x24})  # call and globals: a relocatable object writes their indices in five bytes
NO_IMMEDIATE = frozenset({0x00, 0x01, 0x05, 0x0B, 0x0F, 0x1A, 0x1B, *range(0x45, 0xC5)})
ONE_INDEX = frozenset({0x0C, 0x0D, 0x3F, 0x40})
BLOCKS = range(0x02, 0x05)
BRANCH_TABLE = 0x0E
MEMORY_ACCESS = range(0x28, 0x3F)
SMALL_CONSTANT = 0x41  # of 32 bits
CONSTANTS = {0x42: I64, 0x43: F32, 0x44: F64}  # types of those that may be long
BULK, VECTOR = 0xFC, 0xFD  # first byte of longer instructions
BULK_INDICES = {**dict.fromkeys(range(8), 0), 8: 2, 9: 1, 10: 2, 11: 1}
V128_CONST, V128_SHUFFLE = 12, 13
VECTOR_ACCESS = frozenset({*range(12), 92, 93})
VECTOR_LANE = range(21, 35)
VECTOR_LANE_ACCESS = range(84, 92)
MOST_LOCALS = 50_000  # of a function, as browsers allow
LOCAL_BYTES = 3  # of an instruction on a local, at most where there are fewer than 16384
LAST_VECTOR = 255  # beyond are the instructions of relaxed-simd


class Instruction(NamedTuple):
    """An instruction as it is written; of one on a local, its first byte."""

    code: bytes
    constant: int | None = None  # type of the number that it is, where it may be a long one
    local: int | None = None  # index of the local that it is on


class Local(NamedTuple):
    """A local: one that LLVM declared, by its index, or a number that is kept."""

    type: int
    holds: int | Instruction


def smaller(body: bytes, parameters: int) -> bytes:
    """Return the body of a function of so many parameters, with its often used numbers in locals.

    Raise WasmError at an instruction or local that is not known.
    """
    reader = ByteReader(body, "the body of a function")
    types = _declared(reader)
    instructions = list(_instructions(reader))
    uses = Counter(_held(one) for one in instructions)
    if any(isinstance(one, int) and one >= parameters + len(types) for one in uses):
        raise WasmError(f"a function of {parameters + len(types)} parameters and locals uses one beyond")
    kept = [one for one, count in uses.items() if isinstance(one, Instruction) and _pays(one, count)]
    locals_ = [Local(type_, parameters + i) for i, type_ in enumerate(types)]
    locals_ = _by_use([*locals_, *(Local(one.constant or 0, one) for one in kept)], uses)
    places: dict[int | Instruction, bytes] = {i: u32(i) for i in range(parameters)}
    places |= {one.holds: u32(parameters + i) for i, one in enumerate(locals_)}
    groups = [(type_, len(list(group))) for type_, group in groupby(locals_, key=lambda one: one.type)]
    declared = items(u32(count) + bytes([type_]) for type_, count in groups)
    begin = [one.code + bytes([LOCAL_SET]) + places[one] for one in kept]
    return declared + b"".join([*begin, *(_placed(one, places) for one in instructions)])


def _declared(reader: ByteReader) -> list[int]:
    """Return the types of the locals that a function declares."""
    types: list[int] = []
    for count, type_ in reader.items(lambda: (reader.u32(), reader.byte())):
        if count + len(types) > MOST_LOCALS:
            raise WasmError(f"a function declares {count + len(types)} locals; {MOST_LOCALS} are allowed")
        types += [type_] * count
    return types


def _by_use(locals_: list[Local], uses: Counter[int | Instruction | None]) -> list[Local]:
    """Return locals in the order of their uses, type by type, the type that is used most first."""
    of_type = Counter[int]()
    for one in locals_:
        of_type[one.type] += uses[one.holds]
    return sorted(locals_, key=lambda one: (-of_type[one.type], one.type, -uses[one.holds]))


def _held(instruction: Instruction) -> int | Instruction | None:
    """Return what a local would hold for an instruction: it is on one, or it is a number; None for all others."""
    if instruction.local is not None:
        return instruction.local
    return instruction if instruction.constant is not None else None


def _pays(number: Instruction, count: int) -> bool:
    """Return whether a number that is used so often is shorter as a local: declared, set, and got at each use."""
    return count * len(number.code) > len(number.code) + LOCAL_BYTES * (count + 2)


def _placed(instruction: Instruction, places: dict[int | Instruction, bytes]) -> bytes:
    if instruction.local is not None:
        return instruction.code + places[instruction.local]
    return bytes([LOCAL_GET]) + places[instruction] if instruction in places else instruction.code


def _instructions(reader: ByteReader) -> Iterator[Instruction]:
    while reader.left:
        start = reader.at
        opcode = reader.byte()
        if opcode in (LOCAL_GET, LOCAL_SET, LOCAL_TEE):
            yield Instruction(bytes([opcode]), local=reader.u32())
        elif opcode in INDEXED:
            yield Instruction(bytes([opcode]) + u32(reader.u32()))
        elif opcode == VECTOR:
            constant = V128 if _pass_vector(reader) == V128_CONST else None
            yield Instruction(reader.data[start : reader.at], constant)
        else:
            _pass_immediate(opcode, reader)
            yield Instruction(reader.data[start : reader.at], CONSTANTS.get(opcode))


def _pass_immediate(opcode: int, reader: ByteReader) -> None:
    """Skip what follows an instruction's first byte."""
    if opcode in ONE_INDEX or opcode in BLOCKS or opcode == SMALL_CONSTANT:
        reader.pass_number()
    elif opcode in MEMORY_ACCESS:
        _pass_address(reader)
    elif opcode in CONSTANTS:
        _pass_constant(opcode, reader)
    elif opcode == BRANCH_TABLE:
        reader.items(reader.u32)
        reader.u32()
    elif opcode == BULK:
        what = reader.u32()
        if what not in BULK_INDICES:
            raise WasmError(f"an instruction is not known: {BULK:#x} {what}")
        reader.take(BULK_INDICES[what])  # indices of memories, all 0
    elif opcode not in NO_IMMEDIATE:
        raise WasmError(f"an instruction is not known: {opcode:#x}")


def _pass_constant(opcode: int, reader: ByteReader) -> None:
    if CONSTANTS[opcode] == I64:
        reader.pass_number()
    else:
        reader.take(8 if CONSTANTS[opcode] == F64 else 4)


def _pass_address(reader: ByteReader) -> None:
    """Skip alignment and offset."""
    reader.u32()
    reader.u32()


def _pass_vector(reader: ByteReader) -> int:
    """Skip an instruction on vectors and return which it is."""
    what = reader.u32()
    if what > LAST_VECTOR:
        raise WasmError(f"an instruction is not known: {VECTOR:#x} {what}")
    if what in (V128_CONST, V128_SHUFFLE):
        reader.take(16)
    elif what in VECTOR_ACCESS or what in VECTOR_LANE_ACCESS:
        _pass_address(reader)
    if what in VECTOR_LANE or what in VECTOR_LANE_ACCESS:
        reader.byte()
    return what
