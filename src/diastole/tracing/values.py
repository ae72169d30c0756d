"""Values that write instructions: a law that is read with them becomes machine code, for one patient or a block.

A `Value` is a number and a `Flag` a truth of every lane; a `Count` is a whole number that all lanes share.
"""

import builtins
import math
from collections.abc import Callable
from typing import Any, NoReturn

from llvmlite import ir

from diastole.law import reread
from diastole.number_records import numbers_of, refilled

# Without nnan and ninf: a run that leaves its valid range must still be seen as not finite.
FAST_MATH = ("nsz", "arcp", "contract", "afn", "reassoc")
INT32, BOOL = ir.IntType(32), ir.IntType(1)
LARGEST_POWER = 8  # which is written as a product


class Writer:
    """Where the instructions of a function go, and how wide its numbers are."""

    def __init__(self, module: ir.Module, number: ir.Type, lanes: int, builder: ir.IRBuilder):
        self.module = module
        self.number = number  # type of one lane
        self.lanes = lanes
        self.builder = builder

    @property
    def kind(self) -> ir.Type:
        """Type of the numbers of all lanes."""
        return self.number if self.lanes == 1 else ir.VectorType(self.number, self.lanes)

    def constant(self, number: float) -> ir.Constant:
        """Return a number that is the same in all lanes."""
        return ir.Constant(self.kind, float(number) if self.lanes == 1 else [float(number)] * self.lanes)

    def intrinsic(self, name: str, result: ir.Type, *arguments: ir.Value) -> ir.Value:
        """Call an instruction that LLVM gives as a function."""
        known = self.module.globals.get(name)
        function = known or ir.Function(self.module, ir.FunctionType(result, [a.type for a in arguments]), name)
        return self.builder.call(function, arguments)

    def number_intrinsic(self, name: str, x: ir.Value) -> ir.Value:
        """Call such an instruction of one number for every lane."""
        bits = "f64" if self.number == ir.DoubleType() else "f32"
        return self.intrinsic(f"llvm.{name}.{'' if self.lanes == 1 else f'v{self.lanes}'}{bits}", self.kind, x)

    def any_lane(self, flags: ir.Value) -> ir.Value:
        """Return whether a truth holds in any lane."""
        if self.lanes == 1:
            return flags
        return self.intrinsic(f"llvm.vector.reduce.or.v{self.lanes}i1", BOOL, flags)


class Value:
    """A number of every lane."""

    __slots__ = ("code", "writer")
    __hash__ = None  # type: ignore[assignment]  # it is compared for the machine, not for Python

    def __init__(self, writer: Writer, code: ir.Value):
        self.writer, self.code = writer, code

    def _operation(self, name: str, a: "Value | float", b: "Value | float") -> "Value":
        write = getattr(self.writer.builder, name)
        return Value(self.writer, write(code_of(self.writer, a), code_of(self.writer, b), flags=FAST_MATH))

    def __add__(self, other: "Value | float") -> "Value":
        return self._operation("fadd", self, other)

    def __radd__(self, other: float) -> "Value":
        return self._operation("fadd", other, self)

    def __sub__(self, other: "Value | float") -> "Value":
        return self._operation("fsub", self, other)

    def __rsub__(self, other: float) -> "Value":
        return self._operation("fsub", other, self)

    def __mul__(self, other: "Value | float") -> "Value":
        return self._operation("fmul", self, other)

    def __rmul__(self, other: float) -> "Value":
        return self._operation("fmul", other, self)

    def __truediv__(self, other: "Value | float") -> "Value":
        return self._operation("fdiv", self, other)

    def __rtruediv__(self, other: float) -> "Value":
        return self._operation("fdiv", other, self)

    def __neg__(self) -> "Value":
        return Value(self.writer, self.writer.builder.fneg(self.code, flags=FAST_MATH))

    def __pow__(self, exponent: float) -> "Value":
        whole, half = divmod(exponent, 1.0)
        if half not in (0.0, 0.5) or not 0.5 <= exponent <= LARGEST_POWER:
            raise TypeError(f"a traced value can be raised to 0.5, 1, 1.5 … {LARGEST_POWER}, not {exponent}")
        root = [square_root(self)] if half else []
        factors = [*root, *([self] * int(whole))]
        product: Value = math.prod(factors[1:], start=factors[0])
        return product

    def _comparison(self, how: str, other: "Value | float") -> "Flag":
        write = self.writer.builder.fcmp_unordered if how == "!=" else self.writer.builder.fcmp_ordered
        return Flag(self.writer, write(how, self.code, code_of(self.writer, other)))

    def __lt__(self, other: "Value | float") -> "Flag":
        return self._comparison("<", other)

    def __le__(self, other: "Value | float") -> "Flag":
        return self._comparison("<=", other)

    def __gt__(self, other: "Value | float") -> "Flag":
        return self._comparison(">", other)

    def __ge__(self, other: "Value | float") -> "Flag":
        return self._comparison(">=", other)

    def __eq__(self, other: "Value | float") -> "Flag":  # type: ignore[override]
        return self._comparison("==", other)

    def __ne__(self, other: "Value | float") -> "Flag":  # type: ignore[override]
        return self._comparison("!=", other)

    def __bool__(self) -> NoReturn:
        _refuse_branch()


