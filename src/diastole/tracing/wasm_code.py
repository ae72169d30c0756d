"""Makes the code of a module smaller: a number that a function uses often is kept in a local.

LLVM writes a number of eight bytes out at each of its uses, some hundred times in a right-hand side. A local that is
set once, at the start, costs two or three bytes a use. What a browser compiles from it is the same.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from diastole.tracing.wasm_bytes import ByteReader, WasmError, items, u32

I64, F32, F64, V128 = 0x7E, 0x7D, 0x7C, 0x7B  # types
LOCAL_GET, LOCAL_SET = 0x20, 0x21
NO_IMMEDIATE = frozenset({0x00, 0x01, 0x05, 0x0B, 0x0F, 0x1A, 0x1B, *range(0x45, 0xC5)})
ONE_INDEX = frozenset({0x0C, 0x0D, 0x10, *range(0x20, 0x25), 0x3F, 0x40})
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
LAST_VECTOR = 255  # beyond are the instructions of relaxed-simd


class Instruction(NamedTuple):
    """An instruction as it is written."""

    code: bytes
    constant: int | None = None  # type of the number that it is, where it may be a long one


def smaller(body: bytes, parameters: int) -> bytes:
    """Return the body of a function of so many parameters, with its often used numbers in locals.

    Raise WasmError at an instruction that is not known.
    """
    reader = ByteReader(body, "the body of a function")
    declared = reader.items(lambda: (reader.u32(), reader.byte()))
    instructions = list(_instructions(reader))
    first = parameters + sum(count for count, _ in declared)
    uses = Counter(one for one in instructions if one.constant is not None)
    places: dict[Instruction, bytes] = {}
    for instruction, count in uses.most_common():
        place = u32(first + len(places))
        if count * len(instruction.code) > len(instruction.code) + (count + 1) * (1 + len(place)) + 2:
            places[instruction] = place
    locals_ = [u32(count) + bytes([type_]) for count, type_ in declared]
    locals_ += [b"\1" + bytes([one.constant or 0]) for one in places]
    begin = [one.code + bytes([LOCAL_SET]) + place for one, place in places.items()]
    code = [bytes([LOCAL_GET]) + places[one] if one in places else one.code for one in instructions]
    return items(locals_) + b"".join(begin) + b"".join(code)


def _instructions(reader: ByteReader) -> Iterator[Instruction]:
    while reader.left:
        start = reader.at
        opcode = reader.byte()
        constant = CONSTANTS.get(opcode)
        if opcode == VECTOR:
            constant = V128 if _pass_vector(reader) == V128_CONST else None
        else:
            _pass_immediate(opcode, reader)
        yield Instruction(reader.data[start : reader.at], constant)


def _pass_immediate(opcode: int, reader: ByteReader) -> None:
    """Read over what follows an instruction's first byte."""
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
    """Read over alignment and offset."""
    reader.u32()
    reader.u32()


def _pass_vector(reader: ByteReader) -> int:
    """Read over an instruction on vectors and return which it is."""
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
