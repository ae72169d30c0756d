"""A program of traced functions: arrays of lane groups, loops, cells, and calls of one function by another."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from llvmlite import ir

from diastole.tracing.values import INT32, Count, Flag, Value, Writer, code_of, index_of

NUMBERS = {"f64": ir.DoubleType(), "f32": ir.FloatType()}
BYTES = {"f64": 8, "f32": 4}
VOID = ir.VoidType()
STACK_ALIGNMENT = 16  # bytes, that a processor's stack has of its own


class Memory:
    """Numbers in memory: element i is one number of every lane, side by side."""

    def __init__(self, writer: Writer, pointer: ir.Value, alignment: int):
        self.writer, self.pointer, self._alignment = writer, pointer, alignment

    def _at(self, index: Count | int) -> ir.Value:
        return self.writer.builder.gep(self.pointer, [index_of(index)], inbounds=True)

    def __getitem__(self, index: Count | int) -> Value:
        return Value(self.writer, self.writer.builder.load(self._at(index), align=self._alignment))

    def __setitem__(self, index: Count | int, number: Value | float) -> None:
        self.writer.builder.store(code_of(self.writer, number), self._at(index), align=self._alignment)

    def after(self, index: Count | int) -> "Memory":
        """Return the array that begins at an element."""
        return Memory(self.writer, self._at(index), self._alignment)


class Constants(Memory):
    """Numbers in memory that the function only reads: each is loaded where it is used, and never kept in between."""

    def __getitem__(self, index: Count | int) -> Value:
        return _Element(self, index)

    def load(self, index: Count | int) -> ir.Value:
        """Return the instruction that loads an element."""
        return Memory.__getitem__(self, index).code


class _Element(Value):
    """An element that is loaded anew at each use: a processor has fewer registers than a patient has parameters."""

    __slots__ = ("_array", "_index")

    def __init__(self, array: Constants, index: Count | int):
        self.writer, self._array, self._index = array.writer, array, index

    @property
    def code(self) -> ir.Value:
        """The number, loaded where it is used; a `Value` of its own is computed once."""
        return self._array.load(self._index)


class Variable:
    """A number that changes while a function runs."""

    def __init__(self, writer: Writer, first: Value | float):
        self._writer = writer
        with writer.builder.goto_entry_block():
            self._cell = writer.builder.alloca(writer.kind)
        self.value = first

    @property
    def value(self) -> Value:
        """The number now."""
        return Value(self._writer, self._writer.builder.load(self._cell))

    @value.setter
    def value(self, number: Value | float) -> None:
        self._writer.builder.store(code_of(self._writer, number), self._cell)


class Program:
    """A module that is being written.

    `lanes`: patients that are computed side by side; `precision`: ``f64`` or ``f32``; `is_small`: whether its size
    counts more than its speed, as in a page.

    Raise ValueError if lanes are no power of two.
    """

    def __init__(self, lanes: int = 1, precision: str = "f64", *, is_small: bool = False):
        if lanes < 1 or lanes & (lanes - 1):
            raise ValueError(f"lanes are 1, 2, 4, 8 …, not {lanes}: other vectors take more room than their numbers")
        self.is_small = is_small
        self.lanes = lanes
        self.precision = precision
        self.module = ir.Module("diastole")
        self.exported: dict[str, tuple[type, ...]] = {}  # parameters of what may be called from outside
        self._functions: dict[str, tuple[ir.Function, tuple[type, ...]]] = {}
        self._writer = Writer(self.module, NUMBERS[precision], lanes, ir.IRBuilder())

    @contextmanager
    def function(
        self, name: str, parameters: Mapping[str, type], *, exported: bool = True, is_hot: bool = True
    ) -> Iterator[tuple[Any, ...]]:
        """Write a function whose body is what runs within; it returns nothing and works on its arrays.

        `parameters`: `Memory`, `Constants`, `Count` or `Value` by name; arrays must not overlap.
        `exported`: whether it can be called from outside; its parameters are then arrays and counts. `is_hot`: whether
        its speed counts; of another one the size does.
        """
        kinds = tuple(parameters.values())
        types = [self._type(kind) for kind in kinds]
        function = ir.Function(self.module, ir.FunctionType(VOID, types), name)
        if exported:
            self.exported[name] = kinds
        else:
            function.linkage = "internal"
            function.attributes.add("noinline")  # it is called often and is long: once is enough
        if not is_hot:
            function.attributes.add("minsize")
            function.attributes.add("optsize")
        if (size := self.lanes * BYTES[self.precision]) > STACK_ALIGNMENT:
            function.attributes.alignstack = size  # numbers kept on the stack must not lie across cache lines
        for argument, kind in zip(function.args, kinds, strict=True):
            if issubclass(kind, Memory):
                argument.add_attribute("noalias")
        before = self._writer.builder
        self._writer.builder = ir.IRBuilder(function.append_basic_block())
        try:
            yield tuple(self._wrapped(kind, code) for kind, code in zip(kinds, function.args, strict=True))
            self._writer.builder.ret_void()
        finally:
            self._writer.builder = before
        self._functions[name] = function, kinds

    def _type(self, kind: type) -> ir.Type:
        pointer = self._writer.kind.as_pointer()
        return {Memory: pointer, Constants: pointer, Count: INT32, Value: self._writer.kind}[kind]

    def _wrapped(self, kind: type, code: ir.Value) -> Any:
        sizes = (BYTES[self.precision],) if issubclass(kind, Memory) else ()
        return kind(self._writer, code, *sizes)

    def call(self, name: str, *arguments: Any) -> None:
        """Call a function that was written before."""
        function, kinds = self._functions[name]
        unwrap: dict[type, Callable[[Any], ir.Value]] = {
            Memory: lambda array: array.pointer,
            Constants: lambda array: array.pointer,
            Count: index_of,
            Value: lambda number: code_of(self._writer, number),
        }
        codes = [unwrap[kind](argument) for kind, argument in zip(kinds, arguments, strict=True)]
        self._writer.builder.call(function, codes)

    def number(self, number: float) -> Value:
        """Return a constant as a value of every lane."""
        return Value(self._writer, self._writer.constant(number))

    def variable(self, first: Value | float) -> Variable:
        """Return a number that may be changed, within loops too."""
        return Variable(self._writer, first)

    def loop(self, count: Count | int) -> Iterator[Count]:
        """Write a loop: ``for i in program.loop(steps)`` runs once here and ``steps`` times in the machine."""
        before = self._writer.builder.block
        head, body, after = (self._writer.builder.append_basic_block() for _ in range(3))
        self._writer.builder.branch(head)
        self._writer.builder.position_at_end(head)
        index = self._writer.builder.phi(INT32)
        index.add_incoming(ir.Constant(INT32, 0), before)
        self._writer.builder.cbranch(self._writer.builder.icmp_signed("<", index, index_of(count)), body, after)
        self._writer.builder.position_at_end(body)
        yield Count(self._writer, index)
        following = self._writer.builder.add(index, ir.Constant(INT32, 1))
        index.add_incoming(following, self._writer.builder.block)
        self._writer.builder.branch(head)
        self._writer.builder.position_at_end(after)

    @contextmanager
    def when(self, condition: Count | Flag) -> Iterator[None]:
        """Write what is done where a count is above 0, or where something is so in any lane."""
        taken, after = (self._writer.builder.append_basic_block() for _ in range(2))
        if isinstance(condition, Flag):
            is_so = self._writer.any_lane(condition.code)
        else:
            is_so = self._writer.builder.icmp_signed(">", condition.code, ir.Constant(INT32, 0))
        self._writer.builder.cbranch(is_so, taken, after)
        self._writer.builder.position_at_end(taken)
        yield
        self._writer.builder.branch(after)
        self._writer.builder.position_at_end(after)