class Flag:
    """A truth of every lane."""

    __slots__ = ("code", "writer")

    def __init__(self, writer: Writer, code: ir.Value):
        self.writer, self.code = writer, code

    def _code(self, other: "Flag | bool") -> ir.Value:
        if isinstance(other, Flag):
            return other.code
        lanes = self.writer.lanes
        return ir.Constant(BOOL, other) if lanes == 1 else ir.Constant(ir.VectorType(BOOL, lanes), [other] * lanes)

    def __and__(self, other: "Flag | bool") -> "Flag":
        return Flag(self.writer, self.writer.builder.and_(self.code, self._code(other)))

    def __or__(self, other: "Flag | bool") -> "Flag":
        return Flag(self.writer, self.writer.builder.or_(self.code, self._code(other)))

    __rand__, __ror__ = __and__, __or__

    def __invert__(self) -> "Flag":
        return Flag(self.writer, self.writer.builder.not_(self.code))

    def __bool__(self) -> NoReturn:
        _refuse_branch()


class Count:
    """A whole number that all lanes share, such as the index of a step."""

    __slots__ = ("code", "writer")

    def __init__(self, writer: Writer, code: ir.Value):
        self.writer, self.code = writer, code

    def _operation(self, name: str, a: "Count | int", b: "Count | int") -> "Count":
        return Count(self.writer, getattr(self.writer.builder, name)(index_of(a), index_of(b)))

    def __add__(self, other: "Count | int") -> "Count":
        return self._operation("add", self, other)

    def __sub__(self, other: "Count | int") -> "Count":
        return self._operation("sub", self, other)

    def __mul__(self, other: "Count | int") -> "Count":
        return self._operation("mul", self, other)

    __radd__, __rmul__ = __add__, __mul__

    def __floordiv__(self, other: "Count | int") -> "Count":
        return self._operation("sdiv", self, other)

    @property
    def value(self) -> Value:
        """The same as a number of every lane."""
        return Value(self.writer, splat(self.writer, self.writer.builder.sitofp(self.code, self.writer.number)))


def splat(writer: Writer, number: ir.Value) -> ir.Value:
    """Return a number of one lane in all lanes."""
    if writer.lanes == 1:
        return number
    undefined = ir.Constant(writer.kind, ir.Undefined)
    first = writer.builder.insert_element(undefined, number, ir.Constant(INT32, 0))
    mask = ir.Constant(ir.VectorType(INT32, writer.lanes), [0] * writer.lanes)
    return writer.builder.shuffle_vector(first, undefined, mask)


def code_of(writer: Writer, number: Value | float) -> ir.Value:
    """Return the instruction, or the constant, of a number."""
    return number.code if isinstance(number, Value) else writer.constant(number)


