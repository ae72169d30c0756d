"""Reads the relocatable WebAssembly object that LLVM writes: its sections, symbols and relocations.

The form is that of the WebAssembly specification, and of the convention "WebAssembly Object File Linking" (version 2)
of the WebAssembly group for what a linker needs. What we do not know is refused by name.
"""

from dataclasses import dataclass, field
from functools import partial

from diastole.tracing.wasm_bytes import ByteReader, WasmError

MAGIC = b"\0asm\1\0\0\0"
CUSTOM, TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT, TAG = range(14)
SECTION_NAMES = (
    "custom", "type", "import", "function", "table", "memory", "global", "export", "start",
    "element (pointers to functions)", "code", "data", "data count", "tag",
)  # fmt: skip
ORDER = (TYPE, IMPORT, FUNCTION, DATA_COUNT, CODE, DATA)  # of the sections that LLVM writes, each once at most
I32_CONST, END = 0x41, 0x0B
LINKING_VERSION = 2
SYMBOL_TABLE, SEGMENT_NAMES = 8, 5  # parts of the linking section; constructors and groups are refused
A_FUNCTION, SOME_DATA, A_GLOBAL, A_SECTION, A_TAG, A_TABLE = range(6)  # kinds of symbols
UNDEFINED, EXPLICIT_NAME, THREAD_LOCAL, ABSOLUTE = 0x10, 0x40, 0x100, 0x200  # flags of symbols
WITH_ADDEND = (3, 4, 5, 8, 9)  # types of relocations that add a number to an address


@dataclass(frozen=True)
class Import:
    """What an object wants from elsewhere: `kind` is 0 function, 1 table, 2 memory, 3 global, 4 tag."""

    name: str
    kind: int
    form: bytes  # how it is described, such as type and mutability of a global


@dataclass(frozen=True)
class Symbol:
    """A name of an object: `index` is that of the function or global; of data, that of the segment."""

    kind: int
    flags: int
    name: str
    index: int = 0
    offset: int = 0  # of data in its segment

    @property
    def defined(self) -> bool:
        """Whether the object itself has it."""
        return not self.flags & UNDEFINED


@dataclass(frozen=True)
class Relocation:
    """A place in the code that holds an index or address which a linker may have to change."""

    type: int
    place: int  # byte in the code section
    symbol: int
    addend: int


@dataclass
class WasmObject:
    """A relocatable object, read."""

    sections: dict[int, bytes] = field(default_factory=dict)
    imports: list[Import] = field(default_factory=list)
    segments: list[tuple[int, bytes]] = field(default_factory=list)  # address and content of data
    symbols: list[Symbol] = field(default_factory=list)
    relocations: list[Relocation] = field(default_factory=list)
    features: tuple[str, ...] = ()  # of the processor, that the code uses


def read_object(data: bytes) -> WasmObject:
    """Return what an object holds.

    Raise WasmError with the reason if it is not an object, is damaged, or has a part that we do not know.
    """
    reader = ByteReader(data, "the object")
    if reader.take(min(len(MAGIC), reader.left)) != MAGIC:
        raise WasmError("this is no WebAssembly object of version 1")
    object_ = WasmObject()
    order: list[int] = []
    while reader.left:
        identity, body = reader.byte(), reader.block()
        if identity == CUSTOM:
            _read_custom(body, object_, order)
        else:
            _read_section(identity, body, object_)
        order.append(identity)
    known = [identity for identity in order if identity != CUSTOM]
    if [identity for identity in ORDER if identity in known] != known:
        raise WasmError(f"sections are out of order or twice: {', '.join(SECTION_NAMES[one] for one in known)}")
    return object_


def _read_section(identity: int, body: bytes, object_: WasmObject) -> None:
    if identity not in ORDER:
        name = SECTION_NAMES[identity] if identity < len(SECTION_NAMES) else f"unknown ({identity})"
        raise WasmError(f"the object has a section that is not handled: {name}")
    object_.sections[identity] = body
    reader = ByteReader(body, f"the {SECTION_NAMES[identity]} section")
    if identity == IMPORT:
        object_.imports = reader.items(lambda: _import(reader))
        reader.end()
    elif identity == DATA:
        object_.segments = reader.items(lambda: _segment(reader))
        reader.end()


