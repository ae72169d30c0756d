"""The formula of a law: its own source, read with symbols for names."""

import ast
import copy
from functools import cache
from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter

from _generate import symbols
from _generate.law_reader import Law, all_laws, fields_of, numbers_of
from diastole.law import reread
from diastole.meaning import Meaning


class Held(sympy.Function):
    """A number held between 0 and 1, written as [x] with the limits behind it."""

    nargs = 1


class Printer(LatexPrinter):
    """LaTeX as on the pages: sums start with a positive term."""

    def _print_Add(self, expression: sympy.Add, order: str | None = None) -> str:  # noqa: N802
        text = ""
        for term in sorted(expression.args, key=lambda term: term.could_extract_minus_sign()):
            negative = term.could_extract_minus_sign()
            sign = " - " if negative else " + " if text else ""
            positive = -term if negative else term
            inner = self._print(positive)
            text += sign + (rf"\left({inner}\right)" if negative and isinstance(positive, sympy.Add) else inner)
        return text.strip()

    def _print_Held(self, expression: Held, exp: str | None = None) -> str:  # noqa: N802
        text = rf"\left[{self._print(expression.args[0])}\right]_0^1"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"

    def _print_Piecewise(self, expression: sympy.Piecewise) -> str:  # noqa: N802
        rows = [
            rf"{self._print(value)} & \text{{where}}\ {self._print(condition)}"
            if condition != sympy.true
            else rf"{self._print(value)} & \text{{else}}"
            for value, condition in expression.args
        ]
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _select(condition: Any, if_true: Any, if_false: Any) -> Any:
    return sympy.Piecewise((if_true, condition), (if_false, True))


def _call(text: str) -> Any:
    """Return a function that writes itself: a law inside another one; tuples of parameters are left out."""
    function = sympy.Function(text, real=True)
    return lambda *given: function(*(value for value in given if not isinstance(value, tuple)))


WORDS = {
    "sqrt": sympy.sqrt, "cbrt": sympy.cbrt, "exp": sympy.exp, "expm1": lambda x: sympy.exp(x) - 1, "abs": sympy.Abs,
    "min": sympy.Min, "max": sympy.Max,
}  # fmt: skip


def _arguments(law: Law) -> list[Any]:
    return [
        symbols.read(kind.symbol)
        if isinstance(kind, Meaning)
        else kind(*(_field(meaning.symbol, name) for meaning in fields_of(kind).values()))
        for name, kind in law.arguments.items()
    ]


def _field(text: str, argument: str) -> sympy.Expr:
    number = symbols.NUMBERED.get(argument)
    if number and "_" in text:
        start, _, end = text.partition("_")
        text = rf"{start}_{{{end},{number}}}"
    return symbols.read(text)


@cache
def equations(law: Law) -> tuple[tuple[str, sympy.Expr], ...]:
    """Return the equations of a law, symbol and right-hand side: its named intermediate results, then the result."""
    inside = {ast.unparse(node.func) for node in ast.walk(law.node) if isinstance(node, ast.Call)}
    calls = {
        other.name: _call(symbols.known(symbols.CALLS, other.name, "the law inside another one,"))
        for other in all_laws()
        if other.name in inside
    }
    own = {number.name for module in {other.module for other in all_laws()} for number in numbers_of(module)}
    numbers = {name: symbols.read(text) for name, text in symbols.NUMBERS.items() if name in own}
    lines: list[tuple[str, sympy.Expr]] = []

    def line(name: str, value: Any) -> sympy.Expr:
        lines.append((symbols.LOCALS[law.name, name], sympy.sympify(value)))
        return symbols.read(lines[-1][0])

    plain = _with_lines(law)
    result = reread(plain, WORDS | {"select": _select} | calls | numbers | {"_line": line})(*_arguments(law))
    lines.append((law.result.symbol, sympy.sympify(result)))
    return tuple((left, _tidy(right)) for left, right in lines)


def _with_lines(law: Law) -> Any:
    """Return the law's source as a function that hands intermediate results with a symbol of their own to `_line`."""
    node = copy.deepcopy(law.node)
    node.decorator_list, node.returns = [], None
    for argument in node.args.args:
        argument.annotation = None
    for part in ast.walk(node):
        if isinstance(part, ast.Assign) and (law.name, ast.unparse(part.targets[0])) in symbols.LOCALS:
            name = ast.Constant(ast.unparse(part.targets[0]))
            part.value = ast.Call(ast.Name("_line", ast.Load()), [name, part.value], [])
    scope = dict(vars(law.module))
    exec(compile(ast.fix_missing_locations(ast.Module([node], [])), law.module.__file__ or "", "exec"), scope)
    return scope[law.name]


def _tidy(expression: sympy.Expr) -> sympy.Expr:
    """Write whole numbers as such, and what is held between 0 and 1 as that."""
    whole = {number: sympy.Integer(number) for number in expression.atoms(sympy.Float) if float(number).is_integer()}
    clear = expression.xreplace(whole)
    return clear.replace(
        lambda e: isinstance(e, sympy.Min) and len(e.args) == 2 and 1 in e.args and any(_floored(a) for a in e.args),
        lambda e: Held(next(_inside(a) for a in e.args if _floored(a))),
    )


def _floored(expression: sympy.Expr) -> bool:
    return isinstance(expression, sympy.Max) and 0 in expression.args


def _inside(expression: sympy.Expr) -> sympy.Expr:
    return sympy.Max(*(a for a in expression.args if a != 0))


def formula(law: Law) -> str:
    """Return the equations of a law in LaTeX, the result last."""
    printer = Printer({"order": "none", "fold_short_frac": False, "ln_notation": True})
    lines = [rf"{left} &= {printer.doprint(right)}" for left, right in equations(law)]
    return rf"\begin{{split}} {r' \\ '.join(lines)} \end{{split}}"
