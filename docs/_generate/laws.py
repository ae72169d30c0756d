"""One page for each module of laws: equations, units, sources, parameters and named numbers."""

import re
from collections.abc import Iterator
from types import ModuleType

from _generate import symbols
from _generate.formulas import formula
from _generate.law_reader import Law, Number, fields_of, heading, law_modules, laws_of, numbers_of, tuples_of
from _generate.pages import Output, sentence_case, table, toctree
from diastole.knowledge.evidence.sources import load_sources
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel_parameters import law_parameters
from diastole.model.patient import BalloonPump, Patient

SOURCE = re.compile(r"\b[a-z]+(?:18|19|20)\d\d[a-z]?\b")
ORDER = (
    "law", "clock", "one_fibre", "myofilament", "atrium", "chamber", "pericardium", "valve", "vessel", "coronary",
    "oxygen", "baroreflex", "lung", "drug", "balloon", "drive", "rotary_pump",
)  # fmt: skip
HELD = "$[x]_0^1$ is $x$ held between 0 and 1."


def page_name(module: ModuleType) -> str:
    """Return the name of a module's page."""
    return module.__name__.rpartition(".")[2]


def sources_in(text: str) -> list[str]:
    """Return the keys of sources that a text names, each once."""
    return list(dict.fromkeys(key for key in SOURCE.findall(text) if key in load_sources()))


def link(key: str) -> str:
    """Return a source as a link to the bibliography."""
    return f"[{key}](#source-{key.replace('_', '-')})"


def title(name: str) -> str:
    """Return a law's name as words."""
    return sentence_case(name.replace("_", " ")).replace("atp", "ATP")


def anchor(law: Law) -> str:
    """Return the link target of a law."""
    return f"law-{law.name.replace('_', '-')}"


def _law(law: Law) -> Iterator[str]:
    first, _, rest = law.docstring.partition("\n")
    yield f"({anchor(law)})=\n## {title(law.name)}"
    yield f"$$\n{formula(law)}\n$$"
    if rest.strip():
        yield " ".join(rest.split())
    yield f"- in the code: `{law.module.__name__}.{law.name}`, with the words `{first}`"
    named = sources_in(law.docstring)
    sources = ", ".join(link(key) for key in named) if named else "see the words"
    unit = law.result.unit
    yield f"- unit: {'none' if unit == '1' else unit}\n- source: {sources}"


def _significant(value: float) -> str:
    return f"{value:.4g}"


def _values(type_: type) -> dict[str, tuple[float, ...]]:
    """Return the tuples of a type by the name that they have in the network, for the healthy preset."""
    healthy = law_parameters(Patient.preset("healthy").with_balloon_pump(BalloonPump()))
    return {
        name: healthy[name] for name, kind in closed_loop.PARAMETERS if kind == type_.__name__ and kind != "Inflation"
    }


def _parameters(type_: type) -> Iterator[str]:
    yield f"### {title(type_.__name__)}"
    yield (type_.__doc__ or "").partition("\n")[0]
    used = _values(type_)
    rows = [
        [f"`{name}`", f"${f.symbol}$", f.unit, f.note, *(_significant(v[i]) for v in used.values())]
        for i, (name, f) in enumerate(fields_of(type_).items())
    ]
    yield table(["field", "symbol", "unit", "meaning", *(f"`{name}`" for name in used)], rows)


def _numbers(module: ModuleType, numbers: list[Number]) -> str:
    rows = [
        [f"`{n.name}`", f"${s}$" if (s := symbols.NUMBERS.get(n.name)) else "", _significant(getattr(module, n.name)),
         n.unit, n.note]
        for n in numbers
    ]  # fmt: skip
    return table(["name", "symbol", "value", "unit", "note"], rows)


def law_page(module: ModuleType) -> str:
    """Return the page of a module of laws."""
    name, rest = heading(module)
    parts = [f"# {name}", *([rest] if rest else [])]
    laws = [part for law in laws_of(module) for part in _law(law)]
    parts += [HELD] if any("_0^1" in part for part in laws) else []
    parts += laws
    if tuples_of(module):
        parts.append("## Parameters")
        parts.append(
            "As the laws take them: what is below a fraction on paper is kept as its inverse, because the program "
            "multiplies where it would divide. The last columns are the values of the preset `healthy`, by their "
            "name in the network."
        )
        parts += [part for type_ in tuples_of(module) for part in _parameters(type_)]
    if numbers := numbers_of(module):
        parts += ["## Named numbers", _numbers(module, numbers)]
    return "\n\n".join(parts)


def write(out: Output) -> None:
    """Write the pages of all laws, and the list of these pages."""
    pages = {page_name(module): module for module in sorted(law_modules(), key=lambda m: _place(page_name(m)))}
    rows = []
    for name, module in pages.items():
        out.text(f"laws/{name}.md", law_page(module))
        links = ", ".join(f"[{title(law.name)}](#{anchor(law)})" for law in laws_of(module))
        rows.append([f"[{heading(module)[0]}](/generated/laws/{name}.md)", links])
    out.text("parts/laws.md", f"{table(['page', 'laws'], rows)}\n\n{toctree(f'laws/{name}' for name in pages)}")


def _place(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)