def _import(reader: ByteReader) -> Import:
    reader.name()  # of the module; LLVM says env
    name, kind = reader.name(), reader.byte()
    start = reader.at
    if kind == 0:
        reader.u32()
    elif kind == 1:
        reader.byte()
        _limits(reader)
    elif kind == 2:
        _limits(reader)
    elif kind == 3:
        reader.take(2)
    else:
        raise WasmError(f"the object imports '{name}', of unknown kind {kind}")
    return Import(name, kind, reader.data[start : reader.at])


def _limits(reader: ByteReader) -> None:
    flags = reader.byte()
    if flags > 1:
        raise WasmError("the object wants a shared memory or one of 64 bits")
    for _ in range(1 + flags):
        reader.u32()


def _segment(reader: ByteReader) -> tuple[int, bytes]:
    mode, opcode, address, end = reader.byte(), reader.byte(), reader.s32(), reader.byte()
    if (mode, opcode, end) != (0, I32_CONST, END) or address < 0:
        raise WasmError("the object has data whose address is not a plain number")
    return address, reader.block()


def _read_custom(body: bytes, object_: WasmObject, order: list[int]) -> None:
    reader = ByteReader(body, "a custom section")
    name = reader.name()
    reader.what = f"the section '{name}'"
    if name == "linking":
        _read_linking(reader, object_)
    elif name == "target_features":
        features = reader.items(lambda: (reader.byte(), reader.name()))
        object_.features = tuple(feature for used, feature in features if used != ord("-"))
        reader.end()
    elif name == "reloc.CODE":
        section = reader.u32()
        if section >= len(order) or order[section] != CODE:
            raise WasmError(f"relocations of the code are for section {section}, which is not the code")
        object_.relocations = reader.items(lambda: _relocation(reader))
        reader.end()
    elif name.startswith("reloc."):
        raise WasmError(f"the object has addresses in its {name.removeprefix('reloc.').lower()}, which are not handled")


def _relocation(reader: ByteReader) -> Relocation:
    type_, place, symbol = reader.byte(), reader.u32(), reader.u32()
    return Relocation(type_, place, symbol, reader.s32() if type_ in WITH_ADDEND else 0)


def _read_linking(reader: ByteReader, object_: WasmObject) -> None:
    version = reader.u32()
    if version != LINKING_VERSION:
        raise WasmError(f"the object is for linkers of version {version}, not {LINKING_VERSION}")
    while reader.left:
        part, body = reader.byte(), reader.block()
        if part == SYMBOL_TABLE:
            table = ByteReader(body, "the symbol table")
            object_.symbols = table.items(partial(_symbol, table, object_.imports))
            table.end()
        elif part != SEGMENT_NAMES:
            raise WasmError(f"the object has constructors or groups (part {part} of its linking section)")


def _symbol(reader: ByteReader, imports: list[Import]) -> Symbol:
    kind, flags = reader.byte(), reader.u32()
    if flags & (THREAD_LOCAL | ABSOLUTE):
        raise WasmError("the object has a symbol of a thread or at a fixed address")
    if kind == SOME_DATA:
        name = reader.name()
        place = () if flags & UNDEFINED else (reader.u32(), reader.u32(), reader.u32())
        return Symbol(kind, flags, name, *place[:2])
    if kind == A_SECTION:
        return Symbol(kind, flags, "", reader.u32())
    if kind > A_TABLE:
        raise WasmError(f"the object has a symbol of unknown kind {kind}")
    index = reader.u32()
    if not flags & UNDEFINED or flags & EXPLICIT_NAME:
        return Symbol(kind, flags, reader.name(), index)
    of_kind = [one for one in imports if one.kind == {A_FUNCTION: 0, A_TABLE: 1, A_GLOBAL: 3, A_TAG: 4}[kind]]
    if index >= len(of_kind):
        raise WasmError(f"an undefined symbol has index {index}, but only {len(of_kind)} such things are imported")
    return Symbol(kind, flags, of_kind[index].name, index)