def index_of(number: Count | int) -> ir.Value:
    """Return the instruction, or the constant, of a whole number."""
    return number.code if isinstance(number, Count) else ir.Constant(INT32, number)


def _refuse_branch() -> NoReturn:
    raise TypeError("a law cannot branch on a traced value with if, and, or, not: use select, only_if, & and |")


def select(condition: Any, if_true: Any, if_false: Any) -> Any:
    """Return one of two numbers, in each lane."""
    if not isinstance(condition, Flag):
        return if_true if condition else if_false
    writer = condition.writer
    chosen = writer.builder.select(condition.code, code_of(writer, if_true), code_of(writer, if_false))
    return Value(writer, chosen)


def minimum(a: Any, b: Any) -> Any:
    """Return the smaller of two numbers as Python does: the first one where they do not compare."""
    return select(b < a, b, a) if isinstance(a, Value) or isinstance(b, Value) else builtins.min(a, b)


def maximum(a: Any, b: Any) -> Any:
    """Return the larger of two numbers as Python does: the first one where they do not compare."""
    return select(b > a, b, a) if isinstance(a, Value) or isinstance(b, Value) else builtins.max(a, b)


def absolute(x: Any) -> Any:
    """Return the absolute value."""
    return Value(x.writer, x.writer.number_intrinsic("fabs", x.code)) if isinstance(x, Value) else builtins.abs(x)


def square_root(x: Any) -> Any:
    """Return the square root."""
    return Value(x.writer, x.writer.number_intrinsic("sqrt", x.code)) if isinstance(x, Value) else math.sqrt(x)


def ceiling(x: Value) -> Value:
    """Return the smallest whole number that is not below a number of moderate size."""
    writer = x.writer
    whole_kind = INT32 if writer.lanes == 1 else ir.VectorType(INT32, writer.lanes)
    whole = Value(writer, writer.builder.sitofp(writer.builder.fptosi(x.code, whole_kind), writer.kind))
    rounded: Value = select(x > whole, whole + 1.0, whole)
    return rounded


def largest(x: Value) -> Count:
    """Return the largest of a whole number over the lanes."""
    writer, code = x.writer, x.code
    if writer.lanes > 1:
        bits = "f64" if writer.number == ir.DoubleType() else "f32"
        code = writer.intrinsic(f"llvm.vector.reduce.fmax.v{writer.lanes}{bits}", writer.number, code)
    return Count(writer, writer.builder.fptosi(code, INT32))


def only_if(condition: Any, compute: Callable[[], Any], otherwise: Any) -> Any:
    """Return what is computed where a condition holds, and the other number, or record of numbers, elsewhere.

    The branch is taken where any lane asks for it, so what no patient of a block has costs next to nothing.
    """
    if not isinstance(condition, Flag):
        return compute() if condition else otherwise
    writer = condition.writer
    builder, single = writer.builder, not isinstance(otherwise, tuple)
    others = [code_of(writer, other) for other in ((otherwise,) if single else numbers_of(otherwise))]
    before, needed = builder.block, writer.any_lane(condition.code)
    taken, after = builder.append_basic_block(), builder.append_basic_block()
    builder.cbranch(needed, taken, after)
    builder.position_at_end(taken)
    computed = compute()
    codes = [code_of(writer, number) for number in ((computed,) if single else numbers_of(computed))]
    chosen = [builder.select(condition.code, a, b) for a, b in zip(codes, others, strict=True)]
    end = builder.block
    builder.branch(after)
    builder.position_at_end(after)
    results = []
    for own, other in zip(chosen, others, strict=True):
        joined = builder.phi(writer.kind)
        joined.add_incoming(own, end)
        joined.add_incoming(other, before)
        results.append(Value(writer, joined))
    return results[0] if single else refilled(otherwise, iter(results))


WORDS = {"select": select, "only_if": only_if, "min": minimum, "max": maximum, "abs": absolute, "sqrt": square_root}


def law_of(law: Callable[..., Any]) -> Callable[..., Any]:
    """Return a law over values that write instructions."""
    return reread(law, WORDS)
