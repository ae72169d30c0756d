"""Makes a WebAssembly module that can be loaded out of the object that LLVM writes, without a linker.

The module imports nothing. It has a memory of its own, exported as ``memory``, with the stack at the bottom (so that a
stack that grows too deep traps, and overwrites nothing), constants above it, and the free rest from ``heap_base`` on.
"""

from collections.abc import Iterable, Mapping, Sequence

from diastole.tracing.wasm_bytes import LEB_BYTES, ByteReader, WasmError, block, items, name, padded, s32, u32
from diastole.tracing.wasm_code import smaller
from diastole.tracing.wasm_object import (
    A_FUNCTION,
    A_GLOBAL,
    CODE,
    CUSTOM,
    DATA,
    END,
    EXPORT,
    FUNCTION,
    GLOBAL,
    I32_CONST,
    MAGIC,
    MEMORY,
    SOME_DATA,
    TYPE,
    Import,
    Relocation,
    Symbol,
    WasmObject,
    read_object,
)

PAGE = 65536  # bytes, unit of a memory
STACK = PAGE  # bytes; a kernel keeps some rows of numbers there
ALIGNMENT = 16  # bytes, of the widest number
I32, MUTABLE, FUNCTION_TYPE = 0x7F, 1, 0x60
THE_MEMORY, HEAP_BASE, STACK_POINTER, TABLE = "memory", "heap_base", "__stack_pointer", "__indirect_function_table"
EXPORT_KINDS = {"function": 0, "memory": 2, "global": 3}
FEATURES = frozenset(  # that every browser has had since 2021 (finished proposals); relaxed-simd is none of them
    {
        "bulk-memory",
        "bulk-memory-opt",
        "call-indirect-overlong",
        "multivalue",
        "mutable-globals",
        "nontrapping-fptoint",
        "reference-types",
        "sign-ext",
        "simd128",
    }
)
FUNCTION_INDEX_LEB, MEMORY_ADDR_LEB, MEMORY_ADDR_SLEB, TYPE_INDEX_LEB, GLOBAL_INDEX_LEB = 0, 3, 4, 6, 7


def module_of(object_code: bytes, exports: Sequence[str], custom: Mapping[str, bytes] | None = None) -> bytes:
    """Return a module that exports functions of an object.

    Parameters
    ----------
    object_code
        A relocatable wasm32 object, as LLVM writes it.
    exports
        Names of the functions that callers may use.
    custom
        Content of custom sections by name, such as a hash of the sources.

    Raises
    ------
    WasmError
        Naming what is damaged, not handled (pointers to functions, addresses in data), or not defined.
    """
    object_ = read_object(object_code)
    _check_needs(object_)
    base = _aligned(STACK + max((address + len(content) for address, content in object_.segments), default=0))
    sections = {
        TYPE: object_.sections.get(TYPE, items(())),
        FUNCTION: object_.sections.get(FUNCTION, items(())),
        MEMORY: items([b"\0" + u32(-(-base // PAGE))]),
        GLOBAL: items(_globals(object_, base)),
        EXPORT: items(_exports(object_, exports)),
        CODE: _smaller(object_, _relocated(object_)),
    }
    if object_.segments:
        sections[DATA] = items(b"\0" + _i32(STACK + address) + block(content) for address, content in object_.segments)
    written = [bytes([identity]) + block(body) for identity, body in sections.items()]
    written += [bytes([CUSTOM]) + block(name(title) + content) for title, content in (custom or {}).items()]
    return MAGIC + b"".join(written)


def custom_section(module: bytes, title: str) -> bytes | None:
    """Return the content of a module's custom section, None where there is none of that name."""
    reader = ByteReader(module, "the module")
    if reader.take(min(len(MAGIC), reader.left)) != MAGIC:
        raise WasmError("this is no WebAssembly module of version 1")
    while reader.left:
        identity, body = reader.byte(), ByteReader(reader.block(), "a section")
        if identity == CUSTOM and body.name() == title:
            return body.take(body.left)
    return None


def _aligned(address: int) -> int:
    return -(-address // ALIGNMENT) * ALIGNMENT


def _i32(number: int) -> bytes:
    """Write an expression that is a plain number."""
    return bytes([I32_CONST]) + s32(number) + bytes([END])


def _named(symbols: Iterable[Symbol | Import]) -> str:
    return ", ".join(sorted({f"'{one.name}'" for one in symbols}))


def _check_needs(object_: WasmObject) -> None:
    """Check that the object needs nothing that the module does not give."""
    functions = [one for one in object_.imports if one.kind == 0]
    if functions:
        raise WasmError(f"functions are called that nobody defines: {_named(functions)}")
    strange = [one for one in object_.imports if one.name not in (STACK_POINTER, TABLE) and one.kind in (1, 3)]
    if strange:
        raise WasmError(f"the object imports what the module does not have: {_named(strange)}")
    if any(one.kind == 3 and one.form != bytes([I32, MUTABLE]) for one in object_.imports):
        raise WasmError(f"the object wants '{STACK_POINTER}' in another form than a number of 32 bits")
    if sum(one.kind == 2 for one in object_.imports) > 1 or sum(one.kind == 3 for one in object_.imports) > 1:
        raise WasmError("the object imports two memories or two stack pointers")
    data = [one for one in object_.symbols if one.kind == SOME_DATA and not one.defined]
    if data:
        raise WasmError(f"data are read that nobody defines: {_named(data)}")
    if object_.segments and not any(one.type in (MEMORY_ADDR_LEB, MEMORY_ADDR_SLEB) for one in object_.relocations):
        raise WasmError("the object has data, but does not say where its code reads them")
    unknown = sorted(set(object_.features) - FEATURES)
    if unknown:
        raise WasmError(f"the code uses what not every browser has: {', '.join(unknown)}")
    bodies = _bodies(object_.sections.get(CODE, items(())))
    if len(bodies) != len(_types(object_)):
        raise WasmError(f"the object declares {len(_types(object_))} functions and has {len(bodies)}")


def _types(object_: WasmObject) -> list[int]:
    reader = ByteReader(object_.sections.get(FUNCTION, b"\0"), "the function section")
    types = reader.items(reader.u32)
    reader.end()
    return types


def _parameter_counts(object_: WasmObject) -> list[int]:
    """Return how many parameters each type of function has."""
    reader = ByteReader(object_.sections.get(TYPE, items(())), "the type section")

    def count() -> int:
        """Return how many parameters the next type has, past which it reads. Raise WasmError if it is no function."""
        if reader.byte() != FUNCTION_TYPE:
            raise WasmError("the object has a type that is not that of a function")
        parameters = len(reader.items(reader.byte))
        reader.items(reader.byte)
        return parameters

    counts = reader.items(count)
    reader.end()
    return counts


def _smaller(object_: WasmObject, code: bytes) -> bytes:
    """Return the code section with each function as small as it can be."""
    counts = _parameter_counts(object_)
    wild = [type_ for type_ in _types(object_) if type_ >= len(counts)]
    if wild:
        raise WasmError(f"a function is of type {wild[0]}, but there are {len(counts)}")
    pairs = zip(_bodies(code), _types(object_), strict=True)
    return items(block(smaller(body, counts[type_])) for body, type_ in pairs)


def _bodies(code: bytes) -> list[bytes]:
    reader = ByteReader(code, "the code section")
    bodies = reader.items(reader.block)
    reader.end()
    return bodies


def _globals(object_: WasmObject, base: int) -> list[bytes]:
    """Write the stack pointer, where the object uses one (its index stays 0), and where free memory begins."""
    pointer = [bytes([I32, MUTABLE]) + _i32(STACK)] if any(one.kind == 3 for one in object_.imports) else []
    return [*pointer, bytes([I32, 0]) + _i32(base)]


def _exports(object_: WasmObject, exports: Sequence[str]) -> list[bytes]:
    defined = {one.name: one.index for one in object_.symbols if one.kind == A_FUNCTION and one.defined}
    missing = [one for one in exports if one not in defined]
    if missing:
        raise WasmError(f"the object defines no function {', '.join(missing)}; it has {', '.join(sorted(defined))}")
    if len({*exports, THE_MEMORY, HEAP_BASE}) != len(exports) + 2:
        raise WasmError(f"a name is exported twice among {', '.join([*exports, THE_MEMORY, HEAP_BASE])}")
    wild = [one for one in exports if defined[one] >= len(_types(object_))]
    if wild:
        raise WasmError(f"functions of names beyond the last function: {', '.join(wild)}")
    heap_base = len(_globals(object_, 0)) - 1
    written = [(THE_MEMORY, "memory", 0), (HEAP_BASE, "global", heap_base)]
    written += [(one, "function", defined[one]) for one in exports]
    return [name(title) + bytes([EXPORT_KINDS[kind]]) + u32(index) for title, kind, index in written]


def _relocated(object_: WasmObject) -> bytes:
    """Return the code with the addresses of its data moved above the stack; check each index against its symbol."""
    code = bytearray(object_.sections.get(CODE, items(())))
    for one in object_.relocations:
        symbol = _symbol_of(one, object_)
        reader = ByteReader(bytes(code[one.place : one.place + LEB_BYTES]), f"the code at byte {one.place}")
        held = reader.s32() if one.type == MEMORY_ADDR_SLEB else reader.u32()
        expected = one.symbol if symbol is None else symbol.index
        moved = expected
        if symbol is not None and symbol.kind == SOME_DATA:
            expected = object_.segments[symbol.index][0] + symbol.offset + one.addend
            moved = expected + STACK
        if held != expected or reader.left:
            raise WasmError(f"the code at byte {one.place} holds {held}, where its relocation says {expected}")
        code[one.place : one.place + LEB_BYTES] = padded(moved)
    return bytes(code)


def _symbol_of(relocation: Relocation, object_: WasmObject) -> Symbol | None:
    """Return the symbol of a relocation; None for a type, which has no symbol."""
    if relocation.type == TYPE_INDEX_LEB:
        return None
    kinds = {
        FUNCTION_INDEX_LEB: A_FUNCTION,
        GLOBAL_INDEX_LEB: A_GLOBAL,
        MEMORY_ADDR_LEB: SOME_DATA,
        MEMORY_ADDR_SLEB: SOME_DATA,
    }
    if relocation.symbol >= len(object_.symbols):
        raise WasmError(f"a relocation is of symbol {relocation.symbol}, but there are {len(object_.symbols)}")
    symbol = object_.symbols[relocation.symbol]
    if kinds.get(relocation.type) != symbol.kind:
        raise WasmError(
            f"relocation of type {relocation.type} for '{symbol.name}': pointers to functions are not handled"
        )
    if symbol.kind == SOME_DATA and symbol.index >= len(object_.segments):
        raise WasmError(f"'{symbol.name}' lies in segment {symbol.index}, but there are {len(object_.segments)}")
    return symbol
